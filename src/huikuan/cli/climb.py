"""Why a case stands on its rung, and why each step of it is due today or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from huikuan.cli.policies import named, step_line
from huikuan.cli.sheet import sheet, signed
from huikuan.cli.speech import _
from huikuan.engine.contacts import known_activities
from huikuan.engine.explain import Anchor, Ascent, StepState, ascent_of
from huikuan.engine.outcome import Plan
from huikuan.gateways.texts.policy_words import interval_text

if TYPE_CHECKING:
    from huikuan.engine.ladder.document import Step
    from huikuan.engine.tables import Tables
    from huikuan.gateways.texts import Words

Case = tuple[str, str]
_CONTACTS_SHOWN = 10


def climb_lines(plan: Plan, tables: Tables, case: Case, words: Words) -> Iterator[str]:
    """Yield the case's contacts, its anchor with the clause of the manual, and every active step with its reckoning."""
    ascent = ascent_of(plan, tables, case)
    if ascent is None:
        yield _("Nothing is to be chased, and nothing that can be asked for falls due: no rung.")
        return
    own = (pl.col("customer_id") == case[0]) & (pl.col("entity") == case[1])
    yield from _contact_lines(plan, tables.activities.filter(own), words)
    yield from _anchor_lines(ascent, words)
    yield from (_step_text(state, ascent, plan.as_of, words) for state in ascent.steps)
    if not ascent.steps:
        yield _("No step of the ladder is active.")


def _contact_lines(plan: Plan, activities: pl.DataFrame, words: Words) -> Iterator[str]:
    known = known_activities(activities, as_of=plan.as_of).reverse()
    if known.is_empty():
        yield _("No contact is on record.")
        yield ""
        return
    heads = [_("On"), _("Channel"), _("Outcome"), _("Step"), _("Delivered")]
    rows = [
        [
            row["on"].isoformat(),
            words.code("channel", row["channel"]),
            words.code("outcome", row["outcome"]),
            row["step"] or "",
            _("yes") if row["is_delivered"] else _("no"),
        ]
        for row in known.head(_CONTACTS_SHOWN).iter_rows(named=True)
    ]
    yield sheet(heads, rows)
    if known.height > _CONTACTS_SHOWN:
        yield _("… and {count} earlier ones.").format(count=known.height - _CONTACTS_SHOWN)
    yield ""


def _anchor_lines(ascent: Ascent, words: Words) -> Iterator[str]:
    anchor = ascent.anchor
    if anchor.days > 0:
        why = _("{document} drives the stage: the oldest overdue item with something to chase (due {due}, day {days}).")
    else:
        why = _("{document} falls due next of what can be asked for (due {due}, day {days}).")
    yield why.format(document=anchor.document_no, due=anchor.due_date.isoformat(), days=signed(str(anchor.days)))
    if anchor.grace_days:
        yield _("With {days} of grace the last day to pay is {day}.").format(
            days=words.days(anchor.grace_days), day=anchor.last_payment_on.isoformat()
        )
    if anchor.rung is None:
        yield _no_rung_yet(ascent, words)
        return
    yield _reached(ascent, words) + _what_follows(anchor, words)
    yield _("The manual: {clause} ({source})").format(
        clause=anchor.rung.clause[words.lang], source=words.source(anchor.rung.source)
    )


def _no_rung_yet(ascent: Ascent, words: Words) -> str:
    first = ascent.policy.rungs[0]
    if first.from_day is None:
        return _("No rung has come: the first is {rung}, from {when}.").format(
            rung=named(first, words), when=words.when(first.begins)
        )
    return _("No rung has come: the first is {rung}, from day {day}.").format(
        rung=named(first, words), day=signed(str(first.from_day))
    )


def _reached(ascent: Ascent, words: Words) -> str:
    """Return which condition brought the rung, and when it came true."""
    anchor = ascent.anchor
    assert anchor.rung is not None
    if anchor.rung.from_day is None:
        assert anchor.begun_on is not None
        return _("The rung {rung} has come: {when}, which was {day}").format(
            rung=named(anchor.rung, words), when=words.when(anchor.rung.begins), day=anchor.begun_on.isoformat()
        )
    return _("Day {days} has reached the rung {rung}, from day {first}").format(
        days=signed(str(anchor.days)), rung=named(anchor.rung, words), first=signed(str(anchor.rung.from_day))
    )


def _what_follows(anchor: Anchor, words: Words) -> str:
    following = anchor.next_rung
    if following is None:
        return _("; it is the last.")
    if following.from_day is not None:
        return _("; the next, {rung}, begins on day {day}.").format(
            rung=named(following, words), day=following.from_day
        )
    if anchor.next_on is None:
        return _("; the next, {rung}, waits for: {when}.").format(
            rung=named(following, words), when=words.when(following.begins)
        )
    return _("; the next, {rung}, begins on {day}: {when}.").format(
        rung=named(following, words), day=anchor.next_on.isoformat(), when=words.when(following.begins)
    )


def _step_text(state: StepState, ascent: Ascent, as_of: date, words: Words) -> str:
    step = ascent.policy.step(state.step)
    lines = [("■ " if state.is_due else "□ ") + step_line(step, words, words.ladder([ascent.policy]))]
    lines += [f"    {line}" for line in _reckoning(state, step, ascent, as_of, words)]
    return "\n".join(lines)


def _reckoning(state: StepState, step: Step, ascent: Ascent, as_of: date, words: Words) -> Iterator[str]:
    if state.wanted_step != state.step:
        yield _("Takes the place of {wanted}, which needs it delivered first (D-709).").format(wanted=state.wanted_step)
    elif state.notice_delivered_on is not None:
        yield _after_notice(state, step, words)
    slot = state.slot_on.isoformat()
    offset = signed(str((state.slot_on - ascent.anchor.due_date).days))
    if state.due_on == state.slot_on:
        yield _("Its newest day by the ladder is {slot} (day {offset}).").format(slot=slot, offset=offset)
    else:
        yield _("Its newest day by the ladder is {slot} (day {offset}), which makes {due} the day to do it.").format(
            slot=slot, offset=offset, due=state.due_on.isoformat()
        )
    yield _met(state, step)
    yield _verdict(state, as_of)


def _after_notice(state: StepState, step: Step, words: Words) -> str:
    assert step.requires is not None
    assert state.notice_delivered_on is not None
    given = _("{notice} was delivered on {day}").format(
        notice=step.requires.step, day=state.notice_delivered_on.isoformat()
    )
    wait = step.requires.wait
    return given + (_("; {interval} must pass.").format(interval=interval_text(wait, words)) if wait.count else ".")


def _met(state: StepState, step: Step) -> str:
    kind = _("record of this very step") if step.own_record else _("delivered contact")
    if state.met_on is None:
        return _("There is no {kind} yet.").format(kind=kind)
    return _("The last {kind} is of {day}.").format(kind=kind, day=state.met_on.isoformat())


def _verdict(state: StepState, as_of: date) -> str:
    if state.is_due:
        return _("So it is due.")
    if state.next_on is not None and state.next_on > as_of:
        return _("So it is not due today; it can be again from {day}.").format(day=state.next_on.isoformat())
    return _("So it is not due today.")
