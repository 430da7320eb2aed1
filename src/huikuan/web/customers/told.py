"""What was typed into the call panel, as the call that is saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from huikuan.apps.audit.errors import Refused
from huikuan.apps.people.selectors import person_here
from huikuan.desk.calls import Call
from huikuan.desk.contact_log import Contact, Manner
from huikuan.desk.disputing import Dispute
from huikuan.desk.following_up import Afterwards, Claim
from huikuan.desk.promising import Promise
from huikuan.engine.codes import ABILITIES, TONES, WILLINGNESSES, CodeList
from huikuan.engine.money import EXPONENTS
from huikuan.gateways.texts.confirmation_words import Confirmed, confirmation_text
from huikuan.gateways.texts.talk_words import EXCUSES, TRICKS
from huikuan.web.customers.panel import CHANNELS, METHODS, OUTCOMES, WITH_PROMISE
from huikuan.web.forms import Form

if TYPE_CHECKING:
    from huikuan.web.customers.page import Page


def told_call(page: Page, form: Form) -> Call:
    """Return the call; what is missing or cannot be read is marked in the form."""
    outcome, channel = form.value("outcome"), form.value("channel")
    if outcome not in OUTCOMES:
        form.mark("outcome", Refused("field_missing"))
    promise = dispute = None
    if outcome in WITH_PROMISE:
        promise = Promise(form.amount("amount"), form.day("due_on"))
    if outcome == "disputed":
        amount = form.amount("disputed") if form.value("disputed") else None
        dispute = Dispute(form.needed("document_no"), form.needed("reason"), amount, form.value("note"))
    contact = Contact(
        page.customer_id,
        channel if channel in CHANNELS else "phone",
        outcome or None,
        note=" ".join(_note(outcome, form)) or None,
        entity=form.value("entity") or None,
        promise=promise,
        manner=_manner(form),
        afterwards=_afterwards(outcome, promise, page, form),
    )
    return Call(contact, dispute)


def _manner(form: Form) -> Manner:
    excuse = form.value("excuse")
    return Manner(
        excuse=excuse if excuse in {**EXCUSES, **TRICKS} else "",
        ability=_one_of(ABILITIES, form.value("ability")),
        willingness=_one_of(WILLINGNESSES, form.value("willingness")),
        tone=_one_of(TONES, form.value("tone")),
    )


def _one_of(known: CodeList, given: str) -> str:
    return given if given in known else ""


def _afterwards(outcome: str, promise: Promise | None, page: Page, form: Form) -> Afterwards:
    claim = call_back = None
    if outcome == "says_paid":
        paid_on = form.day("paid_on") if form.value("paid_on") else None
        claim = Claim(paid_on, form.value("bank"), form.value("reference"))
    if outcome == "call_back":
        call_back = form.moment("call_back")
    return Afterwards(
        claim=claim,
        call_back=call_back,
        in_charge=form.value("person") if outcome == "wrong_person" else "",
        confirmation=_confirmation(promise, page, form) if promise is not None and form.is_whole else "",
    )


def _confirmation(promise: Promise, page: Page, form: Form) -> str:
    words, method = form.visit.words, form.value("method")
    currency = page.chased[1] if page.chased else page.currency
    minor = int(promise.amount.scaleb(EXPONENTS[currency]))
    said = Confirmed(
        customer=page.name,
        today=words.day_full(form.visit.business_date),
        amount=f"{words.money(minor, currency)} {words.currency(currency)}",
        day=words.day_full(promise.due_on),
        way=words.code("method", method) if method in METHODS else "",
        writer=person_here(form.visit.actor).name,
    )
    return confirmation_text(said, words)


def _note(outcome: str, form: Form) -> Iterator[str]:
    """Yield what the log keeps in words: the excuse, what goes with the outcome, and the person's own note."""
    words = form.visit.words
    reply = {**EXCUSES, **TRICKS}.get(form.value("excuse"))
    if reply is not None:
        name = reply.name
        yield words.text("Heard: {excuse}.", excuse=words.text(name))
    if outcome in WITH_PROMISE and form.value("method") in METHODS:
        yield words.text("Pays by: {method}.", method=words.code("method", form.value("method")))
    if outcome == "says_paid":
        paid = [form.value(name) for name in ("paid_on", "bank", "reference") if form.value(name)]
        if paid:
            yield words.text("Paid, they say: {facts}.", facts=words.text(", ").join(paid))
    if outcome == "wrong_person" and form.value("person"):
        yield words.text("In charge: {person}.", person=form.value("person"))
    if outcome == "call_back" and form.value("call_back"):
        yield words.text("Call back: {when}.", when=form.value("call_back"))
    if form.value("note"):
        yield form.value("note")
