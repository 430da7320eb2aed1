"""R-220: an answer stands while a page is looked at, and nowhere else."""

from __future__ import annotations

from datetime import date

from huikuan.gateways.asked_once import asked_once, looking

asked: list[tuple[object, ...]] = []


@asked_once
def roles(code: str, *, on: date) -> list[str]:
    asked.append((code, on))
    return [code]


def test_an_answer_stands_until_the_page_is_there() -> None:
    asked.clear()
    day = date(2026, 11, 20)
    with looking():
        assert [roles("bo", on=day), roles("bo", on=day), roles("cy", on=day)] == [["bo"], ["bo"], ["cy"]]
    assert asked == [("bo", day), ("cy", day)]
    with looking():
        roles("bo", on=day)
    assert len(asked) == 3


def test_an_act_asks_every_time() -> None:
    asked.clear()
    for _ in range(2):
        roles("bo", on=date(2026, 11, 20))
    assert len(asked) == 2
