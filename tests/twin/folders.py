"""Small but nasty folders, drawn at random: every boundary day, kind, figure, payment and promise that rules speak of.

Columns as in ``huikuan.engine.tables``; amounts in minor units. A folder stands around one day, as_of.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from .rows import Folder, folder

# Working days and rest days around Spring Festival and National Day 2026, a quiet week, and an unpublished year.
DAYS = (
    *(date(2026, 1, 4), date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 24), date(2026, 2, 28), date(2026, 3, 2)),
    *(date(2026, 6, 22), date(2026, 8, 12), date(2026, 8, 13), date(2026, 8, 14), date(2026, 8, 15), date(2026, 8, 16)),
    *(date(2026, 8, 17), date(2026, 9, 30), date(2026, 10, 4), date(2026, 10, 8), date(2026, 10, 10)),
    *(date(2026, 10, 12), date(2026, 11, 20), date(2027, 3, 1)),
)
OVERDUE_DAYS = (
    -40,
    -9,
    -8,
    -7,
    -6,
    -5,
    -1,
    0,
    1,
    2,
    3,
    7,
    8,
    9,
    10,
    11,
    13,
    14,
    15,
    16,
    17,
    30,
    31,
    32,
    38,
    60,
    61,
    62,
)
LATE_DAYS = (68, 90, 91, 92, 104, 105, 106, 120, 121, 180, 181, 365, 366, 730, 731)
AMOUNTS = (1, 99, 100, 101, 5_000, 10_000, 30_000, 50_000, 100_000)
KINDS = ("invoice",) * 6 + ("credit_note", "credit_note", "retention", "debit_note", "opening", "instalment")
CURRENCIES = ("CNY", "CNY", "CNY", "USD", "JPY")
ENTITIES = ("main", "main", "main", "east")
OUTCOMES = ("met", "promised", "says_paid", "not_reached", "refused", "delivered", "bounced", "stalling", None)
STEPS = {
    "b2b-standard": (
        *("remind", "follow-1", "follow-2", "supervisor", "manager", "gm"),
        *("lock-warning", "lock-warning", "lock", "lock", "letters", "lawyer-letter"),
    ),
    "credit-15-30-60": ("within", "payment-notice", "payment-notice", "general", "serious", "doubtful", "grave"),
}


def days_around(as_of: date, *, earliest: int, latest: int) -> st.SearchStrategy[date]:
    return st.integers(earliest, latest).map(lambda days: as_of + timedelta(days=days))


@st.composite
def customers(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [
        {
            "customer_id": f"C{number}",
            "name": f"N{number}",
            "short_name": draw(st.sampled_from((None, None, "N1", "S"))),
            "terms": draw(st.sampled_from((None, "net 30", "月结30"))),
            "status": draw(st.sampled_from(("normal", "normal", "blacklisted", "closed"))),
            "policy": draw(st.sampled_from((None, None, "credit-15-30-60", "b2b-standard"))),
            "habitual_delayer": draw(st.sampled_from((None, False, True))),
        }
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]


@st.composite
def receivables(draw: st.DrawFn, as_of: date, customer_ids: list[str]) -> list[dict[str, Any]]:
    """Draw up to eight documents; now and then two of different kinds share a number."""
    rows = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        due_date = as_of - timedelta(days=draw(st.sampled_from(OVERDUE_DAYS + LATE_DAYS)))
        kind = draw(st.sampled_from(KINDS))
        amount = draw(st.sampled_from(AMOUNTS)) * (-1 if kind == "credit_note" else 1)
        is_terms = kind != "credit_note" and draw(st.integers(0, 4)) == 0
        issue_date = due_date - timedelta(days=draw(st.sampled_from((0, 10, 30))))
        rows.append(
            {
                "document_no": f"D-{number if draw(st.integers(0, 9)) else 1}",
                "customer_id": draw(st.sampled_from(customer_ids)),
                "entity": draw(st.sampled_from(ENTITIES)),
                "kind": kind,
                "currency": draw(st.sampled_from(CURRENCIES)),
                "issue_date": issue_date,
                "due_date": None if is_terms else due_date,
                "terms": draw(st.sampled_from(("net 30", "月结30"))) if is_terms else None,
                "amount_minor": amount,
                **draw(figures(as_of, amount)),
                "disputed_minor": draw(st.sampled_from((None, None, None, None, 0, 3_000))),
            }
        )
    unique = {(row["entity"], row["kind"], row["document_no"]): row for row in rows}
    # Of two documents with one number and one due date no rule says which comes first.
    twice = {(row["entity"], row["document_no"], row["due_date"]): row for row in unique.values()}
    return list(twice.values())


@st.composite
def figures(draw: st.DrawFn, as_of: date, amount: int) -> dict[str, Any]:
    """Draw which figure counts: none given, a balance of some day, or a day of settlement."""
    choice = draw(st.integers(0, 6))
    around = as_of + timedelta(days=draw(st.sampled_from((-20, -5, -1, 0, 1))))
    if choice == 0:
        return {"open_minor": amount * draw(st.integers(0, 4)) // 4, "balance_date": around}
    if choice == 1:
        return {"open_minor": amount * draw(st.integers(0, 4)) // 4}
    return {"settled_on": around} if choice == 2 else {}


@st.composite
def payments(
    draw: st.DrawFn, as_of: date, documents: list[dict[str, Any]], customer_ids: list[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Draw payments with their allocations, which never add up to more than the payment."""
    rows, parts = [], []
    for number in range(1, draw(st.integers(0, 5)) + 1):
        aim = draw(st.sampled_from(documents))
        amount = draw(st.sampled_from(AMOUNTS))
        by_name = draw(st.integers(0, 7)) == 0
        is_coming = draw(st.integers(0, 4)) == 0
        received_on = draw(days_around(as_of, earliest=1 if is_coming else -40, latest=3 if is_coming else 0))
        row = {
            "payment_no": f"P{number}",
            "customer_id": None if by_name else draw(st.sampled_from((aim["customer_id"], *customer_ids))),
            "payer_name": draw(st.sampled_from(("N1", "N2", "S", "nobody"))) if by_name else None,
            "entity": aim["entity"],
            "currency": draw(st.sampled_from((aim["currency"], aim["currency"], "CNY"))),
            "received_on": received_on,
            "recorded_on": draw(st.sampled_from((None, as_of, as_of + timedelta(days=1)))),
            "amount_minor": amount,
            "bank_reference": draw(st.sampled_from(references(aim["document_no"]))),
            **draw(methods(as_of, received_on)),
        }
        rows.append(row)
        parts += draw(allocations(row, [aim, aim, *documents]))
    return rows, parts


def references(document_no: str) -> tuple[str | None, ...]:
    """Return what a bank may write: nothing, the number among words, a longer number, now and then two numbers."""
    return (None, None, None, f"付{document_no}货款", f"付{document_no}货款", document_no, "XD-1", "D-1-2", "D-1 D-2")


@st.composite
def allocations(draw: st.DrawFn, row: dict[str, Any], targets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Draw which documents a payment is for, a wrong number among them now and then, at most its whole amount."""
    left, parts = row["amount_minor"], []
    for _ in range(draw(st.integers(0, 2))):
        target = draw(st.sampled_from(targets))
        if target["amount_minor"] < 0 or not left:
            continue
        part = draw(st.integers(1, left)) if draw(st.booleans()) else left
        left -= part
        name = draw(st.sampled_from((target["document_no"],) * 6 + ("D-404",)))
        place = {"payment_no": row["payment_no"], "entity": row["entity"]}
        parts.append({**place, "document_no": name, "amount_minor": part})
    return parts


@st.composite
def credit_applied(draw: st.DrawFn, as_of: date, documents: list[dict[str, Any]]) -> tuple[Any, Any]:
    """Draw a payment that pays an invoice together with a credit note of the same customer, if there are both."""
    pairs = [
        (credit, invoice)
        for credit in documents
        for invoice in documents
        if credit["amount_minor"] < 0 < invoice["amount_minor"]
        and all(credit[column] == invoice[column] for column in ("customer_id", "entity", "currency"))
        and credit["document_no"] != invoice["document_no"]
    ]
    if not pairs:
        return [], []
    credit, invoice = draw(st.sampled_from(pairs))
    applied, paid = draw(st.integers(1, -credit["amount_minor"])), draw(st.sampled_from(AMOUNTS))
    columns = ("customer_id", "entity", "currency")
    row = {
        "payment_no": "P0",
        **{column: invoice[column] for column in columns},
        "received_on": draw(days_around(as_of, earliest=-40, latest=0)),
        "amount_minor": paid,
        "method": "transfer",
    }
    named = ((credit["document_no"], -applied), (invoice["document_no"], paid + applied))
    place = {"payment_no": "P0", "entity": invoice["entity"]}
    return [row], [{**place, "document_no": number, "amount_minor": amount} for number, amount in named]


@st.composite
def methods(draw: st.DrawFn, as_of: date, received_on: date) -> dict[str, Any]:
    refused = draw(st.sampled_from((None, None, as_of - timedelta(days=1), as_of, as_of + timedelta(days=1))))
    if draw(st.integers(0, 2)):
        method = draw(st.sampled_from(("transfer", "cheque", None)))
        return {"method": method, "refused_on": refused if method == "cheque" else None}
    return {
        "method": "acceptance_bill",
        "matures_on": draw(st.sampled_from((None, as_of - timedelta(days=1), as_of, as_of + timedelta(days=60)))),
        "refused_on": refused,
    }


@st.composite
def promises(draw: st.DrawFn, as_of: date, documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for _ in range(draw(st.integers(0, 3))):
        aim = draw(st.sampled_from(documents))
        made_on = draw(days_around(as_of, earliest=-20, latest=1))
        rows.append(
            {
                "customer_id": aim["customer_id"],
                "entity": aim["entity"],
                "currency": aim["currency"],
                "made_on": made_on,
                "due_on": max(made_on, draw(days_around(as_of, earliest=-8, latest=5))),
                "amount_minor": draw(st.sampled_from(AMOUNTS)),
                "document_nos": draw(st.sampled_from(([], [], [aim["document_no"]], ["D-1", "D-2"], ["D-404"]))),
            }
        )
    return rows


@st.composite
def disputes(draw: st.DrawFn, as_of: date, documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "document_no": draw(st.sampled_from(documents))["document_no"],
            "amount_minor": draw(st.sampled_from((None, 50, 3_000, 20_000))),
            "reason": "price",
            "opened_on": draw(days_around(as_of, earliest=-3, latest=1)),
            "resolved_on": draw(st.sampled_from((None, None, as_of, as_of + timedelta(days=1)))),
        }
        for _ in range(draw(st.integers(0, 2)))
    ]


@st.composite
def activities(
    draw: st.DrawFn, as_of: date, documents: list[dict[str, Any]], policies: dict[str, str]
) -> list[dict[str, Any]]:
    rows = []
    for hour in range(draw(st.integers(0, 5))):
        aim = draw(st.sampled_from(documents))
        days = draw(st.sampled_from((0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 21, 29, 30, 31, -1)))
        rows.append(
            {
                "customer_id": aim["customer_id"],
                "entity": aim["entity"],
                "at": datetime.combine(as_of - timedelta(days=days), time(8 + hour)),
                "channel": draw(st.sampled_from(("phone", "email", "visit", "letter"))),
                "outcome": draw(st.sampled_from(OUTCOMES)),
                "step": draw(st.sampled_from((None, *STEPS[policies[aim["customer_id"]]]))),
                "delivered": draw(st.sampled_from((None, None, True, False))),
                "document_nos": [],
            }
        )
    return rows


@st.composite
def folders(draw: st.DrawFn, as_of: date, policy: str) -> Folder:
    """Draw a whole folder around ``as_of`` whose customers follow ``policy`` unless they have their own."""
    clients = draw(customers())
    ids = [row["customer_id"] for row in clients]
    documents = draw(receivables(as_of, ids))
    cash, parts = draw(payments(as_of, documents, ids))
    # What a promise counts of an invoice settled with a credit note is not said: never both in one folder.
    with_credit = draw(st.integers(0, 4)) == 0
    more_cash, more_parts = draw(credit_applied(as_of, documents)) if with_credit else ([], [])
    return folder(
        customers=clients,
        receivables=documents,
        payments=cash + more_cash,
        allocations=parts + more_parts,
        promises=[] if with_credit else draw(promises(as_of, documents)),
        disputes=draw(disputes(as_of, documents)),
        activities=draw(activities(as_of, documents, {row["customer_id"]: row["policy"] or policy for row in clients})),
    )


def renamed(rows: Folder) -> Folder:
    """Return the folder with other customers, documents and payments, so that nothing ties it to the first."""

    def new(value: Any) -> Any:
        if isinstance(value, list):
            return [new(part) for part in value]
        return re.sub(r"D-|^[CNPS](?=\d*$)", r"\g<0>9", value) if isinstance(value, str) else value

    columns = {"customer_id", "name", "short_name", "payer_name", "document_no", "document_nos", "payment_no"}
    columns.add("bank_reference")
    return {
        table: [{column: new(value) if column in columns else value for column, value in row.items()} for row in part]
        for table, part in rows.items()
    }
