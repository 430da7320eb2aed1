"""A form from the first keystroke to the act: what was typed, what was wrong with it, and what was done.

A view makes a ``Form`` of the request, reads its fields, and lets ``attempted`` do the act. When it passed, ``done``
leads on and says so on the next page; when not, the same page is shown again with everything that was typed.
``form.key`` goes to the act, so that a double click or a reload does it once (R-120); what cannot be undone asks first
(``is_confirmed``).

    form = Form.of(request)
    if form.is_sent and (made := attempted(form, lambda: withdraw(..., key=form.key))):
        return done(visit, reverse("promises"), visit.words.text("The promise was taken back."))
    return shown(visit, form, "web/withdraw.html", {"page": ...})
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from huikuan.apps.audit.errors import Refused
from huikuan.web.refusals import Told, told
from huikuan.web.typed import typed_amount, typed_day, typed_moment
from huikuan.web.visitors import Visit

Result = TypeVar("Result")
_FRAME = {"csrfmiddlewaretoken", "key", "version", "confirmed"}  # what a form bears beside its fields
SECRET = {"password", "old_password", "new_password", "once_more", "one_time_code"}  # never kept, never carried
_KEPT, _SAID = "kept_form", "said"  # in the session
# Refusals of the acts that one field can mend.
_MENDED_IN: Mapping[str, str] = {
    "amount_not_positive": "amount",
    "excess_decimals": "amount",
    "more_than_the_document": "amount",
    "promise_due_before_made": "due_on",
    "document_unknown": "document_no",
    "no_such_document": "document_no",
    "reason_missing": "reason",
    "reason_unknown": "reason",
    "resolution_unknown": "resolution",
    "until_is_past": "until",
    "view_exists": "name",
    "password_wrong": "old_password",
    "password_same": "new_password",
    "password_short": "new_password",
    "password_common": "new_password",
    "password_like_name": "new_password",
    "one_time_code_wrong": "one_time_code",
    "rules_out_of_range": "idle_minutes",
    "scope_unknown": "scopes",
    "token_open_already": "name",
    "person_exists": "code",
    "role_held": "role",
    "own_deputy": "deputy",
    "deputy_is_self": "deputy",
    "days_reversed": "last_on",
    "too_late_to_end": "last_on",
    "last_keeper": "last_on",
    "mode_missing": "mode",
    "known_ahead": "known_on",
    "currency_unknown": "currency",
    "call_back_is_past": "call_back",
    "entity_needed": "entity",
    "due_is_past": "due_on",
    "day_to_come": "day",
    "before_it_was_sent": "day",
    "paper_unknown": "proof",
    "paper_too_large": "proof",
}


@dataclass(slots=True)
class Form:
    """What a person typed, by field, and what is to be said about it."""

    visit: Visit
    typed: dict[str, list[str]]
    key: str
    version: int | None = None
    is_sent: bool = False
    is_confirmed: bool = False
    was_kept: bool = False  # the text was typed before the session ended; nothing was done with it
    refusal: Told | None = None
    mistakes: dict[str, Told] = field(default_factory=dict)

    @classmethod
    def of(cls, visit: Visit, **initial: object) -> Form:
        """Return the form as it was sent, as it was kept while its writer signed in again, or new with these values."""
        given = visit.POST
        if visit.method == "POST":
            version = given.get("version", "")
            return cls(
                visit,
                fields_of(visit),
                key=given.get("key") or new_key(),
                version=int(version) if version.isdecimal() else None,
                is_sent=True,
                is_confirmed=given.get("confirmed") == "yes",
            )
        kept = visit.session.get(_KEPT)
        if kept and kept["address"] == visit.path:
            del visit.session[_KEPT]
            return cls(visit, kept["fields"], key=new_key(), was_kept=True)
        return cls(visit, {name: [str(value)] for name, value in initial.items() if value is not None}, key=new_key())

    def value(self, name: str) -> str:
        """Return what was typed into a field, without the blanks around it."""
        return next(iter(self.typed.get(name, ())), "").strip()

    def many(self, name: str) -> tuple[str, ...]:
        """Return all that was ticked under a name."""
        return tuple(self.typed.get(name, ()))

    def needed(self, name: str) -> str:
        """Return what was typed; marks the field where it is nothing."""
        if not self.value(name):
            self.mark(name, Refused("field_missing"))
        return self.value(name)

    def amount(self, name: str) -> Decimal:
        """Return the amount that was typed (18 万, 180,000.00); marks the field where it is none, and returns 0."""
        return self._read(name, typed_amount, Decimal(0))

    def day(self, name: str) -> date:
        """Return the day that was typed (周五, 11-27, +7); marks the field where it is none, and returns today."""
        today = self.visit.business_date
        return self._read(name, lambda text: typed_day(text, today), today)

    def optional_day(self, name: str) -> date | None:
        """Return the day that was typed; None where the field is empty."""
        return self.day(name) if self.value(name) else None

    def email(self, name: str) -> str:
        """Return the address that was typed, empty where none was; marks the field where it is none."""
        address = self.value(name)
        try:
            if address:
                validate_email(address)
        except ValidationError:
            self.mark(name, Refused("email_unreadable", given=address))
        return address

    def whole_number(self, name: str) -> int:
        """Return the number that was typed; marks the field where it is none, and returns 0."""
        return self._read(name, _whole_number, 0)

    def moment(self, name: str) -> datetime | date:
        """Return the hour or the day that was typed (周五 15:00, +1); marks the field where it is neither."""
        today = self.visit.business_date
        return self._read(name, lambda text: typed_moment(text, today), today)

    def _read(self, name: str, read: Callable[[str], Result], otherwise: Result) -> Result:
        text = self.needed(name)
        try:
            return read(text) if text else otherwise
        except Refused as refused:
            self.mark(name, refused)
            return otherwise

    def mark(self, name: str, refused: Refused) -> None:
        """Say what is wrong with a field that was sent."""
        if self.is_sent:
            self.mistakes.setdefault(name, told(refused, self.visit.words))

    @property
    def is_whole(self) -> bool:
        """Whether nothing that was typed has to be mended."""
        return self.refusal is None and not self.mistakes

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Every field with its value, for a page that asks once more."""
        return [(name, value) for name, values in self.typed.items() for value in values]


def _whole_number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise Refused("number_unreadable", given=text)
    return int(text)


def attempted(form: Form, work: Callable[[], Result]) -> Result | None:
    """Do the work if the form is whole. None: something was refused, nothing was done, and the form says what."""
    if not form.is_whole:
        return None
    try:
        return work()
    except Refused as refused:
        name = _MENDED_IN.get(refused.code, "")
        if name in form.typed or name in form.visit.FILES:
            form.mark(name, refused)
        else:
            form.refusal = told(refused, form.visit.words)
        return None


def shown(visit: Visit, form: Form, template: str, page: Mapping[str, Any]) -> HttpResponse:
    """Return the page with its form; 400 where something was refused."""
    status = 200 if form.is_whole else 400
    return render(visit, template, {**page, "form": form}, status=status)


@dataclass(frozen=True, slots=True)
class Undo:
    """The act that takes another one back: where it is posted, and with which fields."""

    address: str
    fields: Mapping[str, str]


def done(visit: Visit, address: str, said: str, *, undo: Undo | None = None) -> HttpResponse:
    """Lead on to an address, whose page says what was done, and offers to undo it."""
    back = {"address": undo.address, "fields": {**undo.fields, "key": new_key()}} if undo else None
    visit.session[_SAID] = {"sentence": said, "undo": back}
    return HttpResponseRedirect(address)


def said_before(visit: Visit) -> Mapping[str, Any] | None:
    """Return what the page before has to say, once: ``sentence`` and ``undo``."""
    return visit.session.pop(_SAID, None) if _SAID in visit.session else None


def kept_for_later(visit: Visit, address: str, fields: Mapping[str, list[str]]) -> None:
    """Keep what was typed until the form at that address is opened again."""
    kept = {name: values for name, values in fields.items() if name not in SECRET}
    visit.session[_KEPT] = {"address": address, "fields": kept}


def fields_of(visit: Visit) -> dict[str, list[str]]:
    """Return what was sent: the person's own fields only."""
    return {name: values for name, values in visit.POST.lists() if name not in _FRAME}


def new_key() -> str:
    """Return a name for an act that nobody has given before."""
    return secrets.token_urlsafe(12)
