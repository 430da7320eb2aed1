"""What became of a statement of account: sent, confirmed, or the customer's books differ.

Source: D-601, D-603, D-609; R-215.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from huikuan.apps.attachments.services import attach, keep, written
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.receivables.selectors import cases_of_customer
from huikuan.apps.receivables.services import move_case
from huikuan.apps.statements import services
from huikuan.apps.statements.selectors import statement_of
from huikuan.desk.acts import Act, act
from huikuan.desk.naming import minor_amount, named_code
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About
from huikuan.engine.codes import DIFFERENCE_REASONS
from huikuan.gateways.proofs import LARGEST_BYTES, kind_of_paper

if TYPE_CHECKING:
    from huikuan.apps.receivables.selectors import CaseNumbers
    from huikuan.apps.statements.models import StatementFact

STATEMENT = "statement"  # the kind of thing that a proof is attached to: one version of a statement
Word = Literal["sent", "confirmed", "differs"]
_DAY_OF = {"sent": "sent_on", "confirmed": "confirmed_on", "differs": "differs_on"}


@dataclass(frozen=True, slots=True)
class Statement:
    """Which statement is meant."""

    customer: str
    entity: str
    period: str


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much the customer's books differ, and why; what is not known is empty."""

    reason: str
    amount: Decimal | None = None
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class News:
    """What became of a statement, and on which day."""

    statement: Statement
    word: Word
    on: date
    difference: Difference | None = None
    seal: str = ""
    note: str = ""
    proof: str = ""  # what the paper is called
    proof_sha256: str = ""
    seen: int | None = None  # the version that was looked at, 0 for none yet; None: whatever it is now


@dataclass(frozen=True, slots=True)
class TakingBack:
    """The last word on a statement that is taken back, and why."""

    statement: Statement
    reason: str
    seen: int | None = None


def record_statement(news: News, paper: bytes = b"", *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Record that a statement was sent, confirmed or found to differ, with its proof if there is one.

    Facts: period, word, day, version. Raises: Refused case_unknown, day_to_come, statement_not_sent,
    statement_confirmed, before_it_was_sent, paper_unknown, paper_too_large, changed_meanwhile.
    """
    return once("record_statement", news, lambda: _recorded(news, paper, actor, on), actor=actor, key=key)


def take_back_statement(asked: TakingBack, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Let hold again what held before the last word that a person gave; facts: period.

    Raises: Refused reason_missing, nothing_to_take_back, changed_meanwhile.
    """
    return once("take_back_statement", asked, lambda: _taken_back(asked, actor, on), actor=actor, key=key)


def _recorded(news: News, paper: bytes, actor: Actor, on: date) -> Done:
    media_type = _media_type(paper)
    with written(paper) as content, _act_on(news.statement, news.seen, actor, on) as (going_on, case, present):
        told = _told(news, present, on)
        version = services.record_statement(
            present,
            told,
            customer_no=case.customer_no,
            entity_no=case.entity_no,
            period=news.statement.period,
            batch=going_on.batch,
        )
        if media_type:
            subject, file_no = Subject(STATEMENT, str(version.pk)), keep(content, media_type=media_type)
            attach(file_no, name=news.proof or "proof", subject=subject, act_id=going_on.batch.act_id)
        going_on.facts |= {"word": news.word, "day": news.on, "proof": news.proof_sha256}
        going_on.personal = {"note": news.note} if news.note else {}
    return Done(going_on.batch.pk, {**going_on.facts, "version": version.pk})


def _taken_back(asked: TakingBack, actor: Actor, on: date) -> Done:
    if not asked.reason.strip():
        raise Refused("reason_missing")
    with _act_on(asked.statement, asked.seen, actor, on) as (going_on, _case, present):
        if present is None:
            raise Refused("nothing_to_take_back")
        services.step_back(present, batch=going_on.batch)
        going_on.facts |= {"word": "taken_back"}
        going_on.personal = {"reason": asked.reason.strip()}
    return Done(going_on.batch.pk, going_on.facts)


@contextmanager
def _act_on(
    statement: Statement, seen: int | None, actor: Actor, on: date
) -> Iterator[tuple[Act, CaseNumbers, StatementFact | None]]:
    """Open an act on a statement as it stands; its case stays locked until the act ends."""
    case = next((one for one in cases_of_customer(statement.customer) if one.entity == statement.entity), None)
    if case is None:
        raise Refused("case_unknown", customer=statement.customer, entity=statement.entity, known="-")
    about, subject = About(statement.customer, (statement.entity,)), Subject("customer", statement.customer)
    with act("record_statement", actor=actor, on=on, subject=subject, about=about) as going_on:
        move_case(case.customer_no, case.entity_no)
        present = statement_of(case.customer_no, case.entity_no, statement.period)
        if seen is not None and seen != (present.pk if present else 0):
            raise Refused("changed_meanwhile")
        going_on.facts = {"entity": statement.entity, "period": statement.period}
        yield going_on, case, present


def _told(news: News, present: StatementFact | None, on: date) -> dict[str, Any]:
    """Return the columns that the news change. Raises: Refused."""
    if news.on > on:
        raise Refused("day_to_come", day=news.on)
    sent_on = present.sent_on if present else None
    if present is not None and present.confirmed_on is not None:
        raise Refused("statement_confirmed", period=news.statement.period)
    if news.word != "sent" and sent_on is None:
        raise Refused("statement_not_sent", period=news.statement.period)
    if news.word != "sent" and sent_on is not None and news.on < sent_on:
        raise Refused("before_it_was_sent", day=news.on, sent=sent_on)
    told: dict[str, Any] = {_DAY_OF[news.word]: news.on, "note": news.note.strip()}
    told |= {"differs_on": None, "difference_minor": None, "difference_reason": ""} if news.word != "differs" else {}
    if news.word == "confirmed" and news.seal.strip():
        told["seal"] = news.seal.strip()
    if news.word == "differs" and news.difference is not None:
        amount = news.difference.amount
        told["difference_reason"] = named_code("reason", news.difference.reason, DIFFERENCE_REASONS)
        told["difference_minor"] = None if amount is None else minor_amount(amount, news.difference.currency)
    return told


def _media_type(paper: bytes) -> str:
    if not paper:
        return ""
    if len(paper) > LARGEST_BYTES:
        raise Refused("paper_too_large", largest=LARGEST_BYTES // (1024 * 1024))
    found = kind_of_paper(paper)
    if found is None:
        raise Refused("paper_unknown")
    return found
