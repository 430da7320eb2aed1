"""``huikuan policy assign``: who gets which policy, rule by rule, then customer by customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from huikuan.cli.assignment_words import decided_by
from huikuan.cli.choices import Ladder, Language, Source, refuse_output_file, unusable_fault
from huikuan.cli.faults import DONE
from huikuan.cli.progress import Progress
from huikuan.cli.sheet import sheet, shortened
from huikuan.cli.speech import N_, _
from huikuan.engine.assignment import Choice
from huikuan.engine.assignment_report import AssignmentReport, assignment_report
from huikuan.engine.plan import Parameters
from huikuan.gateways.exports.assignment_file import write_assignment
from huikuan.gateways.imports import Unusable, read_folder
from huikuan.gateways.texts import words
from huikuan.gateways.texts.assignment_words import rule_words

if TYPE_CHECKING:
    from huikuan.gateways.texts import Words

_NAME_WIDTH = 30
_RULE_WIDTH = 48
_ORDERS = {
    "amount": (["open_base_minor", "customer_id"], [True, False]),
    "days": (["oldest_overdue_days", "open_base_minor", "customer_id"], [True, True, False]),
    "policy": (["policy", "open_base_minor", "customer_id"], [False, True, False]),
    "customer": (["customer_id"], [False]),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """How the customers are listed, and the file for all of them."""

    order: str
    limit: int  # 0: all
    out: Path | None
    overwrite: bool


def print_assignment(source: Source, as_of: date, ladder: Ladder, listing: Listing, *, lang: Language) -> int:
    """Print who gets which policy on ``as_of`` and write it to a file where one is named; returns the exit code."""
    if listing.out is not None:
        refuse_output_file(listing.out, overwrite=listing.overwrite)
    assert ladder.assignment is not None
    progress = Progress()
    try:
        reading = read_folder(source.folder, source.options, progress=progress.under(N_("Reading")))
    except Unusable as unusable:
        raise unusable_fault(unusable) from unusable
    finally:
        progress.clear()
    choice = Choice(ladder.policies, ladder.default, assignment=ladder.assignment)
    base = Parameters(as_of).base_currency
    report = assignment_report(reading.tables, choice, ladder.assignment, as_of=as_of, base=base)
    lines = list(_report_lines(report, listing, words(lang)))
    if listing.out is not None:
        write_assignment(report, listing.out)
        lines.append(_("Written to {file}").format(file=listing.out))
    print("\n".join(lines))
    return DONE


def _report_lines(report: AssignmentReport, listing: Listing, words: Words) -> Iterator[str]:
    assignment = report.assignment
    yield _("Who gets which policy on {day}, by {id}, version {version}:").format(
        day=words.day_full(report.as_of), id=assignment.id, version=assignment.version
    )
    yield ""
    yield _rule_sheet(report, words)
    yield ""
    yield from _reasons(report, words)
    yield ""
    if report.has_other_currencies:
        yield _("Amounts are in {currency}; other currencies count at rough rates, for comparing only.").format(
            currency=report.base_currency
        )
    yield from _notes(report, words)
    yield from ("", _customer_sheet(report, listing, words))
    hidden = report.customers.height - listing.limit if listing.limit else 0
    if hidden > 0:
        yield _("    and {count} more; --limit 0 prints all, --out FILE writes all.").format(count=f"{hidden:,}")


def _rule_sheet(report: AssignmentReport, words: Words) -> str:
    """Return one line per decider, in the order in which they are asked (D-710)."""
    found = {(row["assigned_by"], row["rule_no"]): row for row in report.deciders.iter_rows(named=True)}
    deciders = [
        ("", _("an override"), ("override", None), ""),
        ("", _("the customer's own"), ("own", None), ""),
        *(
            (str(number), rule_words(rule, words), ("rule", number), rule.policy)
            for number, rule in enumerate(report.assignment.rules, 1)
        ),
        ("", _("the default"), ("default", None), ""),
    ]
    rows = [
        [number, shortened(decider, _RULE_WIDTH), *_decided_cells(found.get(key), policy, report.base_currency, words)]
        for number, decider, key, policy in deciders
    ]
    heads = [_("Rule"), _("Decided by"), _("Policy"), _("Customers"), _("Of them owing"), _("Open amount")]
    return sheet(heads, rows, right={0, 3, 4, 5}, indent=2)


def _decided_cells(row: dict[str, Any] | None, policy: str, base: str, words: Words) -> Sequence[str]:
    if row is None:
        return policy, "0", "", ""
    amount = words.money(row["open_base_minor"], base)
    return _(", ").join(row["policies"]), f"{row['customers']:,}", f"{row['owing']:,}", amount


def _reasons(report: AssignmentReport, words: Words) -> Iterator[str]:
    """Yield why each rule stands there, and why a person chose otherwise for whom."""
    for number, rule in enumerate(report.assignment.rules, 1):
        yield _("Rule {number}: {because}").format(number=number, because=rule.because[words.lang])
    overridden = set(report.customers.filter(pl.col("assigned_by") == "override")["customer_id"])
    for override in report.assignment.overrides:
        if override.customer_id in overridden:
            yield _("Override of {customer}, through {day}: {reason}").format(
                customer=override.customer_id, day=words.day_full(override.until), reason=override.reason
            )


def _notes(report: AssignmentReport, words: Words) -> Iterator[str]:
    deciding = set(report.deciders.filter(pl.col("assigned_by") == "rule")["rule_no"])
    for number, fits in enumerate(report.fits, 1):
        if number in deciding:
            continue
        if fits:
            yield _(
                "Rule {number} decides about nobody: of the {count} it fits, each has an earlier rule, a policy of its"
                " own or an override."
            ).format(number=number, count=f"{fits:,}")
        else:
            yield _("Rule {number} fits nobody on this day: check its conditions against the customers table.").format(
                number=number
            )
    told = words.problem_sentences(report.problems, report.as_of)
    for row in told.iter_rows(named=True):
        yield row["message"]
        yield "    " + _("Remedy: {remedy}").format(remedy=row["remedy"])


def _customer_sheet(report: AssignmentReport, listing: Listing, words: Words) -> str:
    columns, descending = _ORDERS[listing.order]
    ordered = report.customers.sort(columns, descending=descending)
    rows = [
        [
            row["customer_id"],
            shortened(row["name"] or "", _NAME_WIDTH),
            row["policy"],
            decided_by(row),
            words.money(row["open_base_minor"], report.base_currency),
            str(row["oldest_overdue_days"]),
        ]
        for row in ordered.head(listing.limit or ordered.height).iter_rows(named=True)
    ]
    heads = [_("Customer"), _("Name"), _("Policy"), _("Decided by"), _("Open amount"), _("Days overdue")]
    return sheet(heads, rows, right={4, 5}, indent=2)
