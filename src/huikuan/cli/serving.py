"""``huikuan serve``: the pages, served by a production server in one command, with a worker beside it if wanted."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from huikuan.cli.faults import DONE, Fault
from huikuan.cli.memory import open_memory
from huikuan.cli.speech import _
from huikuan.cli.worker_processes import keep_running

THREADS = 4  # requests that each process answers at a time
LAST_SECONDS = 30  # a page in hand may take so long when the server is asked to stop
# The path alone: what was searched for stands behind it and may be a person's name.
ACCESS_LINE = '%(time)s %(addr)s "%(method)s %(path)s" %(status)d %(dt_ms).1f ms'


@dataclass(frozen=True, slots=True)
class Serving:
    """Where to serve, and with what beside it."""

    host: str
    port: int
    processes: int
    has_worker: bool
    has_access_log: bool


def serve(wanted: Serving) -> int:
    """Serve until a signal; returns the exit code. Raises: Fault when the address is taken."""
    connection = open_memory()
    _check_house()
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from huikuan.web.static_files import collected

    os.environ["HUIKUAN_STATIC"] = str(collected(settings.DATA_DIR / "static"))
    connection.close()
    # Spawned, not forked: a process that follows a dead one must not inherit threads that nobody runs.
    multiprocessing.set_start_method("spawn", force=True)
    print(_("Serving on http://{host}:{port}; Ctrl+C ends it.").format(host=wanted.host, port=wanted.port), flush=True)
    with _worker_beside() if wanted.has_worker else nullcontext():
        Granian(
            "huikuan.config.wsgi:application",
            address=wanted.host,
            port=wanted.port,
            interface=Interfaces.WSGI,
            workers=wanted.processes,
            blocking_threads=THREADS,
            respawn_failed_workers=True,
            workers_kill_timeout=LAST_SECONDS,
            log_level=LogLevels.warning,
            log_access=wanted.has_access_log,
            log_access_format=ACCESS_LINE,
        ).serve()
    return DONE


def _check_house() -> None:
    """Raise a Fault where the pages could not be served."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    if settings.SECRET_KEY == "unset":
        raise Fault(_("There is no secret key."), _("Run huikuan init, which makes one, or set HUIKUAN_SECRET_KEY."))
    if finders.find("vendor/tabler.min.css") is None:
        raise Fault(_("The pages' styles and scripts are not there."), _("Run make assets in the checkout."))


@contextmanager
def _worker_beside() -> Iterator[None]:
    """Keep one worker while the pages are served; when they stop, it ends what it has in hand."""
    from huikuan.apps.outbox.schedules import name_schedules

    name_schedules()
    asked = threading.Event()
    keeper = threading.Thread(target=keep_running, args=(1, asked))
    keeper.start()
    try:
        yield
    finally:
        asked.set()
        keeper.join()
