"""The derivation of one customer's rows, from items to rank, in sums that a person can redo with pencil and paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from huikuan.cli.assignment_words import decided_by, decision_lines
from huikuan.cli.best_time import best_time_lines
from huikuan.cli.climb import climb_lines
from huikuan.cli.cycle_words import statement_lines
from huikuan.cli.judging import judging_lines, readiness_lines
from huikuan.cli.sheet import sheet, signed
from huikuan.cli.speech import _
from huikuan.cli.standing import standing_lines
from huikuan.engine.outcome import Plan

if TYPE_CHECKING:
    from huikuan.engine.tables import Tables
    from huikuan.gateways.texts import Words

Case = tuple[str, str]  # customer_id, entity


def derivation_lines(plan: Plan, tables: Tables, customer_id: str, *, words: Words) -> list[str]:
    """Return the derivation of every case of the customer, section by section."""
    items = plan.items.filter(pl.col("customer_id") == customer_id)
    entities = sorted({*items["entity"], *plan.ageing.filter(pl.col("customer_id") == customer_id)["entity"]})
    customer = tables.customers.filter(pl.col("customer_id") == customer_id).row(0, named=True)
    lines = [_head(customer, words.day_full(plan.as_of))]
    if not entities:
        return [*lines, _("Nothing is open with this customer on that day.")]
    policy_lines = list(_policy_lines(customer_id, plan, words))
    for entity in entities:
        case = (customer_id, entity)
        lines += ["", _("Case with {entity}").format(entity=entity), *policy_lines]
        lines += [*_standing_facts(customer, words), *_late_payer_fact(plan, customer_id), ""]
        sections = (
            (_("Items"), _item_lines(plan, case, words)),
            (_("From overdue to what may be asked for"), _sum_lines(plan, case, words)),
            (_("Promises"), _promise_lines(plan, case, words)),
            (_("Place on the ladder"), climb_lines(plan, tables, case, words)),
            (_("Warning signs"), _sign_lines(plan, case, words)),
            (_("Place on the worklist"), standing_lines(plan, case, words)),
            (_("Monthly statements"), _statement_lines(plan, case, words)),
            (_("How we judge this customer"), judging_lines(plan, case, words)),
            (_("Ready for the contact"), readiness_lines(plan, case, words)),
            (_("When to call"), best_time_lines(plan, case, words)),
        )
        filled = [(title, content) for title, lines_of in sections if (content := list(lines_of))]
        for number, (title, content) in enumerate(filled, 1):
            lines += _section(number, title, content)
    return _without_double_blanks(lines)


def _statement_lines(plan: Plan, case: Case, words: Words) -> Iterator[str]:
    if plan.statements is not None:
        yield from statement_lines(plan.statements, *case, words)


def _sign_lines(plan: Plan, case: Case, words: Words) -> Iterator[str]:
    """Yield each sign with its evidence, from where it rings, and when it may mean nothing."""
    told = words.alert_sentences(case_rows(plan.alerts, case), plan.as_of)
    for row in told.iter_rows(named=True):
        named = words.title("sign", row["sign"])
        since = _("since {day}").format(day=words.day_full(row["since"])) if row["since"] else ""
        heading = ", ".join(part for part in (words.code("severity", row["severity"]), since) if part)
        yield _("{sign} ({heading}): {evidence}").format(sign=named, heading=heading, evidence=row["evidence_text"])
        yield "  " + _("It rings {rule}. But: {note}").format(rule=row["threshold_text"], note=row["false_alarm_text"])
        effects = [words.code("effect", effect) for effect in row["effect"]]
        yield "  " + _("What follows: {effects}").format(effects=_("; ").join(effects))


def _without_double_blanks(lines: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return kept[:-1] if kept and not kept[-1] else kept


def _head(customer: dict[str, Any], day: str) -> str:
    name = customer["name"] or customer["customer_id"]
    return _("{name} ({id}) on {day}").format(name=name, id=customer["customer_id"], day=day)


def _policy_lines(customer_id: str, plan: Plan, words: Words) -> Iterator[str]:
    decided = plan.assignments.filter(pl.col("customer_id") == customer_id).row(0, named=True)
    policy = plan.policies[decided["policy"]]
    yield _("Policy: {name} ({id}), version {version}: {why}.").format(
        name=policy.name[words.lang], id=policy.id, version=policy.version, why=decided_by(decided)
    )
    for line in decision_lines(decided, plan.assignment, words, base=plan.base_currency):
        yield f"    {line}"


def _standing_facts(customer: dict[str, Any], words: Words) -> Iterator[str]:
    if customer["habitual_delayer"]:
        yield _("A habitual delayer: visited where others are phoned (D-306).")
    if customer["credit_limit_minor"] is not None:
        yield _("Credit limit: {amount}.").format(amount=words.money(customer["credit_limit_minor"], "CNY"))


def _late_payer_fact(plan: Plan, customer_id: str) -> Iterator[str]:
    if plan.statements is None:
        return
    found = plan.statements.late_payers.filter(pl.col("customer_id") == customer_id)
    if found.height:
        yield _("Paid late in {months} of the last {of} months: visited where others are phoned (D-606).").format(
            months=found["late_months"].item(), of=plan.statements.cycle.late_of
        )


def _section(number: int, title: str, content: list[str]) -> Iterator[str]:
    yield f"{number}  {title}"
    yield from (f"   {line}".rstrip() for part in content for line in part.split("\n"))
    yield ""


def case_rows(frame: pl.DataFrame, case: Case) -> pl.DataFrame:
    """Return the rows of a table that belong to the case."""
    return frame.filter((pl.col("customer_id") == case[0]) & (pl.col("entity") == case[1]))


def _item_lines(plan: Plan, case: Case, words: Words) -> Iterator[str]:
    heads = [
        _("Document"),
        _("Kind"),
        _("Due"),
        _("Days"),
        _("Currency"),
        _("Open"),
        _("Disputed"),
        _("Promised"),
        _("In transit"),
        _("Bills"),
        _("To chase"),
        _("Why not"),
    ]
    amounts = ("open_minor", "disputed_minor", "promised_minor", "in_transit_minor", "bills_minor", "eligible_minor")
    rows = []
    for item in case_rows(plan.items, case).iter_rows(named=True):
        figures = [words.money(item[name], item["currency"]) if item[name] else "" for name in amounts]
        rows.append(
            [
                item["document_no"],
                words.code("kind", item["kind"]),
                item["due_date"].isoformat() if item["due_date"] else _("open"),
                "" if item["overdue_days"] is None else signed(str(item["overdue_days"])),
                item["currency"],
                *figures,
                words.code("skip_reason", item["suppressed_reason"]),
            ]
        )
    if rows:
        yield sheet(heads, rows, right={3, 5, 6, 7, 8, 9, 10})


def _sum_lines(plan: Plan, case: Case, words: Words) -> Iterator[str]:
    cash = case_rows(plan.ageing, case).filter(pl.col("bucket") == "unallocated")
    unallocated = {row["currency"]: -row["amount_minor"] for row in cash.iter_rows(named=True)}
    items = case_rows(plan.items, case)
    for currency in sorted({*items["currency"], *unallocated}):
        of_currency = items.filter(pl.col("currency") == currency)
        rows = [
            [f"{sign}{label}", words.money(amount, currency)]
            for sign, label, amount in _terms(of_currency, unallocated.get(currency, 0))
        ]
        yield sheet([currency, ""], rows, right={1})


def _terms(items: pl.DataFrame, unallocated: int) -> Iterator[tuple[str, str, int]]:
    """Yield sign, label and amount of each term from overdue to eligible, for the items of one currency (R-17)."""
    overdue = items.filter((pl.col("overdue_days") > 0) & (pl.col("open_minor") > 0))
    in_hand = pl.min_horizontal("bills_minor", "open_minor")
    left = int(overdue["open_minor"].sum())
    yield "  ", _("overdue"), left
    taken = (
        (_("covered by bills in hand"), int(overdue.select(in_hand).to_series().sum())),
        (_("disputed"), int(overdue["disputed_minor"].sum())),
        (_("promised"), int(overdue["promised_minor"].sum())),
        (_("in transit"), int(overdue["in_transit_minor"].sum())),
    )
    for label, amount in taken:
        if amount:
            yield "− ", label, amount
            left -= amount
    credit = -int(items.filter(pl.col("open_minor") < 0)["open_minor"].sum())
    for label, amount in ((_("credit notes"), credit), (_("cash not yet matched"), unallocated)):
        if amount:
            yield "− ", _capped(label, amount, left), min(amount, left)
            left -= min(amount, left)
    assert left == int(items["eligible_minor"].sum()), "the terms must lead to the plan's own figure"
    yield "= ", _("to chase"), left


def _capped(label: str, amount: int, left: int) -> str:
    return label if amount <= left else _("{label} (more is there than is overdue)").format(label=label)


def _promise_lines(plan: Plan, case: Case, words: Words) -> Iterator[str]:
    heads = [
        _("Made on"),
        _("For"),
        _("Currency"),
        _("Amount"),
        _("Arrived"),
        _("Judged after"),
        _("State"),
        _("Level"),
        _("Documents"),
    ]
    rows = [
        [
            promise["made_on"].isoformat(),
            promise["due_on"].isoformat(),
            promise["currency"],
            words.money(promise["amount_minor"], promise["currency"]),
            words.money(promise["kept_minor"], promise["currency"]),
            promise["until"].isoformat(),
            words.code("promise_state", promise["state"]),
            str(promise["level"]),
            ", ".join(promise["document_nos"] or ()) or _("the oldest overdue"),
        ]
        for promise in case_rows(plan.promises, case).iter_rows(named=True)
    ]
    if rows:
        yield sheet(heads, rows, right={3, 4, 7})
