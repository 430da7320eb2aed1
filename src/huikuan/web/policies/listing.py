"""Every policy document: which version holds, since when, who let it, and how many cases follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from django.urls import reverse

from huikuan.apps.policies.selectors import DraftSeen, drafts_open
from huikuan.desk.manual import Manual, manual_on
from huikuan.desk.portfolio import sums_seen
from huikuan.desk.versions import Held, held
from huikuan.engine.statements.document import StatementCycle
from huikuan.gateways.exports.palette import ACCENT, AMBER, GREEN, SECOND
from huikuan.web.lists import Cell, Line, List
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

_QUIET = (SECOND, "#eef0f3")


def policies_screen(run: Run | None, visit: Visit) -> List:
    """Return the list, those that drive most cases first."""
    words, day = visit.words, visit.business_date
    manual, drafts = manual_on(day), drafts_open()
    cases = cases_by_policy(run, visit)
    times = held(manual.policies)
    order = sorted(manual.policies, key=lambda name: -cases.get(name, 0))
    lines = [_line(name, manual, times[name], drafts.get(name), cases.get(name, 0), visit) for name in order]
    lines += [_new(draft, visit) for name, draft in drafts.items() if name not in manual.policies]
    if manual.parameters.statement_cycle is not None:
        lines.append(_cycle(manual.parameters.statement_cycle, visit))
    return List(
        title=words.text("Policies"),
        tabs=[],
        heads=[
            (words.text("Policy"), ""),
            (words.text("Version"), ""),
            (words.text("In force since"), ""),
            (words.text("Rungs"), "n"),
            (words.text("Cases"), "n"),
            (words.text("State"), ""),
        ],
        lines=lines,
        more="",
        start="",
    )


def cases_by_policy(run: Run | None, visit: Visit) -> dict[str, int]:
    """Return how many cases with something to chase follow each policy, of those that the visitor reaches."""
    if run is None:
        return {}
    rungs = sums_seen(run, viewer=visit.actor).rungs
    return {name: int(cases) for name, cases in rungs.group_by("policy").agg(pl.col("cases").sum()).iter_rows()}


def _line(name: str, manual: Manual, times: list[Held], draft: DraftSeen | None, cases: int, visit: Visit) -> Line:
    words, policy = visit.words, manual.policies[name]
    now = next((one for one in reversed(times) if one.first_on is None or one.first_on <= visit.business_date), None)
    is_default = name == manual.parameters.default_policy
    return Line(
        name=policy.name[words.lang],
        address=reverse("policy", args=[name]),
        below=words.text("the default: whoever nothing else decides about") if is_default else "",
        cells=[
            Cell(f"v{policy.version}", kind="less"),
            Cell(since_words(now, visit), below=now.person if now else "", kind="less"),
            Cell(f"{len(policy.rungs)}", kind="n wide"),
            Cell(f"{cases:,}", kind="n"),
            _state(times, draft, visit),
        ],
    )


def since_words(time: Held | None, visit: Visit) -> str:
    """Return from when on a version holds."""
    if time is None or time.first_on is None:
        return visit.words.text("as it ships")
    return visit.words.day(time.first_on, visit.business_date)


def _state(times: list[Held], draft: DraftSeen | None, visit: Visit) -> Cell:
    words = visit.words
    if draft is not None:
        return Cell(draft_words(draft, visit), kind="last", tone=AMBER)
    coming = next((one for one in times if one.first_on is not None and one.first_on > visit.business_date), None)
    if coming is not None and coming.first_on is not None:
        said = words.text(
            "v{version} from {day}", version=coming.version, day=words.day(coming.first_on, visit.business_date)
        )
        return Cell(said, kind="last", tone=(ACCENT, "#e9f1f9"))
    return Cell(words.text("in force"), kind="last", tone=GREEN)


def draft_words(draft: DraftSeen, visit: Visit) -> str:
    """Return how a draft stands, and with whom."""
    if draft.is_waiting:
        return visit.words.text("waits for approval")
    if draft.request_state == "refused":
        return visit.words.text("draft, not approved")
    if draft.editor:
        return visit.words.text("draft · {person}", person=draft.editor)
    return visit.words.text("draft")


def _new(draft: DraftSeen, visit: Visit) -> Line:
    """Return the line of a policy that is only written yet."""
    state = Cell(draft_words(draft, visit), kind="last", tone=AMBER)
    empty = [Cell("", kind=kind) for kind in ("less", "less", "n", "n")]
    return Line(draft.policy, reverse("policy_draft", args=[draft.policy]), [*empty, state])


def _cycle(cycle: StatementCycle, visit: Visit) -> Line:
    words = visit.words
    return Line(
        name=cycle.name[words.lang],
        address=reverse("policy", args=[cycle.id]),
        below=words.text("runs beside every ladder"),
        cells=[
            Cell(f"v{cycle.version}", kind="less"),
            Cell("", kind="less"),
            Cell(f"{len(cycle.rungs)}", kind="n wide"),
            Cell("", kind="n"),
            Cell(words.text("in force"), kind="last", tone=GREEN),
        ],
    )
