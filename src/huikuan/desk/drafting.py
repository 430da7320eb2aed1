"""A policy's next version while it is written: saved by whoever may, sent for approval, dropped.

A draft is always a document without mistakes (R-201); one that was not lived through on the present portfolio goes on
only with a reason (R-202). Whoever saves on top of somebody else's words is told, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.dunning.selectors import newest_business_date
from huikuan.apps.policies.selectors import DraftSeen, draft_of, simulation_of_text, versions_recorded
from huikuan.apps.policies.services import Wording, begin_draft, changed, close_draft, rewrite_draft, send_draft
from huikuan.desk.acts import act
from huikuan.desk.manual import Manual, manual_on
from huikuan.desk.once import Done, once
from huikuan.desk.using import of_policy, use_within
from huikuan.engine.ladder.document import Policy
from huikuan.gateways.policies import PolicyProblem, policy_of_text, preset_policies, recorded_policies
from huikuan.gateways.policies.editing import with_version


@dataclass(frozen=True, slots=True)
class DraftText:
    """What somebody wants a draft to say; ``version``: of the draft as it was read, None where there was none.

    ``sent``: the fields of a form that the text was made from; sent again, they are the same request (R-120).
    """

    policy: str
    text: str
    version: int | None = None
    for_everybody: bool = False
    sent: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftNamed:
    """A draft as it was read, and why something is done with it."""

    policy: str
    version: int | None
    reason: str = ""


def draft_read(text: str, on: date) -> tuple[Policy | None, list[PolicyProblem]]:
    """Return the policy that a text holds beside those the house goes by, or None and what is wrong with it."""
    return policy_of_text(text, manual_on(on).policies)


def policies_with(manual: Manual, policy: str, text: str) -> Mapping[str, Policy]:
    """Return the policies of a manual with another text of one of them."""
    texts = {name: manual.documents[one.id, one.version] for name, one in manual.policies.items()}
    return recorded_policies({**texts, policy: text})


def next_version(policy: str, on: date) -> int:
    """Return the number that the next version of a policy bears: none that is on record, ships or holds."""
    held = [*versions_recorded(policy)]
    held += [one[policy].version for one in (preset_policies(), manual_on(on).policies) if policy in one]
    return max(held, default=0) + 1


def open_draft(policy: str) -> DraftSeen:
    """Return the open draft of a policy. Raises: Refused draft_gone."""
    found = draft_of(policy)
    if found is None:
        raise Refused("draft_gone")
    return found


def save_draft(saved: DraftText, *, actor: Actor, on: date, key: str = "") -> Done:
    """Save a draft, or begin one; it gets the number of the next version by itself.

    Raises: Refused not_allowed, draft_has_mistakes, draft_id_differs, draft_waits, draft_changed, draft_gone.
    """
    asked = replace(saved, text="") if saved.sent else saved
    return once("draft_policy", asked, lambda: _saved(saved, actor, on), key=key, actor=actor)


def _saved(saved: DraftText, actor: Actor, on: date) -> Done:
    with act("draft_policy", actor=actor, on=on, subject=Subject("policy", saved.policy)) as going_on:
        policy, problems = draft_read(saved.text, on)
        if policy is None:
            raise Refused("draft_has_mistakes", count=len(problems))
        if policy.id != saved.policy:
            raise Refused("draft_id_differs", given=policy.id, policy=saved.policy)
        wording = Wording(with_version(saved.text, next_version(saved.policy, on)), saved.for_everybody)
        present, act_id = draft_of(saved.policy), going_on.batch.act_id
        if present is None and saved.version is None:
            made = begin_draft(saved.policy, wording, actor=actor, act_id=act_id)
        else:
            _check_unchanged(present, saved.version)
            assert present is not None
            made = rewrite_draft(present, wording, version=saved.version, actor=actor, act_id=act_id)
        going_on.facts = {"draft": made.number, "version": made.version, "sha256": made.sha256}
    return Done(going_on.batch.pk, dict(going_on.facts))


def _check_unchanged(present: DraftSeen | None, version: int | None) -> None:
    if present is None or present.version != version:
        raise changed(present)
    if present.is_waiting:
        raise Refused("draft_waits", number=present.request_no)


def drop_draft(dropped: DraftNamed, *, actor: Actor, on: date, key: str = "") -> Done:
    """Drop a draft; what the house goes by stays.

    Raises: Refused not_allowed, draft_gone, draft_changed, draft_waits.
    """
    return once("draft_policy", dropped, lambda: _dropped(dropped, actor, on), key=key, actor=actor)


def _dropped(dropped: DraftNamed, actor: Actor, on: date) -> Done:
    with act("draft_policy", actor=actor, on=on, subject=Subject("policy", dropped.policy)) as going_on:
        present = open_draft(dropped.policy)
        _check_unchanged(present, dropped.version)
        close_draft(present.number, version=dropped.version)
        going_on.facts = {"draft": present.number, "dropped": True, "sha256": present.sha256}
    return Done(going_on.batch.pk, dict(going_on.facts))


def propose_draft(proposed: DraftNamed, *, actor: Actor, on: date, key: str = "") -> Done:
    """Ask somebody else whether the house may go by a draft from the next day on (R-134).

    Raises: Refused not_allowed, draft_gone, draft_changed, draft_waits, draft_was_refused, draft_not_simulated.
    """
    return once("use_policy", proposed, lambda: _proposed(proposed, actor, on), key=key, actor=actor)


def _proposed(proposed: DraftNamed, actor: Actor, on: date) -> Done:
    with act("use_policy", actor=actor, on=on, subject=Subject("policy", proposed.policy)) as going_on:
        draft = open_draft(proposed.policy)
        _check_unchanged(draft, proposed.version)
        if draft.request_state == "refused" and draft.text == _refused_text(draft, on):
            raise Refused("draft_was_refused", number=draft.request_no)
        seen = simulation_of_text(draft.policy, draft.sha256, for_everybody=draft.for_everybody)
        simulation = seen.number if seen is not None and seen.state == "done" else None
        if simulation is None and not proposed.reason.strip():
            raise Refused("draft_not_simulated")
        policy, _problems = draft_read(draft.text, on)
        if policy is None:  # what it continues with is no longer there
            raise Refused("draft_has_mistakes", count=len(_problems))
        rests_on = {"draft": draft.number, "simulation": simulation}
        told = {**rests_on, "name": dict(policy.name), "reason": proposed.reason.strip()}
        choice = of_policy(policy, draft.text, as_default=draft.for_everybody)
        first_on = day_after(on)
        used = use_within(going_on, choice, first_on=first_on, actor=actor, on=on, told=told)
        if used.request_no is None:
            close_draft(draft.number, version=draft.version)
        else:
            send_draft(draft, used.request_no, version=draft.version)
        going_on.facts = {**going_on.facts, **rests_on}
        going_on.personal = {"reason": told["reason"]} if told["reason"] else {}
    return Done(going_on.batch.pk, dict(going_on.facts))


def _refused_text(draft: DraftSeen, on: date) -> str:
    """Return the words that were refused: those on record under the number that the draft still bears."""
    policy, _problems = draft_read(draft.text, on)
    return draft.text if policy is not None and policy.version in versions_recorded(draft.policy) else ""


def day_after(on: date) -> date:
    """Return the first day that can still go by something new: not one that was run."""
    return max(on, newest_business_date() or on) + timedelta(days=1)
