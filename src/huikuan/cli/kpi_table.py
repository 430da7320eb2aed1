"""The KPIs as tables for the terminal, one a currency, with benchmarks beside and the reasons for gaps below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from huikuan.cli.sheet import sheet, signed
from huikuan.cli.speech import _
from huikuan.engine.kpi.benchmarks import (
    BENCHMARKS,
    EARLIER_QUARTER,
    LATEST_QUARTER,
    RECOVERABILITY,
    RECOVERABILITY_SURVEY,
    SURVEY,
)
from huikuan.engine.kpi.registry import KPIS
from huikuan.gateways.texts.kpi_words import KPI_NAMES, REASON_WORDS, UNIT_WORDS

if TYPE_CHECKING:
    from huikuan.engine.kpi.report import KpiReport
    from huikuan.gateways.texts import Words

SHOWN_MONTHS = 6  # what fits beside the names


def kpi_lines(report: KpiReport, words: Words) -> list[str]:
    """Return everything that is to be said about the report, in the language of ``words``."""
    last = report.ends[-1]
    if report.sources.is_empty():
        return [_("No document was issued by {day}, the last month end; there is nothing to measure.").format(day=last)]
    lines = [_("KPIs of {months} months to {day}").format(months=len(report.ends), day=words.day_full(last))]
    if last != report.as_of:
        lines.append(_("Only ended months count; {month} is still running.").format(month=_month(report.as_of)))
    for source in report.sources.iter_rows(named=True):
        lines += ["", *_currency_lines(report, source, words)]
    return [*lines, "", *_remarks(report)]


def _currency_lines(report: KpiReport, source: Mapping[str, Any], words: Words) -> Iterator[str]:
    ends = report.ends[-SHOWN_MONTHS:]
    figures = {(row["kpi"], row["to_on"]): row for row in _figures_of(report, source["currency"])}
    yield _rest(source)
    marks = {mark.kpi: f"{mark.latest} / {mark.earlier}" for mark in BENCHMARKS}
    rows = [
        [
            _("{name} ({unit})").format(name=_name(kpi.id, report), unit=_(UNIT_WORDS[kpi.unit])),
            *(_cell(figures.get((kpi.id, end))) for end in ends),
            marks.get(kpi.id, ""),
        ]
        for kpi in KPIS
    ]
    yield sheet(
        [_("KPI"), *(_month(end) for end in ends), _("US median")], rows, right=set(range(1, len(ends) + 2)), indent=2
    )
    if source["undated_minor"]:
        yield "  " + _(
            "The given balances are {amount} lower than dated payments explain; earlier months may show that much "
            "too much as open."
        ).format(amount=words.priced_short(source["undated_minor"], source["currency"]))
    yield from _gaps(report, figures, ends)


def _rest(source: Mapping[str, Any]) -> str:
    if source["payments_from"] is None:
        sentence = _("{currency}: {count} documents since {documents}, no payments")
    else:
        sentence = _("{currency}: {count} documents since {documents}, payments since {payments}")
    return sentence.format(
        currency=source["currency"],
        count=f"{source['documents']:,}",
        documents=source["documents_from"],
        payments=source["payments_from"],
    )


def _figures_of(report: KpiReport, currency: str) -> Iterator[dict[str, Any]]:
    return report.figures.filter(currency=currency).iter_rows(named=True)


def _cell(figure: Mapping[str, Any] | None) -> str:
    """Return the value, a dash with a reason below, or nothing where the KPI is not of every month."""
    if figure is None:
        return ""
    if figure["value"] is not None:
        return signed(str(figure["value"]))
    return "—" if figure["at_least"] is None else f"> {figure['at_least']}"


def _gaps(
    report: KpiReport, figures: Mapping[tuple[str, date], Mapping[str, Any]], ends: tuple[date, ...]
) -> Iterator[str]:
    """Say why figures of the shown months are missing, each reason once with the KPIs it concerns."""
    for reason, sentence in REASON_WORDS.items():
        missing = [
            kpi.id
            for kpi in KPIS
            if any(figure and figure["reason"] == reason for figure in (figures.get((kpi.id, end)) for end in ends))
        ]
        if missing:
            names = _("all") if len(missing) == len(KPIS) else _("; ").join(_name(kpi, report) for kpi in missing)
            yield "  — " + _("{reason}: {names}").format(reason=_(sentence), names=names)


def _remarks(report: KpiReport) -> Iterator[str]:
    hidden = len(report.ends) - SHOWN_MONTHS
    if hidden > 0:
        yield _("The {count} earlier months stand in the file that --out writes.").format(count=hidden)
    yield _("Quarter: the three months up to the month's end. Balances hold credit notes and unallocated cash.")
    yield _(
        "US median: {survey}, domestic trade, {latest} / {earlier}; each median stands for itself, "
        "so they do not add up."
    ).format(survey=SURVEY, latest=LATEST_QUARTER, earlier=EARLIER_QUARTER)
    yield _("Expected to come back {months} months past due: {shares} per cent ({survey}).").format(
        months=" / ".join(str(months) for months, _share in RECOVERABILITY),
        shares=" / ".join(str(share) for _months, share in RECOVERABILITY),
        survey=RECOVERABILITY_SURVEY,
    )


def _name(kpi: str, report: KpiReport) -> str:
    return _(KPI_NAMES[kpi]).format(months=len(report.ends))


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
