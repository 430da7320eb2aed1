"""How a customer is judged, on what evidence, what would change it, and what is at hand (D-305, D-502)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from huikuan.cli.sheet import sheet, signed
from huikuan.cli.speech import _
from huikuan.engine.judgement.rules import EVIDENCE, STRONG_SOURCES_NEEDED, Evidence
from huikuan.engine.outcome import Plan
from huikuan.engine.readiness import CHECKS

if TYPE_CHECKING:
    from huikuan.gateways.texts import Words

Case = tuple[str, str]
_UNKNOWN = "unknown"


def judging_lines(plan: Plan, case: Case, words: Words) -> Iterator[str]:
    """Yield evidence with its points, the judgement, its effects and what would change it; nothing without a row."""
    own = plan.worklist.filter((pl.col("customer_id") == case[0]) & (pl.col("entity") == case[1])).head(1)
    for row in own.iter_rows(named=True):
        told = {text.partition("=")[0]: text for text in row["evidence"] or ()}
        yield from _evidence_lines(plan, own, told, words)
        yield from _verdict_lines(row, words)
        yield from _change_lines(row, told, words)


def _evidence_lines(plan: Plan, own: pl.DataFrame, told: dict[str, str], words: Words) -> Iterator[str]:
    if not told:
        yield _("The records of the last year say nothing about ability or willingness to pay.")
        return
    each = own.select(pl.col("evidence").explode()).select(pl.concat_list("evidence"))
    sentences = words.evidence_sentences(each, plan.as_of)
    by_code = {evidence.code: evidence for evidence in EVIDENCE}
    rows = [
        [
            sentence,
            _points(by_code[code].able),
            _points(by_code[code].willing),
            _("strong") if by_code[code].is_strong else "",
        ]
        for code, sentence in zip(told, sentences, strict=True)
    ]
    yield sheet([_("Evidence of the last year"), _("Ability"), _("Willingness"), ""], rows, right={1, 2})


def _verdict_lines(row: dict[str, Any], words: Words) -> Iterator[str]:
    yield _("Ability {able}, willingness {willing}: {type}.").format(
        able=_points(row["able_points"] or 0) or "0",
        willing=_points(row["willing_points"] or 0) or "0",
        type=_known("debtor_type", row, words),
    )
    yield _("Intent: {intent}. Cause: {cause}.").format(
        intent=words.code("intent", row["intent"]), cause=_known("cause", row, words)
    )
    if not row["tactic"]:
        yield _("The policy switches the effect of the judgement off.")
        return
    yield _("Tone: {tone}").format(tone=words.code("tone", row["wording"]))
    yield _("Advice: {advice}").format(advice=words.code("tactic", row["tactic"]))


def _known(code_list: str, row: dict[str, Any], words: Words) -> str:
    return _("not judged") if row[code_list] == _UNKNOWN else words.code(code_list, row[code_list])


def _change_lines(row: dict[str, Any], told: dict[str, str], words: Words) -> Iterator[str]:
    """Yield which evidence that is not there would move the judgement."""
    absent = [evidence for evidence in EVIDENCE if evidence.code not in told]
    better = [evidence for evidence in absent if evidence.willing > 0]
    worse = [evidence for evidence in absent if evidence.willing < 0]
    for heading, kinds in (
        (_("Would speak for willingness: {kinds}."), better),
        (_("Would speak against it: {kinds}."), worse),
    ):
        if kinds:
            yield heading.format(kinds=_tags(kinds, words))
    yield _(
        "Tables with strong evidence: {count}. Intent is suspected from {needed} on, and only if nothing speaks for "
        "the customer."
    ).format(count=row["strong_sources"] or 0, needed=STRONG_SOURCES_NEEDED)


def _tags(kinds: list[Evidence], words: Words) -> str:
    return _(", ").join(f"{words.code('evidence', kind.code)} ({_points(kind.willing)})" for kind in kinds)


def _points(points: int) -> str:
    return "" if not points else f"+{points}" if points > 0 else signed(str(points))


def readiness_lines(plan: Plan, case: Case, words: Words) -> Iterator[str]:
    """Yield the checklist before a contact, item by item, and the goal."""
    own = plan.worklist.filter((pl.col("customer_id") == case[0]) & (pl.col("entity") == case[1])).head(1)
    for row in own.iter_rows(named=True):
        done = dict(text.partition("=")[::2] for text in row["readiness_done"] or ())
        gaps = {check: gap for gap in row["readiness_gaps"] or () for check in CHECKS if gap.startswith(check)}
        yield _("At hand: {done} of what is needed.").format(done=row["readiness"])
        rows = [_check_cells(check, done, gaps, words) for check in CHECKS]
        yield sheet(["", "", ""], rows)
        if row["goal_minor"]:
            yield _("Goal: {amount} {currency} by {day}.").format(
                amount=words.money(row["goal_minor"], row["currency"]), currency=row["currency"], day=row["goal_on"]
            )


def _check_cells(check: str, done: dict[str, str], gaps: dict[str, str], words: Words) -> list[str]:
    if check in done:
        return ["■", words.code("check", check), done[check]]
    if check in gaps:
        return [
            "?" if gaps[check].endswith("_unknown") else "□",
            words.code("check", check),
            words.code("gap", gaps[check]),
        ]
    return ["–", words.code("check", check), _("not needed")]
