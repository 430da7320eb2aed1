"""What was typed into the call panel, as the call that is saved."""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.apps.audit.errors import Refused
from huikuan.desk.calls import Call
from huikuan.desk.contact_log import Contact
from huikuan.desk.disputing import Dispute
from huikuan.desk.promising import Promise
from huikuan.gateways.texts.talk_words import EXCUSES, TRICKS
from huikuan.web.customers.panel import CHANNELS, OUTCOMES
from huikuan.web.forms import Form

_WITH_PROMISE = ("promised", "partly_paid")


def told_call(customer_id: str, form: Form) -> Call:
    """Return the call; what is missing or cannot be read is marked in the form."""
    outcome, channel = form.value("outcome"), form.value("channel")
    if outcome not in OUTCOMES:
        form.mark("outcome", Refused("field_missing"))
    promise = dispute = None
    if outcome in _WITH_PROMISE:
        promise = Promise(form.amount("amount"), form.day("due_on"))
    if outcome == "disputed":
        amount = form.amount("disputed") if form.value("disputed") else None
        dispute = Dispute(form.needed("document_no"), form.needed("reason"), amount, form.value("note"))
    contact = Contact(
        customer_id,
        channel if channel in CHANNELS else "phone",
        outcome or None,
        note=" ".join(_note(outcome, form)) or None,
        promise=promise,
    )
    return Call(contact, dispute)


def _note(outcome: str, form: Form) -> Iterator[str]:
    """Yield what the log keeps in words: the excuse, what goes with the outcome, and the person's own note."""
    words = form.visit.words
    reply = {**EXCUSES, **TRICKS}.get(form.value("excuse"))
    if reply is not None:
        name = reply.name
        yield words.text("Heard: {excuse}.", excuse=words.text(name))
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
