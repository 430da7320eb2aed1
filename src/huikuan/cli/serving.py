"""``huikuan serve``: the pages, served by a production server in one command."""

from __future__ import annotations

from huikuan.cli.faults import DONE, Fault
from huikuan.cli.memory import open_memory
from huikuan.cli.speech import _

WORKERS, THREADS = 2, 4  # processes, and requests that each answers at a time


def serve(host: str, port: int) -> int:
    """Serve until a signal; returns the exit code. Raises: Fault when the address is taken."""
    open_memory()
    from django.conf import settings
    from django.contrib.staticfiles import finders
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    if settings.SECRET_KEY == "unset":
        raise Fault(_("There is no secret key."), _("Run huikuan init, which makes one, or set HUIKUAN_SECRET_KEY."))
    if finders.find("vendor/tabler.min.css") is None:
        raise Fault(_("The pages' styles and scripts are not there."), _("Run make assets in the checkout."))
    print(_("Serving on http://{host}:{port}; Ctrl+C ends it.").format(host=host, port=port), flush=True)
    Granian(
        "huikuan.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
    ).serve()
    return DONE
