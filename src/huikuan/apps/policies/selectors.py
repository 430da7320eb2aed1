"""Answers about policy documents and what the house goes by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from huikuan.apps.policies.models import AssignmentVersion, HouseChoice, PolicyVersion


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
