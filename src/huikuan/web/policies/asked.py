"""What whoever decides about a policy is to see: what it changes, and what the simulation of these very words says."""

from __future__ import annotations

from datetime import date
from typing import Any

from huikuan.apps.approvals.selectors import Asked
from huikuan.desk.manual import POLICY, manual_on
from huikuan.desk.versions import text_of, versions_of
from huikuan.engine.ladder.document import Policy
from huikuan.gateways.policies import policy_of_text
from huikuan.web.policies.differences import changes, text_lines
from huikuan.web.policies.ladder import policy_stairs
from huikuan.web.policies.trial import trial_numbered
from huikuan.web.visitors import Visit


def policy_asked(asked: Asked, visit: Visit) -> dict[str, Any] | None:
    """Return what a request for a policy says; None where it is about none, or about the assignment alone."""
    chosen = [name.removeprefix(POLICY) for name in asked.facts.get("chosen", {}) if name.startswith(POLICY)]
    if asked.kind != "policy" or len(chosen) != 1:
        return None
    policy_id, version = chosen[0], int(asked.facts["chosen"][f"{POLICY}{chosen[0]}"])
    earlier = next((number for number in versions_of(policy_id) if number < version), None)
    text = text_of(policy_id, version) or ""
    before_text = text_of(policy_id, earlier) or "" if earlier is not None else ""
    after, before = (_read(one, visit) for one in (text, before_text))
    if after is None:
        return None
    found = changes(before, after, visit.words) if before else []
    return {
        "name": after.name[visit.words.lang],
        "stairs": policy_stairs(after, visit.words, before=before, changed=frozenset(one.rung for one in found)),
        "changes": found,
        "lines": text_lines(before_text, text) if before else [],
        "is_new": before is None,
        "trial": trial_numbered(asked.facts.get("simulation"), visit),
        "reason": asked.facts.get("reason", ""),
        "first_on": visit.words.day_full(date.fromisoformat(asked.facts["first_on"])),
    }


def _read(text: str, visit: Visit) -> Policy | None:
    return policy_of_text(text, manual_on(visit.business_date).policies)[0] if text else None
