"""The commands that remember: open the database, import into it, decide a day, show what is known.

Only these start Django; ``huikuan plan`` needs no database.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from huikuan.cli.faults import Fault
from huikuan.cli.speech import _

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


def memory_is_there() -> bool:
    """Tell whether this house has a memory, without opening it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
    from django.conf import settings

    database = settings.DATABASES["default"]
    return "sqlite" not in str(database["ENGINE"]) or Path(str(database["NAME"])).is_file()


def open_memory(*, must_exist: bool = True) -> BaseDatabaseWrapper:
    """Start Django on the house's database and return the connection.

    Raises:
        Fault: there is no database yet, it cannot be reached, or it is of another version of the program.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
    import django
    from django.conf import settings
    from django.db import connection
    from django.db.utils import OperationalError

    django.setup()
    if must_exist and connection.vendor == "sqlite" and not Path(str(settings.DATABASES["default"]["NAME"])).is_file():
        raise Fault(
            _("There is no memory in {folder} yet.").format(folder=settings.DATA_DIR),
            _("Run huikuan init first, or name the right folder with HUIKUAN_DATA."),
        )
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Fault(
            _("The database cannot be reached: {detail}.").format(detail=str(error).strip().splitlines()[0]),
            _("Check DATABASE_URL, and that the database server is running."),
        ) from error
    if must_exist:
        _refuse_other_version(connection)
    return connection


def _refuse_other_version(connection: BaseDatabaseWrapper) -> None:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Fault(
            _("The database is of an earlier version of Huikuan, or empty."),
            _("Run huikuan init; it brings the database up to date and keeps what is in it."),
        )


def init() -> int:
    """Make the data folder, the key and the database, or bring them up to date; returns the exit code."""
    print(_("The memory is ready: {where}.").format(where=make_memory()))
    print(_("Next: huikuan import FOLDER, then huikuan day."))
    return 0


def make_memory() -> str:
    """Make the data folder, the key and the database, or bring them up to date; returns where the database is."""
    data = Path(os.environ.get("HUIKUAN_DATA", "huikuan-data")).resolve()
    data.mkdir(parents=True, exist_ok=True)
    key = data / "secret.key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50))
    connection = open_memory(must_exist=False)
    from django.core.management import call_command

    from huikuan.apps.intake.present import copies_folder
    from huikuan.gateways.copies import forget_copies

    call_command("migrate", verbosity=0, interactive=False)
    forget_copies(copies_folder())  # a migration may have changed what they hold
    return str(connection.settings_dict["NAME"])
