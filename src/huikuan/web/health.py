"""Whether the pages can be served, for a container or a proxy that asks: ``/healthz``."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse

ADDRESS = "/healthz"


class HealthMiddleware:
    """Stands before everything: whoever asks knows neither our name nor a password, and learns nothing else."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 200 when the database answers, else 503; leave every other address to the pages."""
        if request.path != ADDRESS:
            return self.answer(request)
        well = _database_answers()
        said = HttpResponse("ok\n" if well else "no database\n", content_type="text/plain", status=200 if well else 503)
        said["Cache-Control"] = "no-store"
        return said


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True
