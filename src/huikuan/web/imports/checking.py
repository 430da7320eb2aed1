"""What an import would change, before anything is written: counts, sums beside control totals, problems row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
from django.urls import reverse

from huikuan.apps.audit.errors import Refused
from huikuan.apps.outbox.selectors import job_keyed
from huikuan.desk.upload_recording import job_key, problems_found
from huikuan.desk.upload_sheets import Settings
from huikuan.engine.money import decimal_amount
from huikuan.gateways import clock
from huikuan.gateways.exports.palette import SEVERITY_TONES
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.columns import MINUS
from huikuan.gateways.texts.import_words import PROBLEM_TITLES, page_problems
from huikuan.web.forms import Form
from huikuan.web.imports.listing import table_title
from huikuan.web.imports.preparing import fault_told
from huikuan.web.typed import typed_amount
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Upload

PROBLEMS_SHOWN = 50
_PATIENCE = timedelta(seconds=15)  # after which a job that nobody took up means: there is no worker
_COUNTED = ("rows_in", "set_aside", "new", "changed", "unchanged", "settled")


@dataclass(frozen=True, slots=True)
class SumLine:
    """A sum of the files beside the total that a person expects."""

    name: str
    currency: str
    in_files: str
    aside: str
    loaded: str
    field: str
    difference: str  # control total less what is taken over; empty where none was typed
    is_equal: bool


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem as a person finds it."""

    place: str
    column: str
    value: str
    severity: str
    tone: tuple[str, str]
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Problems:
    """Some problems of a kind, how many there are, and where the rest is."""

    kinds: list[tuple[str, str, str, bool]]  # word, count, address, is here
    lines: list[ProblemLine]
    shown: str
    more: str
    start: str
    export: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is being done, since when, and whether anybody does it. ``trouble``: what to tell whoever runs Huikuan."""

    said: str
    since: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Check:
    """The page of an upload that is being checked, or was."""

    number: int
    version: int
    title: str
    facts: str
    waiting: Waiting | None
    fault: tuple[str, str] | None
    counts: list[tuple[str, list[str]]]
    sums: list[SumLine]
    differs: bool
    asks_again: str  # why an import needs a second yes
    settled_said: str
    settled_rows: list[tuple[str, str, str, str]]
    settled_more: str
    unread: str
    problems: Problems | None
    new_rows: str
    empty_said: str  # why there is nothing to import
    may_record: bool


def check_screen(upload: Upload, form: Form, code: str, behind: int, visit: Visit) -> Check:
    """Return the page of an upload with the problems of one code, or of all, behind so many."""
    words, found = visit.words, upload.found or {}
    sums = list(sum_lines(upload, form, words)) if found else []
    settled = found.get("settled", {"count": 0, "sums": {}, "rows": []})
    left = settled["count"] - len(settled["rows"])
    unread = found.get("unread", [])
    differs = any(line.difference and not line.is_equal for line in sums)
    return Check(
        number=upload.pk,
        version=upload.version,
        title=words.text("Upload {number}", number=upload.pk),
        facts=_facts(upload, visit),
        waiting=_waiting(upload, words) if upload.state in ("checking", "recording") else None,
        fault=fault_told(upload, words),
        counts=counts_of(found.get("totals", {}), words),
        sums=sums,
        differs=differs,
        asks_again=_asks_again(upload, form, words, differs=differs),
        settled_said=_settled_said(settled, words) if settled["count"] else "",
        settled_rows=[
            (document, customer, words.money(minor, currency), currency)
            for document, customer, minor, currency in settled["rows"]
        ],
        settled_more=words.count("and {n} more", "and {n} more", left) if left else "",
        unread=words.text(", ").join(unread),
        problems=_problems(upload, code, behind, visit) if found and found["problems"]["count"] else None,
        new_rows=_new_rows(found.get("totals", {}), words),
        empty_said=_empty_said(found, words) if found.get("is_empty") else "",
        may_record=upload.state == "checked",
    )


def _asks_again(upload: Upload, form: Form, words: Words, *, differs: bool) -> str:
    """Return why an import needs a second yes: a total differs, or a list would settle more than it holds (R-198)."""
    if differs:
        what_to_do = words.text("Look at what is set aside below, or import all the same.")
        return " ".join((words.text("A total differs from what your ledger says."), what_to_do))
    if form.is_sent and form.value("act") == "record" and settles_most(upload):
        return words.text("The list would settle more documents than it holds. Is it really the whole list?")
    return ""


def settles_most(upload: Upload) -> bool:
    """Tell whether a snapshot settles more documents than it lists, as a list of a few changes would."""
    found = upload.found or {}
    listed = found.get("totals", {}).get("receivables", {}).get("loaded", 0)
    return bool(found) and found["settled"]["count"] > listed


def _empty_said(found: Mapping[str, Mapping[str, object]], words: Words) -> str:
    if any(counted.get("loaded") for counted in found["totals"].values() if isinstance(counted, dict)):
        return words.text("All of it is known already.")
    return words.text("Every row is set aside; the problems below say why.")


def _facts(upload: Upload, visit: Visit) -> str:
    words, settings = visit.words, Settings.of(upload.settings)
    parts = [
        words.text("the whole list of what is open") if settings.mode == "snapshot" else words.text("what changed"),
        words.text("as of {day}", day=words.day(settings.known_on or visit.business_date, visit.business_date)),
        words.text("source {name}", name=settings.source) if settings.source else "",
    ]
    return " · ".join(filter(None, parts))


def counts_of(totals: Mapping[str, Mapping[str, int]], words: Words) -> list[tuple[str, list[str]]]:
    """Return a line for each table that the files hold or that changes; a table that was not read has no rows in."""
    told = {
        table: [counted.get(name) for name in _COUNTED]
        for table, counted in totals.items()
        if counted.get("rows_in") or any(counted.get(name) for name in ("new", "changed", "settled"))
    }
    return [
        (table_title(table, words), ["" if n is None else f"{n:,}" for n in numbers]) for table, numbers in told.items()
    ]


def _new_rows(totals: Mapping[str, Mapping[str, int]], words: Words) -> str:
    many = sum(counted.get(name, 0) for counted in totals.values() for name in ("new", "changed", "settled"))
    return words.count("Import {n} row", "Import {n} rows", many)


def sum_lines(upload: Upload, form: Form, words: Words) -> Iterator[SumLine]:
    """Yield the sums of the files by table and currency, beside the control totals typed now or kept before."""
    assert upload.found is not None, "checked"
    for table, told in upload.found["totals"].items():
        for currency, amount in told.get("amounts_in", {}).items():
            sums = (amount, told["amounts_set_aside"].get(currency, 0), told["amounts_loaded"].get(currency, 0))
            yield _sum_line(f"{table}-{currency}", table_title(table, words), currency, sums, form)
    for currency, amount in upload.found["open"].items():
        name = words.text("of it still open")
        yield _sum_line(f"open-{currency}", name, currency, (None, None, amount), form)


def _sum_line(field: str, name: str, currency: str, sums: tuple[int | None, int | None, int], form: Form) -> SumLine:
    words, loaded = form.visit.words, sums[2]
    typed = form.value(field)
    difference, is_equal = "", True
    if typed:
        control = _typed_total(form, field)
        gap = control - decimal_amount(loaded, currency)
        is_equal = gap == 0
        difference = words.text("equal") if is_equal else f"{MINUS if gap < 0 else '+'}{abs(gap):,f}"
    in_files, aside, taken = ("" if minor is None else words.money(minor, currency) for minor in sums)
    return SumLine(name, currency, in_files, aside, taken, field, difference, is_equal)


def _typed_total(form: Form, field: str) -> Decimal:
    text = form.value(field)
    sign = -1 if text.startswith(("-", MINUS)) else 1
    try:
        return sign * typed_amount(text.lstrip(f"-{MINUS}"))
    except Refused as refused:
        form.mark(field, refused)
        return Decimal(0)


def control_typed(upload: Upload, form: Form) -> dict[str, str]:
    """Return the control totals that were typed, as they were."""
    return {
        line.field: form.value(line.field)
        for line in sum_lines(upload, form, form.visit.words)
        if form.value(line.field)
    }


def _settled_said(settled: Mapping[str, object], words: Words) -> str:
    sums = settled["sums"]
    assert isinstance(sums, dict)
    amounts = words.text(", ").join(
        f"{words.money(minor, code)} {words.currency(code)}" for code, minor in sums.items()
    )
    return words.text(
        "{count} documents are no longer listed and will count as settled, why is not known: {amounts}.",
        count=f"{settled['count']:,}",
        amounts=amounts,
    )


def _problems(upload: Upload, code: str, behind: int, visit: Visit) -> Problems:
    assert upload.found is not None, "checked"
    words = visit.words
    known = [row[0] for row in upload.found["problems"]["codes"]]
    code = code if code in known else ""
    page = problems_found(upload, code=code, behind=behind, size=PROBLEMS_SHOWN)
    told = page_problems(page.rows, words, visit.business_date)
    address = reverse("upload_check", args=[upload.pk])
    asked = f"code={code}&" if code else ""
    last = behind + page.rows.height
    first = f"{behind + 1:,}" if page.rows.height else "0"
    return Problems(
        kinds=[
            (words.text("all"), f"{upload.found['problems']['count']:,}", address, not code),
            *(
                (kind_word(kind, words), f"{many:,}", f"{address}?code={kind}", kind == code)
                for kind, _severity, many in upload.found["problems"]["codes"]
            ),
        ],
        lines=[problem_line(row, words) for row in told.iter_rows(named=True)],
        shown=f"{first}–{last:,} / {page.count:,}",
        more=f"{address}?{asked}after={last}" if last < page.count else "",
        start=f"{address}?{asked}".rstrip("?&") if behind else "",
        export=reverse("upload_problems", args=[upload.pk]) + (f"?code={code}" if code else ""),
    )


def kind_word(code: str, words: Words) -> str:
    """Return what a kind of problem is called."""
    return words.text(PROBLEM_TITLES[code]) if code in PROBLEM_TITLES else code


def problem_line(row: Mapping[str, object], words: Words) -> ProblemLine:
    """Return a problem with its sentences as a line of the page."""
    severity = str(row["severity"])
    return ProblemLine(
        place=place_of(row),
        column=str(row["column"] or ""),
        value=str(row["value"] or ""),
        severity=words.text("set aside") if severity == "error" else words.text("taken over"),
        tone=SEVERITY_TONES[severity],
        message=str(row["message"] or ""),
        remedy=str(row["remedy"] or ""),
    )


def place_of(row: Mapping[str, object]) -> str:
    """Return file, sheet and row as a person finds them."""
    parts = [str(row[name]) for name in ("file", "sheet") if row[name]]
    return " · ".join(parts) + (f" : {row['row_no']}" if row["row_no"] else "")


def problem_export(told: pl.DataFrame) -> pl.DataFrame:
    """Return problems as columns of a file."""
    return told.select("file", "sheet", "row_no", "column", "value", "severity", "code", "message", "remedy")


def _waiting(upload: Upload, words: Words) -> Waiting:
    said = words.text("The files are being checked.") if upload.state == "checking" else words.text("Being imported.")
    waited = clock.now() - upload.moved_at
    job = job_keyed(job_key(upload.pk, upload.version))
    trouble = ""
    if job is not None and job.state == "dead":
        trouble = words.text("It failed, and nothing was imported. Number to quote: {number}.", number=job.id)
    elif job is not None and job.state == "waiting" and clock.now() - job.run_at > _PATIENCE:
        trouble = words.text("No worker has taken it up: ask whoever runs Huikuan to start one, or do it here.")
    seconds = int(waited.total_seconds())
    return Waiting(said, words.count("for {n} second", "for {n} seconds", seconds), trouble)
