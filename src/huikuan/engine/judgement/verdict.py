"""From evidence to a judgement, and from that to tone, order of channels, advice and an earlier proposal.

Conservative on purpose. *Malicious* needs strong evidence from two different tables, an item more than a month late,
and nothing that speaks for the customer; it is always told as something to check. *Type* needs points on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from huikuan.engine.casefacts import CaseFacts, Known
from huikuan.engine.codes import CHANNELS
from huikuan.engine.judgement.evidence import with_evidence
from huikuan.engine.judgement.rules import (
    AGED_DAYS,
    CAUSES,
    EVIDENCE,
    FOR_THE_CUSTOMER,
    IN_PERSON_FIRST,
    ON_OUR_SIDE,
    PAPERS_FIRST,
    STRONG_SOURCES_NEEDED,
    TACTICS,
    Evidence,
    holding,
)
from huikuan.engine.ladder.document import Policy
from huikuan.engine.lists import listed

UNKNOWN = "unknown"
MALICIOUS = "malicious"
PARAMETER, PARAMETERS = "=", "/"  # refused=3, on_time=5/6


def judged(rows: pl.DataFrame, facts: CaseFacts, known: Known, policies: Mapping[str, Policy]) -> pl.DataFrame:
    """Add the judgement and its effects to worklist rows.

    ``rows``: as casework gives them, with invoice_received_on of the anchor. The effects are left out for policies
    that switch them off (``judgement: off``).
    """
    rows = with_verdict(with_evidence(rows, known, policies, as_of=facts.today.as_of))
    unused = [policy.id for policy in policies.values() if not policy.uses_judgement]
    has_effect = ~pl.col("policy").is_in(unused)
    rows = rows.with_columns(
        wording=pl.when(has_effect).then(_wording()).otherwise(pl.lit("neutral")),
        tactic=pl.when(has_effect).then(_tactic()).otherwise(pl.lit("")),
    )
    rows = _with_channels_in_order(rows)
    return _with_early_proposal(rows, facts, [policy for policy in policies.values() if policy.uses_judgement])


def with_verdict(rows: pl.DataFrame) -> pl.DataFrame:
    """Add evidence, points, intent, debtor_type and cause to rows with the counted facts."""
    rows = rows.with_columns(each.holds.fill_null(False).alias(holding(each.code)) for each in EVIDENCE)
    holds = {each.code: pl.col(holding(each.code)) for each in EVIDENCE}
    able, willing = (
        pl.sum_horizontal(
            pl.when(holds[each.code]).then(getattr(each, side)).otherwise(0) for each in EVIDENCE if getattr(each, side)
        ).cast(pl.Int32)
        for side in ("able", "willing")
    )
    rows = rows.with_columns(
        evidence=listed(pl.when(holds[each.code]).then(_told(each)) for each in EVIDENCE),
        able_points=able,
        willing_points=willing,
        strong_sources=_strong_sources(holds),
    )
    rows = rows.with_columns(intent=_intent(), debtor_type=_debtor_type())
    return rows.with_columns(cause=pl.coalesce(*_chosen(CAUSES), pl.lit(UNKNOWN))).drop(
        holding(each.code) for each in EVIDENCE
    )


def _told(evidence: Evidence) -> pl.Expr:
    """Return the code with its numbers: ``on_time=5/6``."""
    numbers = pl.concat_str(
        (pl.col(name).cast(pl.String).fill_null("") for name in evidence.counts), separator=PARAMETERS
    )
    return pl.concat_str(pl.lit(evidence.code + PARAMETER), numbers) if evidence.counts else pl.lit(evidence.code)


def _strong_sources(holds: Mapping[str, pl.Expr]) -> pl.Expr:
    """Count the tables that hold strong evidence: only those are independent of each other."""
    sources = sorted({each.source for each in EVIDENCE if each.is_strong})
    return pl.sum_horizontal(
        pl.any_horizontal(holds[each.code] for each in EVIDENCE if each.is_strong and each.source == source).cast(
            pl.Int32
        )
        for source in sources
    )


def _intent() -> pl.Expr:
    speaks_for = pl.any_horizontal(pl.col(holding(code)) for code in FOR_THE_CUSTOMER)
    malicious = (
        (pl.col("strong_sources") >= STRONG_SOURCES_NEEDED)
        & (pl.col("anchor_days") >= AGED_DAYS)
        & (pl.col("eligible_minor") > 0)
        & ~speaks_for
    )
    non_malicious = (pl.col("strong_sources") == 0) & ((pl.col("willing_points") > 0) | speaks_for)
    return (
        pl.when(malicious.fill_null(False))
        .then(pl.lit(MALICIOUS))
        .when(non_malicious)
        .then(pl.lit("non_malicious"))
        .otherwise(pl.lit(UNKNOWN))
    )


def _debtor_type() -> pl.Expr:
    able = (
        pl.when(pl.col("able_points") > 0).then(pl.lit("able")).when(pl.col("able_points") < 0).then(pl.lit("unable"))
    )
    willing = (
        pl.when(pl.col("willing_points") > 0)
        .then(pl.lit("willing"))
        .when(pl.col("willing_points") < 0)
        .then(pl.lit("unwilling"))
    )
    return pl.concat_str(able, willing, separator="_").fill_null(UNKNOWN)


def _chosen(cases: Sequence[tuple[str, pl.Expr]]) -> list[pl.Expr]:
    return [pl.when(holds.fill_null(False)).then(pl.lit(code)) for code, holds in cases]


def _wording() -> pl.Expr:
    """Return the tone that the template takes (D-502, D-808): soft does not lean on the contract."""
    firm = (pl.col("intent") == MALICIOUS) | pl.col("debtor_type").is_in(["able_unwilling", "unable_unwilling"])
    soft = pl.col("intent") == "non_malicious"
    return pl.when(firm).then(pl.lit("firm")).when(soft).then(pl.lit("soft")).otherwise(pl.lit("neutral"))


def _tactic() -> pl.Expr:
    on_our_side = pl.col("cause").is_in(ON_OUR_SIDE) | (pl.col("last_answer") == "asks_documents").fill_null(False)
    by_type = pl.col("debtor_type").replace_strict(TACTICS, default=None, return_dtype=pl.String)
    return pl.coalesce(
        pl.when(on_our_side).then(pl.lit("settle_our_side")),
        pl.when(pl.col("cause") == "staff_change").then(pl.lit("find_who_decides")),
        by_type,
        pl.lit("ask_openly"),
    )


def _with_channels_in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Put visits and calls first where willingness is missing, papers first where papers are what is missing.

    Few lists of channels are different: each is put in order once.
    """
    in_person = (pl.col("wording") == "firm") | (pl.col("tactic") == "find_who_decides")
    papers = pl.col("tactic").is_in(["settle_our_side", "make_paying_easy"])
    rows = rows.with_columns(
        first=pl.when(in_person).then(pl.lit("in_person")).when(papers).then(pl.lit("papers")).otherwise(pl.lit("")),
        as_text=pl.col("channels").list.join(" "),
    )
    orders = rows.select("first", "as_text", "channels").unique(["first", "as_text"], keep="first", maintain_order=True)
    ordered = orders.with_columns(
        channels=pl.when(pl.col("first") == "in_person")
        .then(_in_order(IN_PERSON_FIRST))
        .when(pl.col("first") == "papers")
        .then(_in_order(PAPERS_FIRST))
        .otherwise("channels")
    )
    rows = rows.drop("channels").join(
        ordered, on=["first", "as_text"], how="left", nulls_equal=True, maintain_order="left"
    )
    return rows.drop("first", "as_text")


def _in_order(wanted: Sequence[str]) -> pl.Expr:
    """Return the row's channels, the wanted ones first, the others in the order of the code list."""
    channels = (*wanted, *(channel for channel in CHANNELS if channel not in wanted))
    return listed(pl.when(pl.col("channels").list.contains(channel)).then(pl.lit(channel)) for channel in channels)


def _with_early_proposal(rows: pl.DataFrame, facts: CaseFacts, policies: Sequence[Policy]) -> pl.DataFrame:
    """Add early_step, also listed in ``also``: the next step that needs an approval, before its day (D-408, D-502).

    Only for a case judged malicious, and only where nothing waits for an approval yet. What a step requires to be
    delivered first (D-709) is still required.
    """
    suspected = rows.filter((pl.col("intent") == MALICIOUS) & (pl.col("approval") == ""))
    early = _next_proposals(suspected, facts, policies)
    rows = rows.join(early, on="case_no", how="left", maintain_order="left")
    proposes = pl.col("early_step").is_not_null()
    return rows.with_columns(
        early_step=pl.col("early_step").fill_null(""),
        early_approval=pl.col("early_approval").fill_null(""),
        also=pl.when(proposes).then(pl.concat_list("also", "early_step")).otherwise("also"),
        reasons=pl.when(proposes).then(pl.concat_list("reasons", pl.lit([MALICIOUS]))).otherwise("reasons"),
    )


def _next_proposals(suspected: pl.DataFrame, facts: CaseFacts, policies: Sequence[Policy]) -> pl.DataFrame:
    """Return case_no, early_step, early_approval: the lowest proposal not decided yet, if its rung is still to come."""
    places = [
        (policy.id, at, rung.id, step.id, step.approval)
        for policy in policies
        for at, rung in enumerate(policy.rungs)
        for step in rung.steps
    ]
    columns = {"policy": pl.String, "at": pl.Int32, "rung": pl.String, "step": pl.String, "approval": pl.String}
    ladder = pl.DataFrame(places, schema=columns, orient="row")
    rungs = ladder.select("policy", "rung", stands_at="at").unique()
    proposals = ladder.filter(pl.col("approval") != "").select(
        "policy", "at", early_step="step", early_approval="approval"
    )
    cases = suspected.unique("case_no", keep="first", maintain_order=True)
    decided = (
        facts.today.records.filter(pl.col("is_delivered") | pl.col("is_refusal"))
        .join(cases.select("case_no", "anchor_due_date"), on="case_no")
        .filter(pl.col("on") > pl.col("anchor_due_date"))
    )
    return (
        cases.select("case_no", "policy", "rung")
        .join(rungs, on=["policy", "rung"], maintain_order="left")
        .join(proposals, on="policy", maintain_order="left_right")
        .filter(pl.col("at") >= pl.col("stands_at"))
        .join(decided, left_on=["case_no", "early_step"], right_on=["case_no", "step"], how="anti")
        .sort("case_no", "at", maintain_order=True)
        .unique("case_no", keep="first", maintain_order=True)
        .filter(pl.col("at") > pl.col("stands_at"))
        .select("case_no", "early_step", "early_approval")
    )
