"""Is everything at hand before a contact (D-305)? A checklist per worklist row, from what the tables can tell.

An item is ``done``, ``not_needed``, a gap (we know that it is missing) or unknown (its code ends in ``_unknown``): the
tables never carried such a fact for this customer, so its absence says nothing. The likely excuses with their answers,
also asked for by D-305, stand in no table.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from huikuan.engine.bank_data import is_fresh
from huikuan.engine.calendars import Calendar
from huikuan.engine.casefacts import CASE
from huikuan.engine.lists import listed
from huikuan.engine.tables import Tables

DONE, NOT_NEEDED = "done", "not_needed"
# In the order of D-305: papers, account, person, amount, our side, history, goal.
CHECKS = ("contract", "invoice", "delivery", "statement", "person", "amount", "own_side", "last_contact", "goal")
GAPS = (
    "contract_missing", "contract_unknown", "invoice_not_issued", "invoice_not_received", "invoice_unknown",
    "delivery_unsigned", "delivery_unknown", "statement_unsent", "statement_unconfirmed", "statement_unknown",
    "person_missing", "person_unverified", "amount_stale", "amount_unknown", "own_side_disputed", "own_side_documents",
    "last_contact_unnoted",
)  # fmt: skip
VERIFIED_WITHIN_DAYS = 365
WHO_CAN_PAY = ("payer", "finance", "decision_maker", "handler", "boss")
WITHOUT_PAPERS = ("opening", "debit_note", "instalment", "retention")  # of these no invoice or delivery is asked for
_FRIDAY = 5
_PAPERS = ("contract_no", "invoice_received_on", "pod_date")


def with_anchor_papers(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Add the anchor's kind and papers, and whether other documents of the customer carry each of them.

    Columns: anchor_kind, issue_month, contract_no, invoice_received_on, pod_date, accepted_on, delivered_on,
    ``has_<paper>`` (null where no document carries any).
    """
    anchors = rows.select(*CASE, "anchor_document").unique(CASE, keep="first", maintain_order=True)
    has = [pl.col(name).is_not_null().alias(f"has_{name}") for name in _PAPERS]
    carried = (
        tables.receivables.select("customer_id", *has)
        .filter(pl.any_horizontal(pl.exclude("customer_id")))
        .join(anchors, on="customer_id", how="semi")
        .group_by("customer_id")
        .agg(pl.all().any())
    )
    papers = (
        # The long table is probed with the short one, by its one telling key first.
        tables.receivables.select(*CASE, "document_no", "kind", "issue_date", *_PAPERS, "accepted_on", "delivered_on")
        .join(anchors, left_on="document_no", right_on="anchor_document", how="semi")
        .filter(pl.col("kind") != "credit_note")
        .join(
            anchors,
            left_on=[*CASE, "document_no"],
            right_on=[*CASE, "anchor_document"],
            how="semi",
        )
        .unique([*CASE, "document_no"], keep="first", maintain_order=True)
        .select(
            *CASE, *_PAPERS, "accepted_on", "delivered_on",
            anchor_document="document_no", anchor_kind="kind", issue_month=pl.col("issue_date").dt.strftime("%Y-%m"),
        )
    )  # fmt: skip
    return rows.join(papers, on=[*CASE, "anchor_document"], how="left", maintain_order="left").join(
        carried, on="customer_id", how="left", maintain_order="left"
    )


def with_readiness(rows: pl.DataFrame, tables: Tables, calendar: Calendar, *, as_of: date) -> pl.DataFrame:
    """Add ``readiness`` (``6/8``: done of needed), its gaps, what is done, and the goal to worklist rows.

    ``rows``: with bank_data_on, with_anchor_papers and the evidence of the judgement.
    """
    for part, keys in (
        (_statements(rows, tables, as_of=as_of), CASE),
        (_people(tables), ["customer_id"]),
    ):
        rows = rows.join(part, on=keys, how="left", maintain_order="left")
    rows = rows.with_columns(_checks(as_of=as_of, is_verified=is_fresh(calendar, as_of=as_of))).with_columns(
        goal_minor=pl.col("value_base_minor"),
        goal_on=pl.when("is_upcoming").then("anchor_due_date").otherwise(pl.lit(wanted_by(calendar, as_of=as_of))),
    )
    done = pl.sum_horizontal((pl.col(f"check_{name}") == DONE).cast(pl.Int32) for name in CHECKS)
    needed = pl.sum_horizontal((pl.col(f"check_{name}") != NOT_NEEDED).cast(pl.Int32) for name in CHECKS)
    return rows.with_columns(
        readiness=pl.concat_str(done, needed, separator="/"),
        readiness_done=_done_with_facts(),
        readiness_gaps=_open_checks(),
    )


def _open_checks() -> pl.Expr:
    states = [pl.col(f"check_{name}") for name in CHECKS]
    return listed(pl.when(~state.is_in([DONE, NOT_NEEDED])).then(state) for state in states)


def _done_with_facts() -> pl.Expr:
    """Return the checks that are done, each with what shows it: ``contract=HT-7``, ``own_side``."""
    shown_by = {
        "contract": "contract_no",
        "invoice": "invoice_received_on",
        "delivery": "pod_date",
        "statement": "listed_period",
        "person": "person",
        "amount": "bank_data_on",
        "last_contact": "last_contact_on",
        "goal": "goal_on",
    }
    told = [
        pl.concat_str(pl.lit(f"{name}="), pl.col(shown_by[name]).cast(pl.String)) if name in shown_by else pl.lit(name)
        for name in CHECKS
    ]
    return listed(pl.when(pl.col(f"check_{name}") == DONE).then(fact) for name, fact in zip(CHECKS, told, strict=True))


def wanted_by(calendar: Calendar, *, as_of: date) -> date:
    """Return the day to ask payment for [ours]: the Friday of this week, from Thursday on that of the next.

    Where that is a rest day, the working day before it; where none is left before it, the one after.
    """
    ahead = (_FRIDAY - as_of.isoweekday()) % 7
    friday = as_of + timedelta(days=ahead if ahead > 1 else ahead + 7)
    before, after = (roll(pl.Series([friday]))[0] for roll in (calendar.roll_back, calendar.roll_forward))
    wanted: date = before if before > as_of else after
    return wanted


def _checks(*, as_of: date, is_verified: pl.Expr) -> list[pl.Expr]:
    """Return the state of every check, named ``check_…``."""
    states = _papers_at_hand(as_of) | _contact_at_hand(as_of, is_verified)
    return [states[name].alias(f"check_{name}") for name in CHECKS]


def _papers_at_hand(as_of: date) -> dict[str, pl.Expr]:
    asked_for = ~pl.col("anchor_kind").is_in(WITHOUT_PAPERS)
    is_delivered = pl.col("accepted_on").is_not_null() | pl.col("delivered_on").is_not_null()
    return {
        "contract": _state(
            (pl.col("contract_no").is_not_null(), DONE),
            (pl.col("has_contract_no"), "contract_missing"),
            rest="contract_unknown",
        ),
        "invoice": _state(
            (~asked_for, NOT_NEEDED),
            (pl.col("anchor_kind") == "unbilled", "invoice_not_issued"),
            (pl.col("invoice_received_on") <= as_of, DONE),
            (pl.col("has_invoice_received_on"), "invoice_not_received"),
            rest="invoice_unknown",
        ),
        "delivery": _state(
            (~asked_for, NOT_NEEDED),
            (pl.col("pod_date") <= as_of, DONE),
            (pl.col("has_pod_date") | is_delivered, "delivery_unsigned"),
            rest="delivery_unknown",
        ),
        "statement": _state(
            (pl.col("listed_confirmed_on").is_not_null(), DONE),
            (pl.col("listed_sent_on").is_not_null(), "statement_unconfirmed"),
            (pl.col("has_statements"), "statement_unsent"),
            rest="statement_unknown",
        ),
    }


def _contact_at_hand(as_of: date, is_verified: pl.Expr) -> dict[str, pl.Expr]:
    return {
        "person": _state(
            (pl.col("person_verified_on") >= as_of - timedelta(days=VERIFIED_WITHIN_DAYS), DONE),
            (pl.col("person").is_not_null(), "person_unverified"),
            rest="person_missing",
        ),
        "amount": _state(
            (is_verified, DONE),
            (pl.col("bank_data_on").is_not_null(), "amount_stale"),
            rest="amount_unknown",
        ),
        "own_side": _state(
            (pl.col("dispute_count") > 0, "own_side_disputed"),
            (pl.col("last_answer") == "asks_documents", "own_side_documents"),
            rest=DONE,
        ),
        "last_contact": _state(
            (pl.col("last_contact_on").is_null(), NOT_NEEDED),
            (pl.col("last_contact_outcome").is_not_null() & pl.col("last_note").is_not_null(), DONE),
            rest="last_contact_unnoted",
        ),
        "goal": _state((pl.col("value_base_minor") > 0, DONE), rest=NOT_NEEDED),
    }


def _state(*cases: tuple[pl.Expr, str], rest: str) -> pl.Expr:
    """Return the code of the first condition that holds, else ``rest``."""
    chosen = [pl.when(holds.fill_null(False)).then(pl.lit(code)) for holds, code in cases]
    return pl.coalesce(*chosen, pl.lit(rest))


def _statements(rows: pl.DataFrame, tables: Tables, *, as_of: date) -> pl.DataFrame:
    """Return per case the newest statement that lists the anchor: of its month of issue or a later one.

    A confirmed one goes before a newer one that is not.
    """
    months = rows.select(*CASE, "issue_month").unique(CASE, keep="first", maintain_order=True)
    sent = tables.statements.join(months, on=CASE)
    confirmed_on, sent_on = (pl.when(pl.col(name) <= as_of).then(name) for name in ("confirmed_on", "sent_on"))
    return (
        sent.with_columns(confirmed_on=confirmed_on, sent_on=sent_on)
        .with_columns(lists_it=(pl.col("period") >= pl.col("issue_month")).fill_null(False))
        .with_columns(pl.when("lists_it").then(name).alias(name) for name in ("period", "confirmed_on", "sent_on"))
        .sort(pl.col("confirmed_on").is_null(), "period", descending=[False, True], nulls_last=True)
        .group_by(CASE, maintain_order=True)
        .agg(
            listed_period=pl.col("period").first(),
            listed_sent_on=pl.col("sent_on").first(),
            listed_confirmed_on=pl.col("confirmed_on").first(),
            has_statements=pl.lit(True),
        )
    )


def _people(tables: Tables) -> pl.DataFrame:
    """Return per customer the person to speak with about payment, the most lately verified one who can be reached."""
    is_reachable = pl.any_horizontal(pl.col(name).is_not_null() for name in ("phone", "mobile", "email", "wecom"))
    return (
        tables.contacts.filter(is_reachable & pl.col("role").is_in(WHO_CAN_PAY))
        .sort("verified_on", "name", descending=[True, False], nulls_last=True)
        .group_by("customer_id", maintain_order=True)
        .agg(person=pl.col("name").first(), person_verified_on=pl.col("verified_on").first())
    )
