"""特批: a discount, a settlement, a write-off or a new credit limit is asked for from the customer's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huikuan.apps.customers.selectors import name_of_customer
from huikuan.apps.receivables.selectors import currencies_of_customer, entities_of_customer
from huikuan.desk.conceding import Concession, ask_concession
from huikuan.desk.rights import About, require
from huikuan.engine.authority import AUTHORITY, Band
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.request_words import CONCESSION_WORDS
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.visitors import Visit


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the authority table, in words: the kind, up to which amount, and who agrees."""

    kind: str
    amount: str
    roles: str


@require_http_methods(["GET", "POST"])
def concession(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Ask for a concession; the authority table stands beside the form."""
    visit = cast(Visit, request)
    entities, currencies = entities_of_customer(customer_id), currencies_of_customer(customer_id)
    if not entities or not currencies:
        raise Http404
    require("ask_concession", actor=visit.actor, on=visit.business_date, about=About(customer_id))
    form = Form.of(visit, currency=currencies[0])
    if form.is_sent:
        asked = _typed(form, customer_id, entities, currencies)
        made = attempted(form, lambda: ask_concession(asked, actor=visit.actor, on=visit.business_date, key=form.key))
        if made:
            role = visit.words.code("role", made.facts["chain"][0])
            said = visit.words.text("Asked for. Now it is with {role}.", role=role)
            return done(visit, reverse("approval", args=[made.facts["request"]]), said)
    page = {
        "customer_id": customer_id,
        "customer": name_of_customer(customer_id),
        "kinds": [(kind, visit.words.text(msgid)) for kind, msgid in CONCESSION_WORDS.items()],
        "entities": [(code, code) for code in entities] if len(entities) > 1 else [],
        "currencies": [(code, visit.words.currency(code)) for code in currencies] if len(currencies) > 1 else [],
        "unit": visit.words.currency(currencies[0]) if len(currencies) == 1 else "",
        "rules": list(_rules(visit.words)),
    }
    return shown(visit, form, "web/concession.html", {"page": page})


def _typed(form: Form, customer_id: str, entities: tuple[str, ...], currencies: list[str]) -> Concession:
    return Concession(
        customer_id,
        form.needed("kind"),
        form.amount("amount"),
        form.value("currency") or currencies[0],
        form.needed("reason"),
        entity=form.value("entity") or (entities[0] if len(entities) == 1 else None),
        documents=form.value("documents").replace("，", ",").split(","),
        until=form.day("until") if form.value("until") else None,
    )


def _rules(words: Words) -> Iterator[Rule]:
    for kind, bands in AUTHORITY.items():
        for place, band in enumerate(bands):
            name = words.text(CONCESSION_WORDS[kind]) if place == 0 else ""
            yield Rule(name, _amount(band, place, words), " → ".join(words.code("role", role) for role in band.roles))


def _amount(band: Band, place: int, words: Words) -> str:
    if band.up_to_minor is not None:
        return words.text("up to {amount}", amount=words.priced_short(band.up_to_minor, "CNY"))
    return words.text("above that") if place else words.text("every amount")
