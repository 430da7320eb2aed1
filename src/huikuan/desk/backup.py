"""One file that holds everything: all tables from one state of the database, the kept files, and what proves them.

The tables stand in it as columns, not as a dump of one database: what was saved from SQLite is restored into
PostgreSQL and back. The key that signs sessions is left out: a restored house makes its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.apps import apps
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, ForeignKey, Model

from huikuan import __version__
from huikuan.apps.attachments.selectors import files_folder, kept_digests
from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.selectors import Verification, verify
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.engine.tables import Schema
from huikuan.gateways import clock, columns
from huikuan.gateways.archive import ArchiveReader, Unreadable, opened_archive, written_archive
from huikuan.gateways.content import Damaged, place, put_in_place, read_content, written_aside

Progress = Callable[[str, int, int], None]
_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    **dict.fromkeys(("AutoField", "BigAutoField", "BigIntegerField", "IntegerField", "SmallIntegerField"), pl.Int64),
    **dict.fromkeys(("CharField", "TextField", "UUIDField", "JSONField"), pl.String),
    "BinaryField": pl.Binary,
    "BooleanField": pl.Boolean,
    "DateField": pl.Date,
    "DateTimeField": pl.Datetime("us"),
    "FloatField": pl.Float64,
    "TimeField": pl.Time,
}


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds. ``damaged``: digests of kept files that the disk no longer holds as they were."""

    rows: int
    files: int
    damaged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and whether its record is whole."""

    rows: int
    files: int
    audit: Verification


def save(file: Path, *, actor: Actor, progress: Progress) -> Saved:
    """Write everything into a new file. The caller has asked for the right to it.

    Raises: Refused backup_exists.
    """
    if file.exists():
        raise Refused("backup_exists", file=file)
    models = _models()
    with written_archive(file) as archive:
        with columns.one_state(connection):
            digests = kept_digests()
            for done, model in enumerate(models):
                progress("table", done, len(models))
                archive.add_table(model._meta.db_table, _rows(model))
        damaged = []
        for done, sha256 in enumerate(digests):
            progress("file", done, len(digests))
            try:
                archive.add_file(sha256, read_content(files_folder(), sha256))
            except Damaged:
                damaged.append(sha256)
        archive.close({"program": __version__, "made_at": clock.now(), "schema": _schema(), "damaged": damaged})
    saved = Saved(sum(table["rows"] for table in archive.tables.values()), len(archive.files), tuple(damaged))
    facts = {"rows": saved.rows, "files": saved.files, "damaged": len(damaged)}
    record_entry(act_id=uuid.uuid4(), act="backup", actor=actor, subject=Subject("backup", file.name[:80]), facts=facts)
    return saved


def restore(file: Path, *, progress: Progress) -> Restored:
    """Fill an empty memory from a backup: all of it or nothing. The record of acts is checked at the end.

    Raises: Refused memory_not_empty, backup_unreadable, backup_other_version.
    """
    if any(model._default_manager.exists() for model in _models()):
        raise Refused("memory_not_empty")
    try:
        with opened_archive(file) as archive:
            return _restored(archive, file, progress)
    except Unreadable as part:
        raise Refused("backup_unreadable", file=file, part=part) from part


def _restored(archive: ArchiveReader, file: Path, progress: Progress) -> Restored:
    manifest = archive.manifest
    if manifest["schema"] != _schema():
        raise Refused("backup_other_version", version=manifest["program"])
    for done, sha256 in enumerate(manifest["files"]):
        progress("file", done, len(manifest["files"]))
        _put_back(sha256, archive.file(sha256))
    models = _models()
    with transaction.atomic():
        for done, model in enumerate(models):
            progress("table", done, len(models))
            table = model._meta.db_table
            columns.append_table(connection, table, archive.table(table))
            if model._default_manager.count() != manifest["tables"][table]["rows"]:
                raise Unreadable(table)
        _continue_numbering(models)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    subject, facts = Subject("backup", file.name[:80]), {"rows": rows, "files": len(manifest["files"])}
    record_entry(act_id=uuid.uuid4(), act="restore", actor=SYSTEM, subject=subject, facts=facts)
    return Restored(rows, len(manifest["files"]), verify())


def _put_back(sha256: str, content: bytes) -> None:
    target = place(files_folder(), sha256)
    with written_aside(target, content) as aside:
        put_in_place(aside, target)


def _models() -> list[type[Model]]:
    """Return the house's own models; Django's tables are made by its migrations, and who is signed in stays behind."""
    own = [model for model in apps.get_models() if model.__module__.startswith("huikuan.")]
    return [model for model in own if not issubclass(model, AbstractBaseSession)]


def _schema() -> list[list[str]]:
    """Return the migrations that made the tables: a backup fits where they are the same."""
    applied = MigrationRecorder(connection).applied_migrations()
    own = {config.label for config in apps.get_app_configs() if config.name.startswith("huikuan.")}
    return sorted([app, name] for app, name in applied if app in own)


def _rows(model: type[Model]) -> pl.DataFrame:
    fields = model._meta.concrete_fields
    schema: Schema = {str(field.column): _type(field) for field in fields}
    query = model._default_manager.order_by("pk").values_list(*(field.attname for field in fields))
    rows = columns.read_table(connection, query, schema)
    # One database writes them with dashes, the other without; both read them without.
    uuids = [str(field.column) for field in fields if field.get_internal_type() == "UUIDField"]
    return rows.with_columns(pl.col(name).str.replace_all("-", "", literal=True) for name in uuids)


def _type(field: Field[Any, Any]) -> Any:
    return _type(field.target_field) if isinstance(field, ForeignKey) else _TYPES[field.get_internal_type()]


def _continue_numbering(models: list[type[Model]]) -> None:
    """Let new rows be numbered after the restored ones (PostgreSQL counts apart from the rows)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
