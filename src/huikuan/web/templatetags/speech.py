"""What templates say and draw: ``{% t "Sign in" %}`` in the visitor's language, ``{% icon "phone" %}``.

Amounts and dates come ready from the pages' own modules: a template does no arithmetic.
"""

from __future__ import annotations

from collections.abc import Sized
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def t(context: template.Context, msgid: str, **facts: Any) -> str:
    """Return the sentence of the catalogue in the visitor's language, its ``{placeholders}`` filled."""
    said: str = context["words"].text(msgid, **facts)
    return said


@register.simple_tag(takes_context=True)
def count(context: template.Context, what: Sized, one: str, many: str) -> str:
    """Return how many there are, in the visitor's language: ``{% count rows "{n} row" "{n} rows" %}``."""
    said: str = context["words"].count(one, many, len(what))
    return said


@register.inclusion_tag("web/field.html", takes_context=True)
def field(context: template.Context, name: str, label: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """Draw a field of the page's ``form`` with its label, its help or what is wrong with it.

    ``kind``: text, amount, day, area (with ``rows``), choice and ticks (with ``choices``: code and word), secret (never
    shown again); ``unit``, ``help``, ``optional`` and ``quiet`` (the label is for aids only, a head of a table says
    it) as they apply.
    """
    form = context["form"]
    said = {"words": context["words"], "name": name, "label": label, "kind": kind}
    typed = {"value": form.value(name), "ticked": form.many(name), "mistake": form.mistakes.get(name)}
    return {"rows": 3, **more, **said, **typed}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a drawing that stands beside a word; it says nothing by itself."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("vendor/icons.svg"), name
    )
