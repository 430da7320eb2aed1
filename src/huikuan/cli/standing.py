"""Why a case has its rank: the lane, the sum behind the score, and how far its neighbours are."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from huikuan.cli.sheet import sheet, signed
from huikuan.cli.speech import _
from huikuan.engine.ageing import bucket
from huikuan.engine.chances import WEIGHT
from huikuan.engine.money import decimal_amount
from huikuan.engine.outcome import Plan

if TYPE_CHECKING:
    from huikuan.gateways.texts import Words

Case = tuple[str, str]
_MILLION = 1_000_000


def standing_lines(plan: Plan, case: Case, words: Words) -> Iterator[str]:
    """Yield each row of the case with its reasons and its score as a sum; why there is none, where there is none."""
    own = plan.worklist.filter((pl.col("customer_id") == case[0]) & (pl.col("entity") == case[1]))
    sentences = words.reason_sentences(own, plan.as_of, plan.policies.values())
    for row in own.with_columns(sentences.alias("reasons_text")).iter_rows(named=True):
        yield from _row_lines(plan, row, words)
        yield ""
    if own.height:
        yield from _neighbour_lines(plan, own["rank"][0], words)
    yield from _skip_lines(plan, case, words)


def _row_lines(plan: Plan, row: dict[str, Any], words: Words) -> Iterator[str]:
    ladder = words.ladder(plan.policies.values())
    steps = [ladder.steps.get(step, step) for step in (row["step"], *row["also"])]
    yield _("Rank {rank}, {currency}: {lane}").format(
        rank=row["rank"], currency=row["currency"], lane=words.code("lane", row["lane"])
    )
    yield _("Do: {steps}, by {role}; {channels}").format(
        steps=" + ".join(steps), role=words.code("role", row["role"]), channels=_channels(row, words)
    )
    if row["approval"]:
        yield _("Nothing happens before this approval: {role}").format(role=words.code("role", row["approval"]))
    yield _("Why: {reasons}").format(reasons=row["reasons_text"])
    if any(step.template_when_stale for step in plan.policies[row["policy"]].steps if step.id == row["step"]):
        newest = row["bank_data_on"]
        yield (
            _("Bank data is there up to {day}.").format(day=newest.isoformat())
            if newest
            else _("There is no bank data yet.")
        )
    if row["lane"] == "hard":
        yield _("The hard lane goes before all that is ordered by value; in it the reason decides, then the score.")
    yield sheet(["", ""], _score_terms(plan, row, words), right={1}, indent=2)
    yield from _evidence(plan, row, words)


def _score_terms(plan: Plan, row: dict[str, Any], words: Words) -> list[list[str]]:
    """Return the sum from the amount to the score, one term a line (lesson 15)."""
    gain = row["chance_with"] - row["chance_without"]
    amount = decimal_amount(row["value_base_minor"], row["currency"])
    terms = [[_("amount the contact is about"), f"{amount:,f} {row['currency']}"]]
    if row["rate_ppm"] != _MILLION:
        rate = Decimal(row["rate_ppm"]) / _MILLION
        terms.append([_("× rate to {base}, for the order only").format(base=plan.base_currency), f"{rate:f}"])
    chances = f"{row['chance_with']:.2%} − {row['chance_without']:.2%} = {gain:.2%}"
    per_point = Decimal(plan.policies[row["policy"]].value_per_point)
    value_points = decimal_amount(row["value_minor"], plan.base_currency) / per_point
    return [
        *terms,
        [_("× (chance with a contact − without)"), chances],
        [
            _("− cost: {channels}").format(channels=_channels(row, words)),
            words.money(row["cost_minor"], plan.base_currency),
        ],
        [
            _("= value of the contact, {base}").format(base=plan.base_currency),
            words.money(row["value_minor"], plan.base_currency),
        ],
        [_("÷ {value} for each point").format(value=f"{per_point:,f}"), signed(f"{value_points:.4f}")],
        [_("+ points of the policy: {points}").format(points=_points(row, words)), signed(f"{row['policy_points']:g}")],
        [_("= score"), signed(f"{row['score']:.4f}")],
    ]


def _channels(row: dict[str, Any], words: Words) -> str:
    return " + ".join(words.code("channel", channel) for channel in row["channels"])


def _points(row: dict[str, Any], words: Words) -> str:
    named = []
    for code in row["points_given"]:
        condition, _equals, parameter = code.partition("=")
        named.append(f"{words.code('points', condition)} {parameter}".strip())
    return " + ".join(named) or _("none apply")


def _evidence(plan: Plan, row: dict[str, Any], words: Words) -> Iterator[str]:
    """Yield how each chance came about: the shipped prior, moved by the folder's own history (docs/engine/ranking)."""
    days = row["anchor_days"] if row["eligible_minor"] > 0 else row["oldest_overdue_days"]
    age = pl.select(bucket(pl.lit(days or 0))).item()
    pair = _chance_cells(plan, row, age)
    if pair is None:
        return
    without, contacted = pair
    yield _("Chances of a payment within 14 days at age {bucket}:").format(bucket=words.code("bucket", age))
    count, paid = (without[name] + contacted[name] for name in ("count", "paid"))
    yield "  " + _(
        "without: the prior {prior}, an unverified house estimate, weighs {weight} cases; of {count} of our own {paid} "
        "paid: {chance}"
    ).format(prior=f"{without['prior']:.2%}", weight=WEIGHT, count=count, paid=paid, chance=f"{without['chance']:.2%}")
    lift = (contacted["prior"] - without["prior"]) / (1 - without["prior"])
    yield "  " + _("with: a contact wins {lift} of the rest: {chance}").format(
        lift=f"{lift:.2%}", chance=f"{contacted['chance']:.2%}"
    )


def _chance_cells(plan: Plan, row: dict[str, Any], age: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return the cells of the chance table that the row used, without and with a contact."""
    cells = plan.chances.filter(pl.col("bucket") == age)
    for promises in cells["promises"].unique(maintain_order=True):
        without, contacted = cells.filter(pl.col("promises") == promises).sort("contacted").iter_rows(named=True)
        used = (row["chance_without"], row["chance_count_without"], row["chance_with"], row["chance_count_with"])
        if used == (without["chance"], without["count"], contacted["chance"], contacted["count"]):
            return without, contacted
    return None


def _neighbour_lines(plan: Plan, rank: int, words: Words) -> Iterator[str]:
    cases = plan.worklist.unique("rank", keep="first", maintain_order=True)
    near = cases.filter(pl.col("rank").is_between(rank - 1, rank + 1))
    rows = [
        [
            str(row["rank"]),
            row["name"] or row["customer_id"],
            words.code("lane", row["lane"]),
            signed(f"{row['score']:.4f}"),
        ]
        for row in near.iter_rows(named=True)
    ]
    yield _("Beside it on the list:")
    yield sheet([_("No."), _("Customer"), _("Lane"), _("Score")], rows, right={0, 3}, indent=2)
    yield ""


def _skip_lines(plan: Plan, case: Case, words: Words) -> Iterator[str]:
    skips = plan.skipped.filter((pl.col("customer_id") == case[0]) & (pl.col("entity") == case[1]))
    for row in skips.iter_rows(named=True):
        what = row["document_no"] or _("The whole case")
        yield _("{what} waits: {reason}, through {until}.").format(
            what=what,
            reason=words.code("skip_reason", row["reason"]),
            until=row["until"].isoformat() if row["until"] else _("it is settled"),
        )
