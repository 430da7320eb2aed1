"""Saved views as tabs of the worklist, and the forms that keep, change and remove them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from huikuan.apps.dunning.selectors import worklist_sizes
from huikuan.apps.people.saved_views import Naming, View, views_seen
from huikuan.apps.people.selectors import person_here
from huikuan.desk.rights import require_any
from huikuan.desk.saved_views import change_view, keep_view, remove_view, restore_view
from huikuan.web.forms import Form, Undo, attempted, done, shown
from huikuan.web.paging import Tab, address_of
from huikuan.web.visitors import Visit
from huikuan.web.worklist.filters import people_meant
from huikuan.web.worklist.query import Query

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run


@dataclass(frozen=True, slots=True)
class Saved:
    """The saved views beside the tabs; ``here``: the one that is looked at."""

    tabs: list[Tab]
    here: View | None
    can_keep: bool  # what is looked at is worth a name, and has none yet


def saved_of(run: Run, query: Query, visit: Visit) -> Saved:
    """Return the viewer's views with their counts, all counted in one question."""
    views = views_seen(viewer=visit.actor)
    me = person_here(visit.actor).code
    wanted = {}
    for view in views:
        asked = Query.of(view.asked)
        assignee = me if asked.whose == "mine" else None
        wanted[str(view.number)] = asked.wanted(assignee, people_meant(asked, visit), visit.business_date)
    sizes = worklist_sizes(run, wanted, viewer=visit.actor) if wanted else {}
    mine = query.kept
    here = next((view for view in views if dict(view.asked) == mine), None)
    tabs = [
        Tab(
            view.name if view.is_own else visit.words.text("{name} ({owner})", name=view.name, owner=view.owner),
            f"{sizes[str(view.number)]:,}",
            address_of("worklist", view.asked),
            view is here,
        )
        for view in views
    ]
    return Saved(tabs, here, here is None and bool(query.said))


def first_view(visit: Visit) -> str:
    """Return the address with which the viewer's worklist opens, or nothing."""
    return next((address_of("worklist", view.asked) for view in views_seen(viewer=visit.actor) if view.is_first), "")


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is looked at under a name."""
    visit = cast(Visit, request)
    require_any("save_view", actor=visit.actor, on=visit.business_date)
    form = Form.of(visit)
    asked = Query.of_address(form.value("onward")).kept
    naming = _naming(form)
    if attempted(form, lambda: keep_view(asked, naming, actor=visit.actor, on=visit.business_date)) is None:
        return _asked_again(visit, form)
    return done(visit, address_of("worklist", asked), visit.words.text("View {name} is kept.", name=naming.name))


@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Name a view anew, remove it, or bring it back."""
    visit = cast(Visit, request)
    form = Form.of(visit)
    onward, words = Query.of_address(form.value("onward")).address(), visit.words
    actor, on = visit.actor, visit.business_date
    match form.value("act"):
        case "remove":
            remove_view(number, actor=actor, on=on)
            undo = Undo(visit.path, {"act": "restore", "onward": onward})
            return done(visit, onward, words.text("The view is removed."), undo=undo)
        case "restore":
            restore_view(number, actor=actor, on=on)
            return done(visit, onward, words.text("Taken back. It is as it was before."))
        case _:
            naming = _naming(form)

            def changed() -> bool:
                change_view(number, naming, actor=actor, on=on, version=form.version)
                return True

            if attempted(form, changed) is None:
                return _asked_again(visit, form)
            return done(visit, onward, words.text("View {name} is kept.", name=naming.name))


def _asked_again(visit: Visit, form: Form) -> HttpResponse:
    """Show what was typed with what is wrong with it."""
    onward = Query.of_address(form.value("onward")).address()
    return shown(visit, form, "web/view.html", {"address": visit.path, "onward": onward})


def _naming(form: Form) -> Naming:
    return Naming(form.needed("name"), form.value("shared") == "yes", form.value("first") == "yes")
