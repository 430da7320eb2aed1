"""Saved ways to look at the worklist: one's own, and those that colleagues of the team share (R-213)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.people.models import SavedView
from huikuan.apps.people.selectors import person_here
from huikuan.gateways import clock

MOST = 12  # of one person; more would be no tabs


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as somebody meets it."""

    number: int
    name: str
    asked: Mapping[str, str]
    is_own: bool
    is_shared: bool
    is_first: bool
    owner: str
    version: int


@dataclass(frozen=True, slots=True)
class Naming:
    """What a view is called, whether the team sees it, and whether the list opens with it."""

    name: str
    is_shared: bool = False
    is_first: bool = False


def views_seen(*, viewer: Actor) -> list[View]:
    """Return the viewer's own views, then those that the team shares."""
    me = person_here(viewer)
    seen = Q(owner=me)
    if me.team_id is not None:
        seen |= Q(is_shared=True, owner__team=me.team_id)
    rows = SavedView.objects.filter(seen, removed_at__isnull=True).select_related("owner").order_by("name", "id")
    views = [
        View(
            row.pk, row.name, row.asked, row.owner_id == me.pk, row.is_shared,
            row.is_first and row.owner_id == me.pk, row.owner.name, row.version,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(views, key=lambda view: not view.is_own)


def keep_view(asked: Mapping[str, str], naming: Naming, *, actor: Actor) -> int:
    """Keep a view; returns its number. Raises: Refused view_exists, views_full."""
    me = person_here(actor)
    own = SavedView.objects.filter(owner=me, removed_at__isnull=True)
    if own.count() >= MOST:
        raise Refused("views_full", count=MOST)
    made = SavedView(owner=me, asked=dict(asked))
    return _written(made, naming)


def change_view(number: int, naming: Naming, *, actor: Actor, version: int | None) -> None:
    """Name a view of one's own anew. Raises: Refused view_unknown, view_exists, changed_meanwhile."""
    view = _own(number, actor)
    if version not in (None, view.version):
        raise Refused("changed_meanwhile")
    _written(view, naming)


def remove_view(number: int, *, actor: Actor) -> None:
    """Take a view of one's own off the tabs; ``restore_view`` brings it back. Raises: Refused view_unknown."""
    view = _own(number, actor)
    SavedView.objects.filter(pk=view.pk).update(removed_at=clock.now(), version=F("version") + 1)


def restore_view(number: int, *, actor: Actor) -> None:
    """Bring back a view that was removed. Raises: Refused view_unknown, view_exists."""
    view = _own(number, actor, is_removed=True)
    view.removed_at, view.is_first = None, False
    _written(view, Naming(view.name, view.is_shared))


def _own(number: int, actor: Actor, *, is_removed: bool = False) -> SavedView:
    mine = SavedView.objects.filter(pk=number, owner=person_here(actor), removed_at__isnull=not is_removed)
    found = mine.first()
    if found is None:
        raise Refused("view_unknown")
    return found


def _written(view: SavedView, naming: Naming) -> int:
    name = naming.name.strip()[:40]
    if not name:
        raise Refused("field_missing")
    view.name, view.is_shared, view.is_first = name, naming.is_shared, naming.is_first
    view.version += 1
    try:
        with transaction.atomic():
            if naming.is_first:
                SavedView.objects.filter(owner=view.owner_id, is_first=True).exclude(pk=view.pk).update(is_first=False)
            view.save()
    except IntegrityError as taken:
        raise Refused("view_exists", name=name) from taken
    return int(view.pk)
