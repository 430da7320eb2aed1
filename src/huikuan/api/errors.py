"""Every error in one shape: a code that stays, a sentence and a remedy in the caller's language, and which fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from huikuan.api.tokens import Caller
from huikuan.apps.audit.errors import Refused
from huikuan.gateways.texts.refusal_words import refusal_sentences

_FORBIDDEN = frozenset({"not_allowed", "out_of_reach", "not_decider", "own_request", "scope_missing", "person_left"})
_NOT_FOUND = frozenset({"customer_unknown", "request_unknown", "promise_unknown", "no_such_document", "no_day_yet"})


class Fault(Schema):
    """A field of the request and what is wrong with it."""

    field: str
    message: str


class Problem(Schema):
    """What went wrong. ``code`` is for programs, ``message`` and ``remedy`` are for people."""

    code: str
    message: str
    remedy: str
    fields: list[Fault]


# What any operation may answer besides what it is asked for.
ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Problem)


def status_of(code: str) -> int:
    """Return the HTTP status of a refusal: 409 where a request that is well formed does not fit what is known."""
    if code in _FORBIDDEN:
        return 403
    if code in _NOT_FOUND:
        return 404
    return 429 if code == "too_many_requests" else 409


def answer(
    request: HttpRequest, status: int, refused: Refused, fields: Sequence[Mapping[str, str]] = ()
) -> HttpResponse:
    """Return a problem as an answer."""
    sentence, remedy = refusal_sentences(refused.code, refused.facts, cast(Caller, request).words.lang)
    said = {"code": refused.code, "message": sentence, "remedy": remedy, "fields": list(fields)}
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


def nowhere(request: HttpRequest) -> HttpResponse:
    """Answer for an address that nothing stands at."""
    return answer(request, 404, Refused("address_unknown"))


def answer_errors(api: NinjaAPI) -> None:
    """Let an interface answer every error in that shape."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, exc: Refused) -> HttpResponse:
        said = answer(request, status_of(exc.code), exc)
        if exc.code == "too_many_requests":
            said["Retry-After"] = str(exc.facts["seconds"])
        return said

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
        said = answer(request, 401, Refused("token_missing"))
        said["WWW-Authenticate"] = "Bearer"
        return said

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
        fields = [
            {"field": ".".join(str(part) for part in fault["loc"] if part != "body"), "message": fault["msg"]}
            for fault in exc.errors
        ]
        return answer(request, 422, Refused("request_invalid"), fields)

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, exc: HttpError) -> HttpResponse:
        return answer(request, exc.status_code, Refused("request_unreadable"))
