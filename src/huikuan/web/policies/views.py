"""The list of policies, one of them, its versions held side by side, and who follows which."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huikuan.apps.dunning.selectors import newest_run
from huikuan.apps.policies.selectors import draft_of
from huikuan.desk.manual import manual_on
from huikuan.desk.rights import may, require_any
from huikuan.desk.versions import text_of, versions_of
from huikuan.engine.ladder.document import Policy
from huikuan.gateways.policies import is_cycle, policy_of_text
from huikuan.web.policies.differences import changes, text_lines
from huikuan.web.policies.ladder import policy_screen, policy_stairs, policy_tabs, version_lines
from huikuan.web.policies.listing import policies_screen
from huikuan.web.policies.rules import rules_screen
from huikuan.web.visitors import Visit


def looking(request: HttpRequest) -> Visit:
    """Return the visit of somebody who may read the manual. Raises: Refused not_allowed."""
    visit = cast(Visit, request)
    require_any("see_worklist", actor=visit.actor, on=visit.business_date)
    return visit


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show every policy."""
    visit = looking(request)
    may_draft = may("draft_policy", actor=visit.actor, on=visit.business_date)
    return render(request, "web/policies.html", {"page": policies_screen(newest_run(), visit), "may_draft": may_draft})


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Show who follows which policy and why."""
    visit = looking(request)
    return render(request, "web/policy_rules.html", {"page": rules_screen(newest_run(), visit)})


@require_GET
def policy(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Show a policy as a staircase, or the statement cycle."""
    visit = looking(request)
    cycle = manual_on(visit.business_date).parameters.statement_cycle
    if cycle is not None and cycle.id == policy_id:
        return render(request, "web/policy_cycle.html", {"cycle": cycle, "lines": _cycle_lines(visit)})
    page = policy_screen(policy_id, newest_run(), visit)
    if page is None:
        raise Http404
    return render(request, "web/policy.html", {"page": page})


def _cycle_lines(visit: Visit) -> list[dict[str, str]]:
    words = visit.words
    cycle = manual_on(visit.business_date).parameters.statement_cycle
    assert cycle is not None
    return [
        {
            "name": rung.name[words.lang],
            "clause": rung.clause[words.lang],
            "how": words.text(", ").join(words.code("channel", channel) for channel in rung.channels),
            "role": words.code("role", rung.role),
        }
        for rung in cycle.rungs
    ]


@require_GET
def versions(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Show when each version held, and who let it."""
    visit = looking(request)
    found, draft = manual_on(visit.business_date).policies.get(policy_id), draft_of(policy_id)
    if found is None:
        raise Http404
    page = {
        "policy": policy_id,
        "title": found.name[visit.words.lang],
        "tabs": policy_tabs(policy_id, "policy_versions", draft, visit),
        "lines": version_lines(policy_id, visit),
        "numbers": versions_of(policy_id),
    }
    return render(request, "web/policy_versions.html", {"page": page})


@require_GET
def compare(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Show two versions side by side: rung by rung, and line by line."""
    visit = looking(request)
    numbers = [request.GET.get(name, "") for name in ("from", "to")]
    texts = [text_of(policy_id, int(one)) if one.isdecimal() and len(one) < 9 else None for one in numbers]
    if not all(numbers):
        return HttpResponseRedirect(reverse("policy_versions", args=[policy_id]))
    if None in texts or any(is_cycle(text or "") for text in texts):
        raise Http404
    before, after = (_policy(text or "", visit) for text in texts)
    found = changes(before, after, visit.words)
    page = {
        "policy": policy_id,
        "title": after.name[visit.words.lang],
        "tabs": policy_tabs(policy_id, "policy_versions", draft_of(policy_id), visit),
        "back": reverse("policy_versions", args=[policy_id]),
        "was": f"v{before.version}",
        "now": f"v{after.version}",
        "stairs": policy_stairs(after, visit.words, before=before, changed=frozenset(change.rung for change in found)),
        "changes": found,
        "lines": text_lines(texts[0] or "", texts[1] or ""),
    }
    return render(request, "web/policy_compare.html", {"page": page})


def _policy(text: str, visit: Visit) -> Policy:
    found, _problems = policy_of_text(text, manual_on(visit.business_date).policies)
    if found is None:  # it continued with something that is no longer there
        raise Http404
    return found
