"""``report.html``: one file that opens anywhere, in one language, with its charts drawn in and nothing to load.

This module gathers what the page says; figures come from ``report_figures``, the worklist from ``report_worklist``,
the page itself from ``templates/report.html``. The template escapes everything and does no arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from huikuan import __version__
from huikuan.engine.kpi.report import KpiReport
from huikuan.engine.outcome import Plan
from huikuan.gateways.exports.figures import waiting
from huikuan.gateways.exports.palette import PROMISE_TONES, SEVERITY_TONES
from huikuan.gateways.exports.report_cycle import statement_board
from huikuan.gateways.exports.report_figures import currency_figures
from huikuan.gateways.exports.report_kpis import kpi_tables, kpis_missing
from huikuan.gateways.exports.report_signs import sign_counts, warned_customers
from huikuan.gateways.exports.report_worklist import ROWS_SHOWN, lanes
from huikuan.gateways.exports.summary import currency_totals
from huikuan.gateways.exports.tables import problem_rows
from huikuan.gateways.exports.watch import owner_lines, owners_in_all
from huikuan.gateways.exports.workbook_kpis import kpi_note
from huikuan.gateways.exports.workbook_sheets import Scene
from huikuan.gateways.texts import Language, words

if TYPE_CHECKING:
    from huikuan.engine.ladder.document import Rung
    from huikuan.gateways.imports import Reading

PROMISES_SHOWN = 20
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class WaitLine:
    """What waits for one reason: customers, lines, open amounts per currency, when the wait ends."""

    reason: str
    customers: str
    lines: str
    amounts: list[str]
    until: str


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One judged promise."""

    name: str
    made: str
    due: str
    amount: str
    kept: str
    unit: str
    state: str
    tone: tuple[str, str]
    level: int


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """All problems of one code: how many, where the first one is, what it means, what to do."""

    severity: str
    tone: tuple[str, str]
    count: str
    where: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class RungLine:
    """A rung of the default policy: its day, its name, what the manual says and where."""

    day: str
    name: str
    clause: str
    source: str


def write_report(path: Path, *, plan: Plan, reading: Reading, lang: Language, kpis: KpiReport | None = None) -> None:
    """Write the report in one language."""
    path.write_text(report_page(plan, reading, lang, kpis), encoding="utf-8")


def report_page(plan: Plan, reading: Reading, lang: Language, kpis: KpiReport | None = None) -> str:
    """Return the whole page as text; without ``kpis`` it says how to have them."""
    said = words(lang)
    scene = Scene(plan, reading, said, kpis)
    environment = Environment(
        loader=PackageLoader("huikuan.gateways.exports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(text=said.text, count=said.count)
    totals = currency_totals(plan)
    return environment.get_template("report.html").render(
        html_lang={"zh": "zh-Hans", "en": "en"}[lang],
        css=Markup((_TEMPLATES / "report.css").read_text(encoding="utf-8")),
        facts=scene.facts,
        weekday=_weekday(scene),
        is_unpublished=plan.calendar_unpublished,
        headline=_headline(scene),
        currencies=[currency_figures(scene, code, of_code) for code, of_code in totals.items()],
        lanes=lanes(scene.listing),
        rows_shown=ROWS_SHOWN,
        rows_in_all=plan.worklist.height,
        statements=statement_board(scene),
        watched=list(owner_lines(scene)),
        watched_in_all=owners_in_all(scene),
        waits=list(_waits(scene)),
        sign_counts=list(sign_counts(scene)),
        warned=list(warned_customers(scene)),
        warned_in_all=plan.alerts["customer_id"].n_unique(),
        kpi_tables=list(kpi_tables(scene)),
        kpi_month=f"{kpis.ends[-1]:%Y-%m}" if kpis else "",
        kpi_note=kpi_note(scene),
        kpis_missing=kpis_missing(scene),
        promises_title=_promise_finding(scene),
        promises=list(_promises(scene)),
        promises_in_all=plan.promises.height,
        problems=list(_problems(scene)),
        rungs=list(_rungs(scene)),
        chances=list(_chances(scene)),
        reading=reading,
        plan=plan,
        version=__version__,
    )


def _weekday(scene: Scene) -> str:
    text = scene.words.text
    names = (text("Mon"), text("Tue"), text("Wed"), text("Thu"), text("Fri"), text("Sat"), text("Sun"))
    return names[scene.plan.as_of.weekday()]


def _headline(scene: Scene) -> str:
    words = scene.words
    cases = scene.plan.worklist.unique(["customer_id", "entity"])
    if cases.is_empty():
        return words.text("Nothing has to be chased today.")
    hard = cases.filter(pl.col("lane") == "hard").height
    told = words.count("{n} case", "{n} cases", cases.height)
    if not hard:
        return words.text("{cases} to take up today, in the order of what a contact is worth.", cases=told)
    return words.text(
        "{cases} to take up today, {hard} of them whatever their score.",
        cases=told,
        hard=f"{hard:,}",
    )


def _waits(scene: Scene) -> Iterator[WaitLine]:
    words, as_of = scene.words, scene.plan.as_of
    found = waiting(scene.plan)
    order = found["reason"].unique(maintain_order=True)
    for reason in order:
        lines = found.filter(pl.col("reason") == reason)
        open_amounts = lines.filter(pl.col("currency") != "").select("currency", "open_minor")
        first, last = lines["first_until"].min(), lines["last_until"].max()
        until = words.text("with its cause")
        if last is not None:
            span = (words.day(first, as_of), words.day(last, as_of))  # type: ignore[arg-type]
            until = span[0] if span[0] == span[1] else f"{span[0]} – {span[1]}"
        yield WaitLine(
            words.title("skip_reason", reason),
            f"{int(lines['customers'].sum()):,}",
            f"{int(lines['lines'].sum()):,}",
            [
                f"{words.money(minor, currency)} {words.currency(currency)}"
                for currency, minor in open_amounts.iter_rows()
            ],
            until,
        )


def _promise_finding(scene: Scene) -> str:
    """Return the share of promises that were kept in full, among those that have been judged."""
    words = scene.words
    judged = scene.plan.promises.filter(pl.col("state").is_in(["kept", "partly", "broken"]))
    if judged.is_empty():
        return words.text("Promises")
    kept = judged.filter(pl.col("state") == "kept").height
    return words.text(
        "Promises: {kept} of {judged} judged were kept in full", kept=f"{kept:,}", judged=f"{judged.height:,}"
    )


def _promises(scene: Scene) -> Iterator[PromiseLine]:
    words, as_of = scene.words, scene.plan.as_of
    order = pl.col("state").replace_strict({"broken": 0, "partly": 1, "open": 2, "kept": 3}, default=4)
    newest = scene.plan.promises.sort(order, pl.col("due_on"), descending=[False, True]).head(PROMISES_SHOWN)
    for row in scene.named(newest).iter_rows(named=True):
        yield PromiseLine(
            row["customer_name"],
            words.day(row["made_on"], as_of),
            words.day(row["due_on"], as_of),
            words.money(row["amount_minor"], row["currency"]),
            words.money(row["kept_minor"] or 0, row["currency"]),
            words.currency(row["currency"]),
            words.title("promise_state", row["state"]),
            PROMISE_TONES[row["state"]],
            row["level"] or 1,
        )


def _problems(scene: Scene) -> Iterator[ProblemLine]:
    words = scene.words
    severity = {"error": words.text("Set aside"), "warning": words.text("Loaded, with a doubt")}
    found = problem_rows(scene.plan, scene.reading, words)
    grouped = (
        found.group_by("code", "severity", maintain_order=True)
        .agg(pl.len(), pl.col("file", "row", "message", "remedy").first())
        .sort("severity", "len", descending=[False, True])
    )
    for row in grouped.iter_rows(named=True):
        place = (row["file"], _row_words(scene, row["row"] or ""))
        yield ProblemLine(
            severity[row["severity"]],
            SEVERITY_TONES[row["severity"]],
            f"{row['len']:,}",
            " · ".join(part for part in place if part),
            row["message"],
            row["remedy"],
        )


def _row_words(scene: Scene, row: str) -> str:
    """Return ``row 7``; a row of a sheet (``收款!7``) already says where it is."""
    return row if "!" in row or not row else scene.words.text("row {row}", row=row)


def _rungs(scene: Scene) -> Iterator[RungLine]:
    policy = scene.plan.policies.get(scene.plan.default_policy)
    lang = scene.words.lang
    for rung in policy.rungs if policy else ():
        yield RungLine(_first_day(scene, rung), rung.name[lang], rung.clause[lang], rung.source)


def _first_day(scene: Scene, rung: Rung) -> str:
    """Return ``D+8``, ``D−7``; in words where more than the due date decides."""
    if rung.from_day is None:
        return scene.words.when(rung.begins)
    return f"D+{rung.from_day}" if rung.from_day >= 0 else f"D−{-rung.from_day}"


def _chances(scene: Scene) -> Iterator[Mapping[str, str]]:
    words = scene.words
    histories = {"none": words.text("no promise"), "kept": words.text("kept"), "failed": words.text("missed")}
    key = ["bucket", "promises"]
    with_contact, without = (
        scene.plan.chances.filter(pl.col("contacted") == contacted).drop("contacted") for contacted in (True, False)
    )
    for row in without.join(with_contact, on=key, suffix="_with", maintain_order="left").iter_rows(named=True):
        yield {
            "bucket": words.title("bucket", row["bucket"]),
            "promises": histories.get(row["promises"], row["promises"]),
            **{
                f"{name}{side}": shown.format(row[f"{name}{side}"])
                for name, shown in (("prior", "{:.1%}"), ("count", "{:,}"), ("paid", "{:,}"), ("chance", "{:.1%}"))
                for side in ("", "_with")
            },
        }
