"""One statement: how far it has come, what is due, who told what of it and with which proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
from django.urls import reverse

from huikuan.apps.attachments.selectors import Filed, filed_with
from huikuan.apps.audit.selectors import actors_of
from huikuan.apps.customers.selectors import name_of_customer
from huikuan.apps.dunning.selectors import newest_run
from huikuan.apps.people.selectors import names_by_number
from huikuan.apps.receivables.selectors import cases_of_customer
from huikuan.apps.statements.selectors import versions_of
from huikuan.desk.portfolio import statements_seen
from huikuan.desk.reconciling import STATEMENT, News, Statement
from huikuan.desk.rights import About, may
from huikuan.web.statements.listing import STATE_WORDS, TONES, due_words, state_of, step_words
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.statements.models import StatementFact


@dataclass(frozen=True, slots=True)
class Told:
    """A version of the statement: when it was told and by whom, what it says, and its proofs (name, address)."""

    when: str
    who: str
    what: str
    note: str
    proofs: list[tuple[str, str]]


def versions_told(statement: Statement) -> list[StatementFact] | None:
    """Return everything that was told of a statement, the newest first; None where there is no such case."""
    case = next((one for one in cases_of_customer(statement.customer) if one.entity == statement.entity), None)
    return None if case is None else versions_of(case.customer_no, case.entity_no, statement.period)


def proofs_of(versions: list[StatementFact]) -> list[Filed]:
    """Return the proofs of a statement, of all its versions."""
    return filed_with(STATEMENT, [str(version.pk) for version in versions])


def present_of(versions: list[StatementFact]) -> StatementFact | None:
    """Return the version that holds now."""
    return next((version for version in versions if version.replaced_by_id is None), None)


def state_code(present: StatementFact | None) -> str:
    """Return how far a statement has come, as listing.STATE does for a table."""
    if present is None:
        return "draft"
    if present.invoiced_on or present.confirmed_on:
        return "invoiced" if present.invoiced_on else "confirmed"
    if present.differs_on:
        return "differs"
    return "sent" if present.sent_on else "draft"


def statement_page_of(statement: Statement, versions: list[StatementFact], visit: Visit) -> dict[str, Any]:
    """Return what the page of a statement says."""
    words, on = visit.words, visit.business_date
    present = present_of(versions)
    state = state_code(present)
    due, tone = _due(statement, visit)
    facts = [
        (words.text("Period"), statement.period),
        (words.text("Due step"), due),
        *_known(present, visit),
    ]
    about = About(statement.customer, (statement.entity,))
    may_record = may("record_statement", actor=visit.actor, on=on, about=about)
    is_over = state in ("confirmed", "invoiced")
    said = [("sent", words.text("It was sent"))] if state == "draft" else []
    if state in ("sent", "differs"):
        said = [("confirmed", words.text("It was confirmed")), ("differs", words.text("The customer's books differ"))]
        said.append(("sent", words.text("It was sent again")))
    return {
        "statement": statement,
        "version": present.pk if present else 0,
        "customer": name_of_customer(statement.customer),
        "customer_address": reverse("customer", args=[statement.customer]),
        "state": state_of(state, present.sent_on if present else None, visit),
        "tone": TONES[state],
        "due_tone": tone,
        "facts": [(name, value) for name, value in facts if value],
        "may_record": may_record and not is_over,
        "may_take_back": may_record and present is not None and present.batch.kind == "act",
        "said": said,
        "reasons": [("", words.text("not known yet")), *words.titles("difference_reason").items()],
        "history": _history(statement, versions, visit),
    }


def _due(statement: Statement, visit: Visit) -> tuple[str, tuple[str, str] | None]:
    run = newest_run()
    if run is None:
        return "", None
    wanted = (pl.col("customer_id") == statement.customer) & (pl.col("entity") == statement.entity)
    rows = statements_seen(run, viewer=visit.actor).filter(wanted & (pl.col("period") == statement.period))
    steps = step_words(run, visit.words)
    return due_words(rows.row(0, named=True), steps, visit.words) if rows.height else ("", None)


def _known(present: StatementFact | None, visit: Visit) -> list[tuple[str, str]]:
    if present is None:
        return []
    words = visit.words
    days = [
        (words.text("Sent on"), present.sent_on),
        (words.text("Confirmed on"), present.confirmed_on),
        (words.text("Invoicing details on"), present.invoicing_details_on),
        (words.text("Invoiced on"), present.invoiced_on),
        (words.text("Posted on"), present.posted_on),
        (words.text("Differs since"), present.differs_on),
    ]
    difference = words.title("difference_reason", present.difference_reason)
    if present.difference_minor is not None:
        difference = f"{difference} {words.money(present.difference_minor, 'CNY')}".strip()
    return [
        *((name, words.day_full(day)) for name, day in days if day),
        (words.text("Difference"), difference),
        (words.text("Seal"), present.seal or ""),
        (words.text("Courier number"), present.courier_no or ""),
        (words.text("Note"), present.note),
    ]


def _history(statement: Statement, versions: list[StatementFact], visit: Visit) -> list[Told]:
    words = visit.words
    actors = actors_of({version.batch.act_id for version in versions})
    names = names_by_number({number for kind, number in actors.values() if kind == "person" and number})
    papers = proofs_of(versions)
    told = []
    for version in versions:
        _kind, number = actors.get(version.batch.act_id, ("system", None))
        imported = words.text("import") if version.batch.kind == "import" else words.text("the system")
        args = [statement.customer, statement.entity, statement.period]
        told.append(
            Told(
                when=words.day_full(version.recorded_on),
                who=names.get(number or 0, imported),
                what=words.text(STATE_WORDS[state_code(version)]),
                note=version.note,
                proofs=[
                    (paper.name, reverse("statement_proof", args=[*args, paper.number]))
                    for paper in papers
                    if paper.subject_id == str(version.pk)
                ],
            )
        )
    return told


def versions_beside(now: StatementFact | None, news: News, visit: Visit) -> list[tuple[str, str, str]]:
    """Return name, what holds now and what was typed, for whoever comes second."""
    words = visit.words
    day = (now.confirmed_on or now.differs_on or now.sent_on) if now else None
    return [
        (words.text("State"), words.text(STATE_WORDS[state_code(now)]), words.text(STATE_WORDS[news.word])),
        (words.text("Day"), words.day_full(day) if day else "", words.day_full(news.on)),
        (words.text("Note"), now.note if now else "", news.note),
    ]
