"""The statement cycle in words: its document for ``huikuan policy show``, a customer's cycles for ``explain``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from huikuan.cli.sheet import sheet
from huikuan.cli.speech import _

if TYPE_CHECKING:
    from huikuan.engine.statements.day import StatementDay
    from huikuan.engine.statements.document import CycleRung, StatementCycle
    from huikuan.gateways.texts import Words

_PERIODS_EXPLAINED = 3


def cycle_lines(cycle: StatementCycle, words: Words) -> Iterator[str]:
    """Yield the document rung by rung, each with its clause."""
    lang = words.lang
    yield _("{name} ({id}), version {version}, in force from {day}; source: {source}").format(
        name=cycle.name[lang],
        id=cycle.id,
        version=cycle.version,
        day=cycle.effective_from,
        source=words.source(cycle.source),
    )
    yield (
        _("It runs beside any ladder, in the month after its period.")
        if cycle.runs_in == "next_month"
        else _("It runs beside any ladder, in the month of its period.")
    )
    yield ""
    for rung in cycle.rungs:
        yield f"{rung.id}  {_day_words(rung)}  {rung.name[lang]}"
        yield "    " + _("{clause} ({source})").format(clause=rung.clause[lang], source=words.source(rung.source))
        how = [words.code("channel", channel) for channel in rung.channels]
        parts = [words.code("action", rung.action), _(", ").join(how), words.code("role", rung.role)]
        yield f"    - {_('; ').join(part for part in parts if part)}"
        yield ""
    if cycle.covers == "everybody":
        yield _("Whoever bought in the period or owes something at its end is to get a statement.")
    else:
        yield _("Who has had a statement before is to get the next one.")
    if cycle.visit_instead_of:
        yield _("Who confirmed late in {count} of the last {of} cycles is visited where others get: {channel}.").format(
            count=cycle.late_count, of=cycle.late_of, channel=words.code("channel", cycle.visit_instead_of)
        )


def _day_words(rung: CycleRung) -> str:
    if rung.base == "month_day":
        text = _("by day {day} of the month").format(day=rung.day)
        return text + (_(", then daily") if rung.every_days == 1 else "")
    after = {"sent_day": _("sent"), "posted_day": _("posted")}[rung.base]
    if rung.every_days and rung.last_day is not None:
        rhythm = (
            _("daily")
            if rung.every_days == 1
            else _("every {interval}").format(interval=_("{count} days").format(count=rung.every_days))
        )
        return _("{rhythm} from day {first} to {last} after it was {event}").format(
            rhythm=rhythm, first=rung.day, last=rung.last_day, event=after
        )
    if rung.day == 0:
        return _("as soon as it was {event}").format(event=after)
    return _("on day {day} after it was {event}").format(day=rung.day, event=after)


def statement_lines(statements: StatementDay, customer_id: str, entity: str, words: Words) -> Iterator[str]:
    """Yield the newest cycles of a case: every rung with its day, its state and the reason where it is due."""
    rows = statements.timetable(customer_id).filter(pl.col("entity") == entity)
    if rows.is_empty():
        return
    names = {rung.id: rung.name[words.lang] for rung in statements.cycle.rungs}
    told = rows.with_columns(words.cycle_sentences(rows, statements.as_of).alias("told"))
    for period in sorted(rows["period"].unique(), reverse=True)[:_PERIODS_EXPLAINED]:
        own = told.filter(pl.col("period") == period)
        yield _("Statement of {period}: {standing}").format(period=period, standing=_standing(own.row(0, named=True)))
        yield sheet(
            [_("Step"), "", _("Day"), _("State"), _("Why")],
            [
                [
                    row["step"],
                    names[row["step"]],
                    row["due_on"].isoformat() if row["due_on"] else "—",
                    words.code("cycle_state", row["state"]),
                    row["told"] if row["state"] == "due" else "",
                ]
                for row in own.iter_rows(named=True)
            ],
        )
        yield ""
    facts = rows.row(0, named=True)
    if facts["judged_cycles"]:
        yield _("Of the last {judged} cycles sent in time, {late} were confirmed late or not at all (D-606).").format(
            judged=facts["judged_cycles"], late=facts["late_cycles"]
        )


def _standing(row: dict[str, object]) -> str:
    if row["confirmed_on"] is not None:
        return _("sent on {sent}, confirmed on {confirmed}.").format(
            sent=row["sent_on"] or "—", confirmed=row["confirmed_on"]
        )
    if row["sent_on"] is not None:
        return _("sent on {sent}, not confirmed.").format(sent=row["sent_on"])
    return _("not sent.")
