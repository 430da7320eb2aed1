"""Records policy documents by version, what the house goes by, and what is being written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.policies.models import (
    AssignmentVersion,
    HouseChoice,
    PolicyDraft,
    PolicySimulation,
    PolicyVersion,
)
from huikuan.apps.policies.selectors import (
    DraftSeen,
    SimulationSeen,
    assignment_digest,
    digests_of,
    draft_of,
    simulation_of_key,
)
from huikuan.gateways import clock


def digest(text: str) -> str:
    """Return what tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def new_versions(texts: Mapping[tuple[str, int], str]) -> dict[tuple[str, int], str]:
    """Return the documents that are not recorded yet.

    Raises: Refused policy_text_differs when a version is recorded with another text.
    """
    known = digests_of(dict(texts.keys()))
    for (policy, version), text in texts.items():
        if known.get(policy, digest(text)) != digest(text):
            raise Refused("policy_text_differs", policy=policy, version=version, next=version + 1)
    return {key: text for key, text in texts.items() if key[0] not in known}


def record_versions(texts: Mapping[tuple[str, int], str], *, on: date, act_id: UUID) -> int:
    """Record the documents that are not recorded yet; returns how many. Raises: Refused policy_text_differs."""
    new = new_versions(texts)
    PolicyVersion.objects.bulk_create(
        PolicyVersion(policy=policy, version=version, text=text, sha256=digest(text), in_force_from=on, act_id=act_id)
        for (policy, version), text in new.items()
    )
    return len(new)


def record_assignment(
    assignment: str, version: int, text: str, names: Mapping[str, str], *, on: date, act_id: UUID
) -> int:
    """Record assignment rules; returns their number, the same for the same document.

    Raises: Refused policy_text_differs when the version is recorded with another text.
    """
    known = assignment_digest(assignment, version)
    if known is None:
        return AssignmentVersion.objects.create(
            assignment=assignment,
            version=version,
            text=text,
            names=dict(names),
            sha256=digest(text),
            in_force_from=on,
            act_id=act_id,
        ).pk
    number, sha256 = known
    if sha256 != digest(text):
        raise Refused("policy_text_differs", policy=assignment, version=version, next=version + 1)
    return number


def choose(chosen: Mapping[str, str], *, first_on: date, act_id: UUID) -> None:
    """Let the house go by these choices from that day on."""
    HouseChoice.objects.bulk_create(
        HouseChoice(name=name, value=value, first_on=first_on, act_id=act_id) for name, value in chosen.items()
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """What a draft is to say; ``for_everybody``: whom nothing else decides is to follow the policy."""

    text: str
    for_everybody: bool = False


def begin_draft(policy: str, wording: Wording, *, actor: Actor, act_id: UUID) -> DraftSeen:
    """Open a draft inside the caller's transaction. Raises: Refused draft_changed when somebody has just done so."""
    try:
        with transaction.atomic():
            PolicyDraft.objects.create(policy=policy, **_written(wording, actor), act_id=act_id)
    except IntegrityError:
        raise changed(draft_of(policy)) from None
    return _present(policy)


def rewrite_draft(seen: DraftSeen, wording: Wording, *, version: int | None, actor: Actor, act_id: UUID) -> DraftSeen:
    """Replace what an open draft says, if nobody has done so since that version (R-201).

    Raises: Refused draft_changed.
    """
    moved = _unchanged(seen, version).update(**_written(wording, actor), act_id=act_id, version=F("version") + 1)
    if not moved:
        raise changed(draft_of(seen.policy))
    return _present(seen.policy)


def close_draft(number: int, *, version: int | None = None) -> None:
    """Close a draft: it was dropped, or its words are on record now. Raises: Refused draft_changed."""
    held = PolicyDraft.objects.filter(pk=number, is_open=True)
    if version is not None:
        held = held.filter(version=version)
    if not held.update(is_open=False, version=F("version") + 1):
        raise changed(None)


def send_draft(seen: DraftSeen, request_no: int, *, version: int | None) -> None:
    """Note the request that a draft waits for. Raises: Refused draft_changed."""
    if not _unchanged(seen, version).update(request_id=request_no, version=F("version") + 1):
        raise changed(draft_of(seen.policy))


def changed(now: DraftSeen | None) -> Refused:
    """Return the refusal of a change to a draft that somebody else has changed meanwhile."""
    if now is None:
        return Refused("draft_gone")
    at = clock.at_home(now.changed_at)
    return Refused("draft_changed", person=now.editor or "—", time=f"{at:%H:%M}", version=now.version)


def _unchanged(seen: DraftSeen, version: int | None) -> Any:
    return PolicyDraft.objects.filter(pk=seen.number, is_open=True, version=version or seen.version)


def _present(policy: str) -> DraftSeen:
    found = draft_of(policy)
    assert found is not None
    return found


def _written(wording: Wording, actor: Actor) -> dict[str, Any]:
    return {
        "text": wording.text,
        "sha256": digest(wording.text),
        "for_everybody": wording.for_everybody,
        "changed_by_id": actor.id if actor.kind == "person" else None,
        "changed_at": clock.now(),
    }


def ask_simulation(
    key: str, draft: DraftSeen, *, run_no: int, on: date, assumptions: Mapping[str, int], act_id: UUID
) -> SimulationSeen:
    """Note that a draft is to be lived through; the same question is asked once, a failed one again (R-200)."""
    days = 4 * assumptions["days"]
    PolicySimulation.objects.get_or_create(
        key=key,
        defaults={
            "policy": draft.policy,
            "sha256": draft.sha256,
            "text": draft.text,
            "for_everybody": draft.for_everybody,
            "run_no": run_no,
            "business_date": on,
            "assumptions": dict(assumptions),
            "days_total": days,
            "asked_at": clock.now(),
            "act_id": act_id,
        },
    )
    failed = PolicySimulation.objects.filter(key=key, state=PolicySimulation.FAILED)
    failed.update(state=PolicySimulation.WAITING, days_done=0, asked_at=clock.now())
    found = simulation_of_key(key)
    assert found is not None
    return found


def note_progress(number: int, days_done: int) -> None:
    """Say how many days of a simulation are through."""
    unfinished = PolicySimulation.objects.filter(pk=number).exclude(state=PolicySimulation.DONE)
    unfinished.update(state=PolicySimulation.RUNNING, days_done=days_done)


def finish_simulation(number: int, file_no: int) -> None:
    """Keep where the outcome of a simulation is; whoever comes second has worked out the same."""
    unfinished = PolicySimulation.objects.filter(pk=number).exclude(state=PolicySimulation.DONE)
    unfinished.update(state=PolicySimulation.DONE, file_no=file_no, days_done=F("days_total"), finished_at=clock.now())


def fail_simulation(number: int) -> None:
    """Say that a simulation could not be worked out; it may be asked for again."""
    unfinished = PolicySimulation.objects.filter(pk=number).exclude(state=PolicySimulation.DONE)
    unfinished.update(state=PolicySimulation.FAILED, finished_at=clock.now())
