"""One import: what it changed, what was set aside, its files, and how it is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from django.urls import reverse

from huikuan.apps.audit.selectors import actors_of
from huikuan.apps.intake.uploads import upload_of_batch
from huikuan.apps.people.selectors import codes_of_people, names_of_people, reach_of
from huikuan.desk.import_files import ImportSeen, problem_counts, problems_of
from huikuan.desk.rights import may
from huikuan.engine.problems import PROBLEMS
from huikuan.gateways.texts.import_words import page_problems
from huikuan.web.imports.checking import ProblemLine, counts_of, kind_word, problem_line
from huikuan.web.imports.listing import changes_told, moment, state_of
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Batch, SetAside

PROBLEMS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Detail:
    """The page of an import."""

    number: int
    title: str
    state: str
    tone: tuple[str, str]
    facts: list[tuple[str, str]]
    changed: str
    counts: list[tuple[str, list[str]]]
    files: list[tuple[int, str, bool]]  # place, name, whether its content is kept
    kinds: list[tuple[str, str, str, bool]]
    problems: list[ProblemLine]
    more: str
    may_open: bool  # its rows and files hold every entity's figures
    may_undo: bool


def import_screen(seen: ImportSeen, code: str, behind: int, visit: Visit) -> Detail:
    """Return the page of an import, with the problems of one code, or of all, behind a number."""
    words, batch = visit.words, seen.batch
    state, _below, _kind, _unit, tone = state_of(batch, words)
    viewer, on = visit.actor, visit.business_date
    kinds = problem_counts(batch, viewer=viewer, on=on)
    code = code if code in {kind for kind, _severity, _many in kinds} else ""
    address = reverse("import", args=[batch.pk])
    rows = problems_of(batch, viewer=viewer, on=on, code=code, behind=behind, size=PROBLEMS_SHOWN + 1)
    asked = f"code={code}&" if code else ""
    return Detail(
        number=batch.pk,
        title=words.text("Import {number}", number=batch.pk),
        state=state,
        tone=tone,
        facts=[(name, value) for name, value in _facts(batch, visit) if value],
        changed=changes_told(batch, words),
        counts=counts_of(batch.totals, words),
        files=[(place, name, is_kept) for place, (name, is_kept) in enumerate(seen.files.items())],
        kinds=[
            (words.text("all"), f"{sum(many for _code, _severity, many in kinds):,}", address, not code),
            *(
                (kind_word(kind, words), f"{many:,}", f"{address}?code={kind}", kind == code)
                for kind, _severity, many in kinds
            ),
        ]
        if kinds
        else [],
        problems=_problems(rows[:PROBLEMS_SHOWN], visit),
        more=f"{address}?{asked}after={rows[PROBLEMS_SHOWN - 1].pk}" if len(rows) > PROBLEMS_SHOWN else "",
        may_open=may("import", actor=viewer, on=on),
        may_undo=not batch.undone_by_id and bool(reach_of(viewer, "undo_import", on).parts),
    )


def _facts(batch: Batch, visit: Visit) -> list[tuple[str, str]]:
    words = visit.words
    upload = upload_of_batch(batch.pk)
    undone = words.text("by batch {number}", number=batch.undone_by_id) if batch.undone_by_id else ""
    return [
        (words.text("Balances as of"), words.day_full(batch.recorded_on)),
        (words.text("Recorded"), moment(batch.recorded_at, visit)),
        (words.text("By"), _who(batch)),
        (words.text("Source"), batch.source),
        (words.text("Upload"), str(upload.pk) if upload else ""),
        (words.text("Taken back"), undone),
    ]


def _who(batch: Batch) -> str:
    kind, number = actors_of([batch.act_id]).get(batch.act_id, ("", None))
    if kind != "person" or number is None:
        return ""
    code = codes_of_people([number])[number]
    return names_of_people([code]).get(code, code)


def _problems(rows: list[SetAside], visit: Visit) -> list[ProblemLine]:
    told = pl.DataFrame(
        [
            {
                "table": "",
                "row_no": int(row.row) if row.row.isdecimal() else None,
                "file": row.file,
                "sheet": "",
                **{name: getattr(row, name) for name in ("column", "value", "code", "severity", "detail")},
            }
            for row in rows
        ],
        schema={**PROBLEMS, "file": pl.String, "sheet": pl.String},
    )
    placed = page_problems(told, visit.words, visit.business_date)
    return [problem_line(row, visit.words) for row in placed.iter_rows(named=True)]
