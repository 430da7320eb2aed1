"""Changes our own people and entities."""

from __future__ import annotations

from collections.abc import Iterable

from huikuan.apps.people.models import LegalEntity

HOUSE_ZONE = "Asia/Shanghai"


def name_entities(codes: Iterable[str], *, currency: str) -> None:
    """Add the legal entities that are not known yet, as Chinese companies until somebody says otherwise."""
    known = set(LegalEntity.objects.values_list("code", flat=True))
    LegalEntity.objects.bulk_create(
        LegalEntity(code=code, name=code, currency=currency, country="CN", zone=HOUSE_ZONE)
        for code in dict.fromkeys(codes)
        if code not in known
    )
