"""The list of people, and the table of roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from huikuan.apps.people.permissions import PERMISSIONS, scope_of
from huikuan.apps.people.selectors import Colleague, colleagues
from huikuan.engine.codes import ROLES
from huikuan.gateways.exports.palette import AMBER, SECOND
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.act_words import ACT_WORDS
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.lists import Cell, Line, List, tabs_of
from huikuan.web.paging import address_of
from huikuan.web.visitors import Visit

PAGE_SIZE = 50
TABS: Mapping[str, str] = {
    "here": N_("At work"),
    "away": N_("Away today"),
    "bare": N_("Without a role"),
    "left": N_("Left"),
}
GREY = (SECOND, "#eef0f3")
SCOPE_WORDS: Mapping[str, str] = {
    "own": N_("own"),
    "team": N_("team's"),
    "entity": N_("company's"),
    "all": N_("all"),
}


def people_screen(tab: str, query: str, after: int, visit: Visit) -> List:
    """Return a page of the people of a tab, by team and name."""
    tab = tab if tab in TABS else "here"
    words, on = visit.words, visit.business_date
    everybody = sorted(colleagues(on, viewer=visit.actor), key=lambda one: (one.team or "~", one.name, one.code))
    wanted = [one for one in everybody if query.lower() in f"{one.code} {one.name} {one.team or ''}".lower()]
    among = {name: [one for one in wanted if _is_in(name, one, visit)] for name in TABS}
    found, asked = among[tab][after : after + PAGE_SIZE], {"tab": tab, "q": query}
    more = after + PAGE_SIZE if len(among[tab]) > after + PAGE_SIZE else 0
    names = {one.code: one.name for one in everybody}
    return List(
        title=words.text("People"),
        tabs=tabs_of("people", words, TABS, {name: len(rows) for name, rows in among.items()}, tab),
        heads=[(words.text(head), "") for head in (N_("Person's name"), N_("Team"), N_("Roles"), N_("State"))],
        lines=[_line(one, names, visit) for one in found],
        more=address_of("people", {**asked, "after": more}) if more else "",
        start=address_of("people", asked) if after else "",
        filters=[(words.text("Search: {text}", text=query), address_of("people", {"tab": tab}))] if query else [],
    )


def _is_in(tab: str, one: Colleague, visit: Visit) -> bool:
    has_left = one.left_on is not None and one.left_on < visit.business_date
    if tab == "left" or has_left:
        return tab == "left" and has_left
    return {"here": True, "away": one.deputy is not None, "bare": not one.roles}[tab]


def _line(one: Colleague, names: Mapping[str, str], visit: Visit) -> Line:
    words, on = visit.words, visit.business_date
    roles = [words.title("role", role) + (f" ({entity})" if entity else "") for role, entity in one.roles]
    state, tone = "", GREY
    if one.left_on and one.left_on < on:
        state = words.text("left on {day}", day=words.day(one.left_on, on))
    elif one.deputy:
        state, tone = words.text("away; {deputy} stands in", deputy=names.get(one.deputy, one.deputy)), AMBER
    elif one.left_on:
        state, tone = words.text("leaves on {day}", day=words.day(one.left_on, on)), AMBER
    cells = [
        Cell(one.team or "", kind="less"),
        Cell(words.text(", ").join(roles) or words.text("no role yet")),
        Cell(state, kind="last", tone=tone if state else None),
    ]
    below = one.code if one.code != one.name else ""
    return Line(one.name, reverse("person", args=[one.number]), cells, below)


@dataclass(frozen=True, slots=True)
class RoleTable:
    """Who may do what: an act a row, a role a column, in the cell how far it reaches."""

    heads: list[tuple[str, str, bool]]  # word, address of the role alone, whether it is the one looked at
    rows: list[tuple[str, list[str]]]
    everything: str  # the address of the whole table, where one role is looked at


def role_table(role: str, words: Words) -> RoleTable:
    """Return the whole table, or one role's acts alone."""
    shown: Sequence[str] = [role] if role in ROLES else list(ROLES)
    rows = [
        (words.text(ACT_WORDS[act]), [_scope_word(act, one, words) for one in shown])
        for act in PERMISSIONS
        if len(shown) > 1 or scope_of(act, shown[0])
    ]
    heads = [(words.title("role", one), address_of("roles", {"role": one}), one == role) for one in shown]
    return RoleTable(heads, rows, reverse("roles") if len(shown) == 1 else "")


def _scope_word(act: str, role: str, words: Words) -> str:
    scope = scope_of(act, role)
    return words.text(SCOPE_WORDS[scope]) if scope else ""
