"""Records policy documents by version, and what the house goes by."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from huikuan.apps.audit.errors import Refused
from huikuan.apps.policies.models import AssignmentVersion, HouseChoice, PolicyVersion
from huikuan.apps.policies.selectors import assignment_digest, digests_of


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
