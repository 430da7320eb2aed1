"""What the team did: contacts by the ladder's slots with some missed, and the promises that came of them.

One thing to know: the log of an open case follows the oldest unpaid document of today (the anchor, D-703). For
documents that were paid late in the past a few contacts are drawn before the money came, so that the folder has a
history to learn from. After a promise that is still open the team waits, as the ladder does.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from huikuan.gateways.sample.customers import CURRENCIES, Firms, Texts
from huikuan.gateways.sample.days import HISTORY_DAYS, NEVER, Days, Flags, Ints
from huikuan.gateways.sample.documents import CREDIT_NOTE, Documents, document_numbers
from huikuan.gateways.sample.habits import BREAKER
from huikuan.gateways.sample.words import NOTES

P1_SLOTS = (
    (-7, "remind"), *((day, "follow-1") for day in (1, 3, 5, 7)), *((day, "follow-2") for day in range(8, 15)),
    *((day, "supervisor") for day in range(15, 900, 3)), *((day, "manager") for day in range(31, 900, 7)),
    *((day, "gm") for day in range(61, 900, 7)),
    (88, "lock-warning"), (96, "lock"), (107, "letters"), (124, "lawyer-letter"),
)  # fmt: skip
P2_SLOTS = (
    (-7, "within"), (0, "within"), (1, "payment-notice"), *((day, "general") for day in range(4, 16, 3)),
    *((day, "serious") for day in range(16, 31, 3)), *((day, "doubtful") for day in range(31, 61, 7)),
    *((day, "grave") for day in range(61, 900, 7)),
)  # fmt: skip
INTERNAL = ("manager", "gm")
NOTICES = ("payment-notice", "lock-warning", "lock", "letters", "lawyer-letter")
REMEMBERED_DAYS = 100  # older slots of a long case are no longer in the log, but for its notices
OUTCOMES = (
    "stalling",
    "not_reached",
    "promised",
    "call_back",
    "asks_documents",
    "delivered",
    "partly_paid",
    "emotional",
)
OUTCOME_SHARES = (0.15, 0.21, 0.09, 0.21, 0.07, 0.24, 0.01, 0.02)
LOG = (
    "customer_id",
    "entity",
    "day",
    "channel",
    "outcome",
    "step",
    "document_no",
    "due_on",
    "amount_minor",
    "currency",
)


def contact_log(
    rng: np.random.Generator, days: Days, firms: Firms, documents: Documents
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the activities and the promises of the drawn customers, as the contract's tables."""
    numbers = document_numbers(days, documents)
    cases = _open_cases(firms, documents, numbers)
    present = _silent_after_promise(_with_claims(rng, _present_contacts(rng, days, firms, cases)))
    past = _past_contacts(rng, days, firms, documents, numbers)
    log = pl.concat([present, past]).filter(pl.col("day") <= HISTORY_DAYS)
    return _activity_table(rng, days, log), _promise_table(days, log)


def _open_cases(firms: Firms, documents: Documents, numbers: pl.Series) -> pl.DataFrame:
    """Return one row per customer with something overdue: its oldest document and what is left of it."""
    left = documents.open_amount(HISTORY_DAYS)
    is_late = (left >= 100) & (documents.due < HISTORY_DAYS) & (documents.kind != CREDIT_NOTE) & ~documents.disputed
    is_late &= ~firms.is_cast()[documents.customer]
    at = np.flatnonzero(is_late)
    return (
        pl.DataFrame(
            {
                "firm": documents.customer[at],
                "due": documents.due[at],
                "left": left[at],
                "document_no": numbers.gather(at),
            }
        )
        .sort("due", "document_no")
        .unique("firm", keep="first", maintain_order=True)
        .sort("firm")
    )


def _present_contacts(rng: np.random.Generator, days: Days, firms: Firms, cases: pl.DataFrame) -> pl.DataFrame:
    """Walk the ladder of each open case up to today: notices mostly given, other slots met two times in three."""
    by_degrees = (firms.table["policy"] != "").to_numpy()[cases["firm"].to_numpy()]
    late = HISTORY_DAYS - cases["due"].to_numpy()
    slots = []
    for ladder, is_theirs in ((P1_SLOTS, ~by_degrees), (P2_SLOTS, by_degrees)):
        offset = np.array([day for day, _ in ladder])
        case = np.flatnonzero(is_theirs)
        reached = offset[None, :] <= late[case][:, None]
        name = np.array([step for _, step in ladder])
        is_near = (offset[None, :] > (late[case] - REMEMBERED_DAYS)[:, None]) | np.isin(name, NOTICES)[None, :]
        row, slot = np.nonzero(reached & is_near)
        slots.append(pl.DataFrame({"case": case[row], "offset": offset[slot], "step": name[slot]}))
    rows = pl.concat(slots).sort("case", "offset", "step")
    step, case = rows["step"].to_numpy(), rows["case"].to_numpy()
    jitter = np.where(np.isin(step, NOTICES), rng.integers(0, 4, len(rows)), 0)
    day = days.next_workday[cases["due"].to_numpy()[case] + rows["offset"].to_numpy() + jitter]
    age = late[case] - rows["offset"].to_numpy()
    is_notice = np.isin(step, NOTICES)
    met = np.select(
        [is_notice & (age > 40), is_notice, np.isin(step, INTERNAL), age < 3], [0.97, 0.7, 0.8, 0.42], default=0.66
    )
    happened = _notices_in_order(step, case, rng.random(len(rows)) < met)
    firm = cases["firm"].to_numpy()[case]
    is_visit = firms.table["habitual_delayer"].fill_null(value=False).to_numpy()[firm] & (rng.random(len(rows)) < 0.7)
    channel, outcome = _ways(rng, step=step, is_visit=is_visit)
    kept = rows.select("case").with_columns(
        firm=firm,
        day=day,
        channel=pl.Series(channel),
        outcome=pl.Series(outcome),
        step=rows["step"],
        document_no=cases["document_no"].gather(case),
        due_on=pl.Series(days.next_workday[day + rng.integers(2, 11, len(rows))]),
        amount_minor=cases["left"].gather(case),
    )
    return _named(firms, kept.filter(pl.Series(happened & (day <= HISTORY_DAYS))).drop("case"))


def _notices_in_order(step: Texts, case: Ints, happened: Flags) -> Flags:
    """Drop a lock without a warning, letters without a lock and a lawyer's letter without letters (D-709)."""
    kept = happened.copy()
    for notice, before in (("lock", "lock-warning"), ("letters", "lock"), ("lawyer-letter", "letters")):
        given = np.unique(case[kept & (step == before)])
        kept &= (step != notice) | np.isin(case, given)
    return kept


def _ways(rng: np.random.Generator, *, step: Texts, is_visit: Flags) -> tuple[Texts, Texts]:
    """Return channel and outcome of each contact: letters are signed, colleagues told, debtors mostly phoned."""
    count = len(step)
    chance = rng.random(count)
    outcome = rng.choice(np.array(OUTCOMES), count, p=OUTCOME_SHARES)
    is_notice, is_internal = np.isin(step, NOTICES), np.isin(step, INTERNAL)
    spoken = np.select([chance < 0.12], ["wecom"], default="phone")
    by_mail = (outcome == "delivered") | np.isin(step, ("remind", "payment-notice"))
    channel = np.select(
        [is_internal, is_notice & (step != "payment-notice"), is_visit, by_mail],
        ["email", "letter", "visit", "email"],
        default=spoken,
    )
    met = np.where(chance < 0.8, "met", "absent")
    signed = np.where(chance < 0.85, "signed", "delivered")
    said = np.select(
        [channel == "letter", channel == "visit", channel == "email"], [signed, met, "delivered"], default=outcome
    )
    refused = (step == "lock") & (chance > 0.9)
    return np.where(refused, "wecom", channel), np.where(refused, "refused", said)


def _with_claims(rng: np.random.Generator, contacts: pl.DataFrame) -> pl.DataFrame:
    """Let some customers say in their last talk of the last days that they have paid (D-704)."""
    chance = pl.Series(rng.random(len(contacts)))
    is_last_talk = (pl.col("day") == pl.col("day").max().over("customer_id")) & (pl.col("channel") == "phone")
    claims = is_last_talk & (pl.col("day") > HISTORY_DAYS - 10) & (chance < 0.08)
    return contacts.with_columns(pl.when(claims).then(pl.lit("says_paid")).otherwise("outcome").alias("outcome"))


def _silent_after_promise(contacts: pl.DataFrame) -> pl.DataFrame:
    promised = (pl.col("outcome") == "promised") & (pl.col("due_on") + 3 >= HISTORY_DAYS)
    waits_from = pl.when(promised).then("day").min().over("customer_id")
    return contacts.filter(waits_from.is_null() | (pl.col("day") < waits_from) | promised).filter(
        ~promised | (pl.col("day") == waits_from)
    )


def _past_contacts(
    rng: np.random.Generator, days: Days, firms: Firms, documents: Documents, numbers: pl.Series
) -> pl.DataFrame:
    """Draw a contact or two for documents that were paid late within the last year, and the promises they brought."""
    waited = documents.paid - documents.due
    was_late = (documents.paid < HISTORY_DAYS) & (waited >= 3) & (documents.due > HISTORY_DAYS - 365)
    was_late &= (documents.kind != CREDIT_NOTE) & ~firms.is_cast()[documents.customer]
    once = np.flatnonzero(was_late & (rng.random(len(waited)) < 0.55))
    twice = once[waited[once] > 12]
    at = np.sort(np.concatenate([once, twice]))
    count = len(at)
    day = days.next_workday[documents.due[at] + 1 + (rng.random(count) * (waited[at] - 1)).astype(np.int64)]
    after = day - documents.due[at]
    step = np.select([after < 8, after < 15], ["follow-1", "follow-2"], default="supervisor")
    channel, outcome = _ways(rng, step=step, is_visit=np.zeros(count, dtype=np.bool_))
    promises = outcome == "promised"
    paid = documents.paid[at]
    habit = firms.habit[documents.customer[at]]
    early = np.where(
        habit == BREAKER, rng.integers(6, 15, count), rng.choice([-2, 0, 1, 5], count, p=[0.3, 0.35, 0.2, 0.15])
    )
    due_on = days.next_workday[np.maximum(paid - early, day + 1)]
    contacts = pl.DataFrame(
        {
            "firm": documents.customer[at],
            "day": day,
            "channel": channel,
            "outcome": outcome,
            "step": step,
            "document_no": numbers.gather(at),
            "due_on": np.where(promises, due_on, NEVER),
            "amount_minor": documents.amount[at],
        }
    )
    talked = contacts.filter(pl.Series(day < paid)).unique(["firm", "day"], keep="first", maintain_order=True)
    return _named(firms, talked)


def _named(firms: Firms, rows: pl.DataFrame) -> pl.DataFrame:
    currency = pl.Series(np.array(CURRENCIES)[firms.currency[rows["firm"].to_numpy()]])
    return rows.with_columns(
        customer_id=firms.table["customer_id"].gather(rows["firm"]),
        currency=currency,
        entity=pl.when(currency == "CNY").then(pl.lit("main")).otherwise(pl.lit("export")),
    ).select(pl.col(name).cast(pl.Int64) if name in ("day", "due_on", "amount_minor") else name for name in LOG)


def _activity_table(rng: np.random.Generator, days: Days, log: pl.DataFrame) -> pl.DataFrame:
    minute = rng.integers(0, 430, len(log))
    clock = 9 * 60 + minute + np.where(minute > 180, 90, 0)  # nobody is called at lunch
    outcome = log["outcome"].to_numpy()
    note = np.full(len(log), "", dtype=object)
    for said, notes in NOTES.items():
        chosen = np.flatnonzero(outcome == said)
        note[chosen] = rng.choice(np.array(notes), len(chosen))
    unreached = ["not_reached", "absent", "refused"]
    return log.with_columns(minute=pl.Series(clock)).with_columns(
        at=days.column(log["day"].to_numpy()).cast(pl.Datetime("us")) + pl.duration(minutes="minute"),
        delivered=~pl.col("outcome").is_in(unreached) & (pl.col("step") != ""),
        note=pl.when(pl.col("step").is_in(INTERNAL))
        .then(pl.lit("已请求协助"))
        .otherwise(pl.Series(note.astype(np.str_))),
    ).sort("at", "customer_id").select(
        "customer_id", "entity", "at", "channel", "outcome", "step", "delivered",
        pl.col("document_no").alias("document_nos"), "note",
    )  # fmt: skip


def _promise_table(days: Days, log: pl.DataFrame) -> pl.DataFrame:
    promised = log.filter(pl.col("outcome") == "promised").sort("day", "customer_id")
    return promised.select(
        "customer_id",
        "entity",
        days.column(promised["day"].to_numpy()).alias("made_on"),
        days.column(promised["due_on"].to_numpy()).alias("due_on"),
        "amount_minor",
        "currency",
        pl.col("document_no").alias("document_nos"),
    )
