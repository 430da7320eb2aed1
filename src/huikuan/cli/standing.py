"""Why a case has its rank: the lane, the sum behind the score, and how far its neighbours are."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from huikuan.cli.sheet import sheet
from huikuan.cli.speech import _
from huikuan.engine.ageing import bucket
from huikuan.engine.money import decimal_amount
from huikuan.engine.outcome import Plan

if TYPE_CHECKING:
    from huikuan.gateways.texts import Words

Case = tuple[str, str]
_MILLION = 1_000_000


def standing_lines(plan: Plan, case: Case, words: Words) -> Iterator[str]:
    """Yield each row of the case with its reasons and its score as a sum; why there is none, where there is none."""
    sentences = words.reason_sentences(plan.as_of, plan.policies.values())
    own = plan.worklist.filter((pl.col("customer_id") == case[0]) & (pl.col("entity") == case[1]))
    for row in own.with_columns(reasons_text=sentences).iter_rows(named=True):
        yield from _row_lines(plan, row, words)
        yield ""
    if own.height:
        yield from _neighbour_lines(plan, own["rank"][0], words)
    yield from _skip_lines(plan, case, words)


def _row_lines(plan: Plan, row: dict[str, Any], words: Words) -> Iterator[str]:
    currency = row["currency"]
    yield _("Rank {rank} in {currency}, lane: {lane}. {step} by {role}{approval}.").format(
        rank=row["rank"],
        currency=currency,
        lane=words.code("lane", row["lane"]),
        step="; ".join([row["step"], *row["also"]]),
        role=words.code("role", row["role"]),
        approval=_(", once {role} approves").format(role=words.code("role", row["approval"]))
        if row["approval"]
        else "",
    )
    yield _("Why: {reasons}").format(reasons=row["reasons_text"])
    if row["lane"] == "hard":
        yield _("The hard lane goes before all that is ordered by value; in it the reason decides, then the score.")
    yield from _score_lines(plan, row, words)


def _score_lines(plan: Plan, row: dict[str, Any], words: Words) -> Iterator[str]:
    policy = plan.policies[row["policy"]]
    base = "CNY"
    gain = row["chance_with"] - row["chance_without"]
    amount = decimal_amount(row["value_base_minor"], row["currency"])
    terms = [
        [_("amount the contact is about"), f"{amount:,f} {row['currency']}"],
        [_("× rate to {base}, for the order only").format(base=base), f"{Decimal(row['rate_ppm']) / _MILLION:f}"]
        if row["rate_ppm"] != _MILLION
        else None,
        [
            _("× (chance with a contact − without)"),
            f"{row['chance_with']:.2%} − {row['chance_without']:.2%} = {gain:.2%}",
        ],
        [_("− cost of {channels}").format(channels=_channels(row, words)), words.money(row["cost_minor"], base)],
        [_("= value of the contact"), words.money(row["value_minor"], base)],
        [
            _("÷ {value} a point + points {points}").format(value=policy.value_per_point, points=_points(row, words)),
            f"{row['policy_points']:g}",
        ],
        [_("= score"), f"{row['score']:.4f}"],
    ]
    yield sheet(["", ""], [term for term in terms if term is not None], right={1}, indent=2)
    yield _evidence(plan, row, words)


def _channels(row: dict[str, Any], words: Words) -> str:
    return " + ".join(words.code("channel", channel) for channel in row["channels"])


def _points(row: dict[str, Any], words: Words) -> str:
    if not row["points_given"]:
        return _("(none given)")
    named = []
    for code in row["points_given"]:
        condition, _equals, parameter = code.partition("=")
        named.append(f"{words.code('points', condition)} {parameter}".strip())
    return f"({', '.join(named)})"


def _evidence(plan: Plan, row: dict[str, Any], words: Words) -> str:
    """Say what the chances rest on: the shipped prior, and how many cases of the folder's own history."""
    own = words.count("{n} observation of our own", "{n} observations of our own", row["chance_count_with"])
    without = words.count("{n} observation of our own", "{n} observations of our own", row["chance_count_without"])
    age = pl.select(bucket(pl.lit(row["anchor_days"] if row["anchor_days"] is not None else 0))).item()
    return _("Chances of a payment within 14 days at age {bucket}: {own} with a contact, {without} without.").format(
        bucket=words.code("bucket", age), own=own, without=without
    )


def _neighbour_lines(plan: Plan, rank: int, words: Words) -> Iterator[str]:
    cases = plan.worklist.unique("rank", keep="first", maintain_order=True)
    near = cases.filter(pl.col("rank").is_between(rank - 1, rank + 1))
    rows = [
        [str(row["rank"]), row["name"] or row["customer_id"], words.code("lane", row["lane"]), f"{row['score']:.4f}"]
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
