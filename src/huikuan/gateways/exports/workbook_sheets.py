"""The sheets of ``plan.xlsx``: which columns, in which words, what is printed and what is only there to filter by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from huikuan.engine.kpi.report import KpiReport
from huikuan.engine.money import exponents
from huikuan.engine.outcome import Plan
from huikuan.gateways.exports.listing import Listing
from huikuan.gateways.exports.palette import REASON_TONES, SEVERITY_TONES
from huikuan.gateways.exports.sheets import Column, Sheet
from huikuan.gateways.exports.tables import problem_rows, worklist_table
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.columns import DASH, date_text

if TYPE_CHECKING:
    from huikuan.gateways.imports import Reading

WORKLIST_CODES = ("customer_id", "entity", "step", "also", "reasons")


@dataclass(frozen=True)
class Scene:
    """What every sheet is made from."""

    plan: Plan
    reading: Reading
    words: Words
    kpis: KpiReport | None = None  # where they were worked out

    @cached_property
    def names(self) -> pl.DataFrame:
        """Return customer_id → name, one row each."""
        known = self.reading.tables.customers.select("customer_id", "name")
        listed = self.plan.worklist.select("customer_id", "name")
        return pl.concat([known, listed]).unique("customer_id", keep="first", maintain_order=True)

    @cached_property
    def has_entities(self) -> bool:
        """Tell whether more than one legal entity occurs, so that it needs a column."""
        return bool(self.plan.items["entity"].n_unique() > 1)

    @property
    def listing(self) -> Listing:
        """Return the worklist with what it takes to say it."""
        plan = self.plan
        return Listing(plan.worklist, plan.as_of, plan.policies, plan.base_currency, self.words, self.has_entities)

    @property
    def facts(self) -> str:
        """Return the line under every title: the day, the policy with its version."""
        policy = self.plan.policies.get(self.plan.default_policy)
        name = policy.name[self.words.lang] if policy else self.plan.default_policy
        version = policy.version if policy else ""
        return self.words.text(
            "As of {day} · policy: {policy}, version {version}",
            day=self.words.day_full(self.plan.as_of),
            policy=name,
            version=version,
        )

    def named(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the table with ``customer_name``, a dash for money whose payer is not known."""
        names = self.names.rename({"name": "customer_name"})
        unknown = pl.lit(self.words.text("(payer not known)"))
        whose = pl.when(pl.col("customer_id").fill_null("") == "").then(unknown).otherwise(pl.col("customer_id"))
        return frame.join(names, on="customer_id", how="left", maintain_order="left").with_columns(
            pl.coalesce("customer_name", whose)
        )


def priced(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the table with ``decimals`` of each row's currency."""
    return frame.with_columns(decimals=exponents(pl.col("currency")).fill_null(2))


def money(column: str) -> pl.Expr:
    """Return an amount in major units, as a spreadsheet calculates."""
    return pl.col(column) / pl.lit(10.0).pow(pl.col("decimals"))


def coded(scene: Scene, code_list: str, column: str) -> pl.Expr:
    """Return the words for a column of codes, each standing alone."""
    return pl.col(column).replace(scene.words.titles(code_list))


def listed(scene: Scene, code_list: str, column: str) -> pl.Expr:
    """Return the words for a column of lists of codes, joined."""
    words = scene.words.titles(code_list)
    return pl.col(column).list.eval(pl.element().replace(words)).list.join(" + ")


def entity_column(scene: Scene) -> Sequence[Column]:
    """Return the legal entity where there are several, else nothing."""
    return [Column(scene.words.text("Entity"), pl.col("entity"), 10)] if scene.has_entities else []


def worklist_sheet(scene: Scene) -> Sheet:
    """Return today's list, printed with an empty column to write the result into."""
    text = scene.words.text
    frame = priced(worklist_table(scene.listing, scene.words))
    printed = _printed_worklist(scene)
    count = scene.words.count("{n} case", "{n} cases", frame.select("customer_id", "entity").n_unique())
    hard = scene.words.count("{n} must be done today", "{n} must be done today", frame.filter(lane="hard").height)
    return Sheet(
        text("Worklist"),
        title=text("Collection worklist"),
        facts=f"{scene.facts} · {count} · {hard}",
        columns=[*printed, *_worklist_behind(scene, frame)],
        frame=frame,
        printed=len(printed),
        frozen_columns=2,
        note=text("The hard lane comes first; then by value of a contact. Rank 1 is to be done first."),
    )


def _printed_worklist(scene: Scene) -> list[Column]:
    text = scene.words.text
    tags = scene.words.titles("reason")
    tones = {tags[code]: tone for code, tone in REASON_TONES.items()}
    step = pl.col("step").replace(scene.words.ladder(scene.plan.policies.values()).steps)
    approval = pl.lit(text("approval:")) + coded(scene, "role", "approval")
    contact = pl.concat_str(
        pl.col("last_contact_on").dt.strftime("%Y-%m-%d"),
        coded(scene, "channel", "last_contact_channel"),
        separator=" ",
        ignore_nulls=True,
    )
    return [
        Column("#", pl.col("rank"), 5, "count"),
        Column(text("Customer"), pl.col("name"), 28, "strong"),
        *entity_column(scene),
        Column(text("Do today"), _lines(step, listed(scene, "channel", "channels")), 19, "wrap"),
        Column(
            text("Who"),
            _lines(coded(scene, "role", "role"), pl.col("assignee"), pl.when(pl.col("approval") != "").then(approval)),
            13,
            "wrap",
        ),
        Column(text("Currency"), pl.col("currency"), 9),
        Column(text("Overdue"), money("overdue_minor"), 14, "money"),
        Column(text("Amount to chase"), money("eligible_minor"), 14, "money"),
        Column("", pl.col("oldest_overdue_days"), 1.5, "ramp"),
        Column(text("Oldest, days"), pl.col("oldest_overdue_days"), 7, "count"),
        Column(text("Last contact"), _lines(contact, coded(scene, "outcome", "last_contact_outcome")), 20, "wrap"),
        Column(text("Best time"), _lines(*slot_texts(scene.listing)), 13, "wrap"),
        Column(text("Why"), pl.col("reasons").list.first().replace(tags), 15, "tag", tones),
        Column(text("Reasons"), pl.col("reasons_text"), 54, "wrap"),
        Column(text("Result (by hand)"), pl.lit(""), 16),
    ]


def _worklist_behind(scene: Scene, frame: pl.DataFrame) -> list[Column]:
    text = scene.words.text
    return [
        Column(text("Lane"), coded(scene, "lane", "lane"), 10),
        Column(text("Score"), pl.col("score"), 8, "score"),
        Column(text("Disputed"), money("disputed_minor"), 14, "money"),
        Column(text("Promised"), money("promised_minor"), 14, "money"),
        Column(text("In transit"), money("in_transit_minor"), 14, "money"),
        Column(text("Unmatched cash"), money("unallocated_minor"), 14, "money"),
        Column(text("Documents"), pl.col("documents").list.join("; "), 30),
        *_judgement_columns(scene),
        Column(text("Why this time"), pl.col("best_slot_text"), 54, "wrap"),
        *(Column(name, _plain(frame, name), 14, "code") for name in WORKLIST_CODES),
    ]


def _judgement_columns(scene: Scene) -> list[Column]:
    """Return how the customer is judged, what follows from it, and what is at hand for the contact."""
    text = scene.words.text
    return [
        Column(text("Type"), coded(scene, "debtor_type", "debtor_type").replace("unknown", DASH), 16),
        Column(text("Intent"), coded(scene, "intent", "intent"), 16),
        Column(text("Cause"), coded(scene, "cause", "cause").replace("unknown", DASH), 14),
        Column(text("Evidence"), pl.col("evidence_text"), 40),
        Column(text("Tone"), coded(scene, "wording", "wording"), 8),
        Column(text("Advice"), pl.col("tactic_text"), 40),
        Column(text("Ready"), pl.col("readiness"), 8),
        Column(text("Not at hand"), pl.col("readiness_text"), 40),
    ]


def slot_texts(listing: Listing) -> tuple[pl.Expr, pl.Expr]:
    """Return the day with its weekday and the hours of the best slot, both empty where nobody is called."""
    words, on = listing.words, pl.col("best_slot_on")
    weekday = on.dt.weekday().cast(pl.String).replace(words.code_words("short_weekday"))
    day = pl.concat_str(date_text(on, words.lang, listing.as_of), weekday, separator=" ")
    return day, pl.col("best_slot").str.slice(len("2026-11-20 "))


def _lines(*parts: pl.Expr) -> pl.Expr:
    """Return the parts that are not empty, one below the other."""
    return pl.concat_str(*(part.replace("", None) for part in parts), separator="\n", ignore_nulls=True)


def _plain(frame: pl.DataFrame, column: str) -> pl.Expr:
    return pl.col(column).list.join(";") if frame.schema[column] == pl.List(pl.String) else pl.col(column)


def items_sheet(scene: Scene) -> Sheet:
    """Return every open item with what is taken off it."""
    text = scene.words.text
    frame = priced(scene.named(scene.plan.items))
    ladder = scene.words.ladder(scene.plan.policies.values())
    columns = [
        Column(text("Document"), pl.col("document_no"), 18, "strong"),
        Column(text("Customer"), pl.col("customer_name"), 26),
        *entity_column(scene),
        Column(text("Kind"), coded(scene, "kind", "kind"), 10),
        Column(text("Issued"), pl.col("issue_date"), 11, "date"),
        Column(text("Due"), pl.col("due_date"), 11, "date"),
        Column(text("Currency"), pl.col("currency"), 9),
        Column(text("Open"), money("open_minor"), 15, "money"),
        Column(text("Disputed"), money("disputed_minor"), 13, "money"),
        Column(text("Promised"), money("promised_minor"), 13, "money"),
        Column(text("In transit"), money("in_transit_minor"), 13, "money"),
        Column(text("Bills in hand"), money("bills_minor"), 13, "money"),
        Column(text("Amount to chase"), money("eligible_minor"), 15, "money"),
        Column("", pl.col("overdue_days"), 1.5, "ramp"),
        Column(text("Overdue, days"), pl.col("overdue_days"), 7, "count"),
        Column(text("Age"), coded(scene, "bucket", "bucket"), 12),
        Column(text("Class"), coded(scene, "debt_class", "debt_class"), 12),
        Column(text("Rung"), pl.col("rung").replace(ladder.rungs), 16),
        Column(text("Not chased because"), coded(scene, "skip_reason", "suppressed_reason"), 14),
    ]
    codes = [
        Column(name, pl.col(name), 14, "code")
        for name in ("customer_id", "entity", "policy", "policy_class", "rung", "debt_class", "suppressed_reason")
    ]
    count = scene.words.count("{n} item", "{n} items", frame.height)
    return Sheet(
        text("Items"),
        title=text("Open items"),
        facts=f"{scene.facts} · {count}",
        columns=[*columns, *codes],
        frame=frame,
        printed=len(columns),
    )


def skipped_sheet(scene: Scene) -> Sheet:
    """Return what is not chased today, why, and until when."""
    text = scene.words.text
    frame = scene.named(scene.plan.skipped)
    columns = [
        Column(text("Customer"), pl.col("customer_name"), 34, "strong"),
        *entity_column(scene),
        Column(text("Document"), pl.col("document_no"), 20),
        Column(text("Not chased because"), coded(scene, "skip_reason", "reason"), 24),
        Column(text("Until (last day)"), pl.col("until"), 14, "date"),
    ]
    codes = [Column(name, pl.col(name), 14, "code") for name in ("customer_id", "entity", "reason")]
    return Sheet(
        text("Skipped"),
        title=text("Not chased today, and why"),
        facts=scene.facts,
        columns=[*columns, *codes],
        frame=frame,
        printed=len(columns),
        note=text("Without a date the wait ends with its cause: the dispute is settled, the money is booked."),
    )


def problems_sheet(scene: Scene) -> Sheet:
    """Return what could not be read or was read with a doubt, with what to do about it."""
    text = scene.words.text
    severity = {"error": text("Set aside"), "warning": text("Loaded, with a doubt")}
    tones = {severity[code]: tone for code, tone in SEVERITY_TONES.items()}
    columns = [
        Column(text("File"), pl.col("file"), 24, "strong"),
        Column(text("Row"), pl.col("row"), 10),
        Column(text("Column"), pl.col("column"), 14),
        Column(text("Value"), pl.col("value"), 20, "wrap"),
        Column(text("What became of it"), pl.col("severity").replace(severity), 16, "tag", tones),
        Column(text("What is the matter"), pl.col("message"), 48, "wrap"),
        Column(text("What to do"), pl.col("remedy"), 48, "wrap"),
        Column("code", pl.col("code"), 22, "code"),
    ]
    frame = problem_rows(scene.plan, scene.reading, scene.words)
    count = scene.words.count("{n} problem", "{n} problems", frame.height)
    return Sheet(
        text("Problems"),
        title=text("Problems in the data"),
        facts=f"{scene.facts} · {count}",
        columns=columns,
        frame=frame,
        printed=7,
    )
