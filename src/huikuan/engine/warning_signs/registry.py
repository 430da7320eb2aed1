"""The literal table of warning signs, and the alerts they raise (D-307).

A new sign is a function in its family's file and a row here, with its sentences in ``gateways/texts/sign_words``.
Lawsuits, executions, court lists, deregistration and other suppliers' payments are in none of the tables: they are not
computed (docs/engine/warning-signs.md says so), and stand here by no name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from huikuan.engine.ladder.document import Policy
from huikuan.engine.outcome import ALERTS
from huikuan.engine.warning_signs.contact import contact_changed, disputes_near_due, stalling, unreachable
from huikuan.engine.warning_signs.facts import SignFacts
from huikuan.engine.warning_signs.limits import Limits
from huikuan.engine.warning_signs.paying import paper_refused, part_payments, pays_others, slower_payment
from huikuan.engine.warning_signs.trade import account_closed, orders_jump, orders_stop, over_limit

Severity = Literal["serious", "watch"]
# What follows from an alert: the supervisor is told of every one; a serious one asks for an investigation with a study
# of preservation (S3m); a policy with ``on_warning`` shortens its rhythm.
REPORT, STUDY, SHORTER = "report_supervisor", "preservation_study", "shorter_cadence"


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: how serious, from where it rings, and the rule; ``thresholds`` are what a policy may move."""

    id: str
    severity: Severity
    thresholds: Mapping[str, int]
    raised: Callable[[SignFacts, Limits], pl.DataFrame]


SIGNS = (
    Sign("paper_refused", "serious", {"times": 1}, paper_refused),
    Sign("account_closed", "serious", {}, account_closed),
    Sign("slower_payment", "serious", {"days": 10, "documents": 3, "documents_before": 6}, slower_payment),
    Sign("pays_others", "serious", {"days": 30, "receipts": 1}, pays_others),
    Sign("unreachable", "serious", {"attempts": 4}, unreachable),
    Sign("over_limit", "watch", {"percent": 100}, over_limit),
    Sign("orders_stop", "watch", {"percent": 10, "documents_before": 6}, orders_stop),
    Sign("orders_jump", "watch", {"percent": 300, "documents": 3, "documents_before": 6}, orders_jump),
    Sign("part_payments", "watch", {"receipts": 3, "percent_more": 25, "receipts_before": 6}, part_payments),
    Sign("disputes_near_due", "watch", {"disputes": 2, "days_before": 7}, disputes_near_due),
    Sign("contact_changed", "watch", {"times": 2}, contact_changed),
    Sign("stalling", "watch", {"times": 4}, stalling),
)


def alerts(facts: SignFacts, policies: Mapping[str, Policy]) -> pl.DataFrame:
    """Return the alerts of the day by customer and entity, serious ones first; columns of ``outcome.ALERTS``."""
    parts = [_of_sign(sign, place, facts, policies) for place, sign in enumerate(SIGNS)]
    return (
        pl.concat(parts)
        .sort("customer_id", "entity", "place", "currency", nulls_last=True, maintain_order=True)
        .select(*ALERTS)
    )


def _of_sign(sign: Sign, place: int, facts: SignFacts, policies: Mapping[str, Policy]) -> pl.DataFrame:
    limits = Limits.of_sign(sign.id, sign.thresholds, policies)
    silent = [name for name, policy in policies.items() if sign.id in policy.warnings_off]
    raised = sign.raised(facts, limits).filter(~pl.col("policy").is_in(silent))
    told = raised.with_columns(
        sign=pl.lit(sign.id),
        severity=pl.lit(sign.severity),
        threshold=limits.told,
        effect=_effect(sign, policies),
    )
    return told.select(
        (pl.col(name) if name in told.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in ALERTS.items()
    ).with_columns(place=pl.lit(place))


def _effect(sign: Sign, policies: Mapping[str, Policy]) -> pl.Expr:
    """Return what follows, as a list of codes."""
    shorter = [name for name, policy in policies.items() if policy.halves_on_warning]
    always = [REPORT, STUDY] if sign.severity == "serious" else [REPORT]
    shortened = pl.lit([*always, SHORTER], dtype=pl.List(pl.String))
    return pl.when(pl.col("policy").is_in(shorter)).then(shortened).otherwise(pl.lit(always, dtype=pl.List(pl.String)))
