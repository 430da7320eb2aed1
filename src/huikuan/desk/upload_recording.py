"""An upload is checked against what is known, and imported: each as a job that is promised with the wish for it.

Small work is done at once by whoever asked, and the promised job then finds nothing left to do; when that process is
killed, the job does it (R-197). Both do it once: an upload leaves ``checking`` or ``recording`` by a change of the
version that was asked about, in the transaction of the import itself.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
from django.db import transaction

from huikuan.apps.attachments.selectors import kept_bytes
from huikuan.apps.attachments.services import store_file
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.chain import canonical
from huikuan.apps.audit.errors import Refused
from huikuan.apps.intake import uploads
from huikuan.apps.outbox.services import enqueue
from huikuan.desk.imports import Import, Preview, entities_of, known_before, previewed, record_import, totals
from huikuan.desk.rights import About, require, require_any
from huikuan.desk.upload_sheets import Settings, laid_out, read_options
from huikuan.desk.uploads import record_upload_change, upload_seen
from huikuan.gateways import clock
from huikuan.gateways.imports import Reading, Unusable, read_folder

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Upload

Asked = Literal["check", "record"]
AT_ONCE_BYTES = 4 * 1024**2  # what is no larger is done by whoever asks for it
_HEAD_START = timedelta(seconds=20)  # of whoever does it at once, before a worker takes it up
SETTLED_SHOWN = 50
_STATES: Mapping[Asked, str] = {"check": "checking", "record": "recording"}
_FROM: Mapping[Asked, Sequence[str]] = {"check": uploads.CHANGEABLE, "record": ("checked",)}
_BACK: Mapping[str, str] = {"checking": "open", "recording": "checked"}


def ask_for(what: Asked, number: int, version: int, *, actor: Actor, on: date) -> int:
    """Ask for the check of an upload, or for its import; returns its version from now on.

    Raises: Refused upload_changed, mode_missing, nothing_to_import, or not allowed.
    """
    upload = upload_seen(number, viewer=actor, on=on)
    require_any("import", actor=actor, on=on)
    if not Settings.of(upload.settings).mode:
        raise Refused("mode_missing")
    if not any(sheet["choice"] is None or sheet["choice"]["table"] for sheet in upload.sheets):
        raise Refused("nothing_to_import")
    promised = {"upload": number, "version": version + 1}
    run_at = clock.now() + _HEAD_START if is_small(upload) else None
    asked = {"asked_by": actor.id, "asked_for": actor.on_behalf_of}
    with transaction.atomic():
        uploads.move_upload(number, version, _FROM[what], state=_STATES[what], fault=None, **asked)
        enqueue("import_upload", promised, key=job_key(number, version + 1), run_at=run_at)
        record_upload_change(number, actor, {"change": f"asked to {what}"})
    return version + 1


def is_small(upload: Upload) -> bool:
    """Tell whether an upload is worked on by whoever asks, or by a worker."""
    sizes: list[int] = [file["size"] for file in upload.files if not file["fault"]]
    return sum(sizes) <= AT_ONCE_BYTES


def job_key(number: int, version: int) -> str:
    """Return the name of the job that was promised for a version of an upload."""
    return f"upload:{number}:{version}"


def work_off(number: int, version: int) -> None:
    """Do what an upload waits for, unless it has been done; what is refused is kept with the upload and said there."""
    upload = uploads.upload_numbered(number)
    if upload.version != version or upload.state not in uploads.AT_WORK:
        return
    actor = Actor("person", upload.asked_by_id, upload.asked_for_id)
    try:
        _worked(upload, actor)
    except Unusable as unusable:
        fault = {"kind": "unusable", "code": unusable.code, "params": unusable.params}
        _kept_fault(upload, fault)
    except Refused as refused:
        if refused.code != "upload_changed":  # else somebody else has just done it
            _kept_fault(
                upload, {"kind": "refused", "code": refused.code, "params": json.loads(canonical(refused.facts))}
            )


def put_back(number: int, version: int, *, actor: Actor, on: date) -> int:
    """Stop waiting for a check or an import that nobody has done; returns the version from now on.

    Raises: Refused upload_changed when it has been done meanwhile, or not allowed.
    """
    upload = upload_seen(number, viewer=actor, on=on)
    require_any("import", actor=actor, on=on)
    if upload.state not in uploads.AT_WORK:
        raise Refused("upload_changed", number=number)
    with transaction.atomic():
        uploads.move_upload(number, version, (upload.state,), state=_BACK[upload.state])
        record_upload_change(number, actor, {"change": "put back"})
    return version + 1


def _worked(upload: Upload, actor: Actor) -> None:
    settings = Settings.of(upload.settings)
    on = settings.known_on or clock.business_date()
    options = replace(
        read_options(settings, upload.sheets), needs_receivables=settings.mode == "snapshot", known=known_before()
    )
    with laid_out(upload.files) as folder:
        reading = read_folder(folder, options)
        given = Import.of(
            reading,
            folder=folder,
            recorded_on=on,
            currency=settings.currency,
            source=settings.source,
            is_snapshot=settings.mode == "snapshot",
        )
        require("import", actor=actor, on=on, about=About(entities=entities_of(given)))  # before it is told anything
        preview = previewed(given)
        if upload.state == "checking":
            found = _found(given, preview, reading)
            uploads.move_upload(upload.pk, upload.version, ("checking",), state="checked", found=found)
        else:
            with transaction.atomic():
                batch = record_import(given, preview, actor=actor)
                uploads.recorded(upload.pk, upload.version, batch)


def _kept_fault(upload: Upload, fault: Mapping[str, Any]) -> None:
    try:
        uploads.move_upload(upload.pk, upload.version, (upload.state,), state=_BACK[upload.state], fault=fault)
    except Refused:
        return  # it went on without us


def _found(given: Import, preview: Preview, reading: Reading) -> dict[str, Any]:
    """Return what a check keeps: counts and sums; the problems as a file of their own, they may be many."""
    problems = _placed_problems(reading)
    counted = (
        problems.group_by("code", "severity", maintain_order=True)
        .len()
        .sort("severity", "len", descending=[False, True])
    )
    stream = io.BytesIO()
    problems.write_parquet(stream)
    settled = preview.settled
    return {
        "on": given.recorded_on.isoformat(),
        "totals": totals(preview, reading),
        "open": _sums(reading.tables.receivables.filter(pl.col("open_minor").is_not_null()), "open_minor"),
        "is_empty": preview.is_empty,
        "unread": list(reading.unread),
        "settled": {
            "count": settled.height,
            "sums": _sums(settled, "before_minor"),
            "rows": [
                list(row)
                for row in settled.select("document_no", "customer_id", "before_minor", "currency")
                .head(SETTLED_SHOWN)
                .iter_rows()
            ],
        },
        "problems": {
            "file_no": store_file(stream.getvalue(), media_type="application/vnd.apache.parquet"),
            "count": problems.height,
            "rows_aside": sum(told.set_aside for told in reading.totals.values()),
            "codes": [list(row) for row in counted.iter_rows()],
        },
    }


def _sums(rows: pl.DataFrame, column: str) -> dict[str, int]:
    summed = rows.group_by("currency").agg(pl.col(column).cast(pl.Int128).sum()).sort("currency")
    return {currency: int(amount) for currency, amount in summed.iter_rows()}


def _placed_problems(reading: Reading) -> pl.DataFrame:
    """Return the problems with file and sheet by name, errors first."""
    named = pl.DataFrame(
        {
            "file_no": range(len(reading.inputs)),
            "file": [found.file for found in reading.inputs],
            "sheet": [found.sheet for found in reading.inputs],
        },
        schema={"file_no": pl.UInt16, "file": pl.String, "sheet": pl.String},
    )
    return reading.problems.join(named, on="file_no", how="left", maintain_order="left").sort(
        "severity", "file_no", "row_no", nulls_last=True, maintain_order=True
    )


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Some of the problems that a check found, and how many there are of that kind in all."""

    rows: pl.DataFrame  # engine.problems.PROBLEMS with file and sheet
    count: int


def problems_found(upload: Upload, *, code: str = "", behind: int = 0, size: int | None = None) -> ProblemPage:
    """Return the problems of a checked upload, of one code or of all. Raises: Refused not_checked, file_damaged."""
    if upload.found is None:
        raise Refused("not_checked")
    told = pl.read_parquet(io.BytesIO(kept_bytes(upload.found["problems"]["file_no"])))
    if code:
        told = told.filter(pl.col("code") == code)
    return ProblemPage(told.slice(behind, size), told.height)


def keep_control(number: int, version: int, control: Mapping[str, str], *, actor: Actor, on: date) -> int:
    """Keep the control totals that somebody typed; returns the upload's version from now on.

    Raises: Refused upload_changed, or not allowed.
    """
    upload = upload_seen(number, viewer=actor, on=on)
    require_any("stage_import", actor=actor, on=on)
    if upload.control == dict(control) and upload.version == version:
        return version
    with transaction.atomic():
        uploads.move_upload(number, version, ("checked",), control=dict(control))
        record_upload_change(number, actor, {"change": "control totals"})
    return version + 1
