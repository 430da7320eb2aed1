"""Answers about policy documents, what the house goes by, and what is being written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from huikuan.apps.audit.errors import Refused
from huikuan.apps.policies.models import (
    AssignmentVersion,
    HouseChoice,
    PolicyDraft,
    PolicySimulation,
    PolicyVersion,
)


def choices_on(day: date) -> dict[str, str]:
    """Return what the house goes by on that day: name -> value, of what was ever chosen."""
    rows = HouseChoice.objects.filter(first_on__lte=day).order_by("first_on", "id")
    return dict(rows.values_list("name", "value"))  # the later of a name wins


def choices_after(day: date) -> list[tuple[date, str, str]]:
    """Return what is to hold later: first day, name, value."""
    rows = HouseChoice.objects.filter(first_on__gt=day).order_by("first_on", "id")
    return list(rows.values_list("first_on", "name", "value"))


def policy_texts(versions: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Return the recorded documents of these versions: policy -> text."""
    wanted = Q(pk=None)
    for policy, version in versions:
        wanted |= Q(policy=policy, version=version)
    return dict(PolicyVersion.objects.filter(wanted).values_list("policy", "text"))


def digests_of(versions: Mapping[str, int]) -> dict[str, str]:
    """Return the digests of the recorded documents among these versions: policy -> sha256."""
    wanted = Q(pk=None)
    for policy, version in versions.items():
        wanted |= Q(policy=policy, version=version)
    return dict(PolicyVersion.objects.filter(wanted).values_list("policy", "sha256"))


def assignment_numbered(number: int) -> tuple[str, dict[str, str]]:
    """Return the text of an assignment, and what it calls the files of policies -> their id."""
    found = AssignmentVersion.objects.get(pk=number)
    return found.text, dict(found.names)


def assignment_digest(assignment: str, version: int) -> tuple[int, str] | None:
    """Return number and sha256 of a recorded version of assignment rules."""
    rows = AssignmentVersion.objects.filter(assignment=assignment, version=version)
    return rows.values_list("id", "sha256").first()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A version that the house chose to go by, from which day on, and in which act."""

    value: str
    first_on: date
    act_id: UUID


def choices_named(names: Iterable[str]) -> dict[str, list[Chosen]]:
    """Return what was ever chosen under these names, the earliest first."""
    found: dict[str, list[Chosen]] = {}
    rows = HouseChoice.objects.filter(name__in=list(names)).order_by("first_on", "id")
    for name, value, first_on, act_id in rows.values_list("name", "value", "first_on", "act_id"):
        found.setdefault(name, []).append(Chosen(value, first_on, act_id))
    return found


def versions_recorded(policy: str) -> dict[int, date]:
    """Return the versions on record of a policy, each with the day it was recorded for."""
    rows = PolicyVersion.objects.filter(policy=policy).order_by("version")
    return dict(rows.values_list("version", "in_force_from"))


@dataclass(frozen=True, slots=True)
class DraftSeen:
    """An open draft. ``request_no`` and ``request_state``: of the approval it was last sent to."""

    number: int
    policy: str
    text: str
    sha256: str
    for_everybody: bool
    version: int
    editor: str  # the name of whoever changed it last; empty: the operator
    changed_at: datetime
    request_no: int | None
    request_state: str

    @property
    def is_waiting(self) -> bool:
        """Whether somebody is asked to approve it just now; until then it stays as it is."""
        return self.request_state == "waiting"


def drafts_open() -> dict[str, DraftSeen]:
    """Return every open draft by its policy."""
    rows = PolicyDraft.objects.filter(is_open=True).select_related("changed_by", "request")
    return {row.policy: _draft(row) for row in rows}


def draft_of(policy: str) -> DraftSeen | None:
    """Return the open draft of a policy."""
    row = PolicyDraft.objects.filter(policy=policy, is_open=True).select_related("changed_by", "request").first()
    return _draft(row) if row else None


def _draft(row: PolicyDraft) -> DraftSeen:
    return DraftSeen(
        number=row.pk,
        policy=row.policy,
        text=row.text,
        sha256=row.sha256,
        for_everybody=row.for_everybody,
        version=row.version,
        editor=row.changed_by.name if row.changed_by else "",
        changed_at=row.changed_at,
        request_no=row.request_id,
        request_state=row.request.state if row.request else "",
    )


@dataclass(frozen=True, slots=True)
class SimulationSeen:
    """A simulation that was asked for: what it rests on and how far it is."""

    number: int
    policy: str
    text: str
    sha256: str
    for_everybody: bool
    run_no: int
    business_date: date
    assumptions: dict[str, Any]
    state: str
    days_done: int
    days_total: int
    file_no: int | None
    asked_at: datetime
    finished_at: datetime | None


def simulation_of_key(key: str) -> SimulationSeen | None:
    """Return the simulation that was asked for under this key."""
    row = PolicySimulation.objects.filter(key=key).first()
    return _simulation(row) if row else None


def simulation_of_text(policy: str, sha256: str, *, for_everybody: bool) -> SimulationSeen | None:
    """Return the newest simulation of these very words."""
    rows = PolicySimulation.objects.filter(policy=policy, sha256=sha256, for_everybody=for_everybody)
    row = rows.order_by("-id").first()
    return _simulation(row) if row else None


def simulation_numbered(number: int) -> SimulationSeen:
    """Return one simulation. Raises: Refused simulation_unknown."""
    row = PolicySimulation.objects.filter(pk=number).first()
    if row is None:
        raise Refused("simulation_unknown", number=number)
    return _simulation(row)


def _simulation(row: PolicySimulation) -> SimulationSeen:
    return SimulationSeen(
        number=row.pk,
        policy=row.policy,
        text=row.text,
        sha256=row.sha256,
        for_everybody=row.for_everybody,
        run_no=row.run_no,
        business_date=row.business_date,
        assumptions=row.assumptions,
        state=row.state,
        days_done=row.days_done,
        days_total=row.days_total,
        file_no=row.file_no,
        asked_at=row.asked_at,
        finished_at=row.finished_at,
    )
