"""The interface as a whole: its operations, its errors, its description."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from huikuan.api import acts, approvals, customers, imports, worklist
from huikuan.api.errors import answer_errors, nowhere

api = NinjaAPI(
    title="Huikuan",
    version="1.0.0",
    description="Receivables collection for other systems: deliveries in, worklist and customers out, acts recorded.",
    docs_url=None,  # its page would come from elsewhere; the description is what counts
    urls_namespace="api",
)
for part in (worklist, customers, acts, approvals, imports):
    api.add_router("", part.router)
answer_errors(api)


def addresses() -> Any:
    """Return the addresses; a token opens them, not the pages' session."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        assert pattern.callback is not None
        pattern.callback = login_not_required(pattern.callback)
    everywhere_else = login_not_required(csrf_exempt(nowhere))
    return [*patterns, re_path("", everywhere_else)], app, namespace
