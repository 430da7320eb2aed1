"""How many questions each page asks the database stands in sql_budgets.toml, and is the same for 5 rows and for 50.

A page that is not listed fails; ``make budgets`` lists it and renews the numbers. A line may name a page with a query,
as ``"promises?tab=kept"``; whoever looks holds every role, so that every part of a page is shown.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from huikuan.engine.codes import ROLES
from huikuan.gateways import clock
from huikuan.web.urls import urlpatterns
from tests.desk.staffed import DAY
from tests.web.crowded import FIRST, addressed, crowded
from tests.web.visits import signed_in

pytestmark = pytest.mark.django_db
BUDGETS = Path(__file__).parent / "sql_budgets.toml"
NOT_VISITED = {
    "statement_proof": "hands out a file that somebody sent",
    "sign_in_back": "no provider of identities is named",
    "sign_in_provider": "no provider of identities is named",
}
IS_RENEWAL = os.environ.get("HUIKUAN_RENEW_BUDGETS") == "1"


def known() -> dict[str, int]:
    text = BUDGETS.read_text(encoding="utf-8")
    if IS_RENEWAL:  # of two branches that git joined line by line, a page may stand there twice
        return {line.split('"')[1]: int(line.rpartition(" = ")[2]) for line in text.splitlines()}
    return tomllib.loads(text)


def addresses() -> Iterator[tuple[str, str]]:
    """Every page by its name, and the lines of the budget that name one with a query."""
    numbers = addressed()
    own = {
        str(one.name): reverse(
            str(one.name),
            kwargs={
                part: FIRST if part == "customer_id" else named(numbers.get(str(one.name), 1), part)
                for part in one.pattern.converters
            },
        )
        for one in urlpatterns
    }
    yield from ((name, address) for name, address in own.items() if name not in NOT_VISITED)
    for line in known():
        name, mark, query = line.partition("?")
        if mark and name in own:
            yield line, f"{own[name]}?{query}"


def named(number: object, part: str) -> object:
    """What a part of an address names: the page's one number, or one for each part."""
    return number[part] if isinstance(number, dict) else number


def asked(client: Client, address: str) -> tuple[int, int]:
    """Visit a page for the second time, when what a process keeps is there; returns its status and its questions."""
    client.get(address)
    questions = []

    def counted(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        questions.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(counted):
        status = client.get(address).status_code
    return status, len(questions)


@pytest.mark.parametrize("rows", [5, 50])
def test_a_page_asks_what_its_budget_allows(rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    crowded(tmp_path, rows)
    client = signed_in("all", *ROLES)
    statuses, counted = {}, {}
    for name, address in addresses():
        status, questions = asked(client, address)
        if status != 405:  # it only takes what is sent
            statuses[name], counted[name] = status, questions

    lost = {name: status for name, status in statuses.items() if status not in (200, 302)}
    assert lost == {}, "say in tests/web/crowded.py, addressed(), what the address of this page names"
    if IS_RENEWAL and rows == 5:
        BUDGETS.write_text("".join(f'"{name}" = {counted[name]}\n' for name in sorted(counted)), encoding="utf-8")
    budget = known()
    unlisted = sorted(set(counted) - set(budget))
    assert unlisted == [], "pages without a budget; look whether it is sensible: make budgets"
    assert sorted(set(budget) - set(counted)) == [], "no such page any more: make budgets"
    over = {name: f"{count}, budget {budget[name]}" for name, count in counted.items() if count != budget[name]}
    assert over == {}, (
        f"with {rows} rows. Fewer is fine and more may be: make budgets. If only one of 5 and 50 rows "
        "fails, a query is asked for each row: ask for all rows at once"
    )
