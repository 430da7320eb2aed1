"""What templates say and draw: ``{% t "Sign in" %}`` in the visitor's language, ``{% icon "phone" %}``.

Amounts and dates come ready from the pages' own modules: a template does no arithmetic.
"""

from __future__ import annotations

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


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a drawing that stands beside a word; it says nothing by itself."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("vendor/icons.svg"), name
    )
