"""Whether the record is whole: every entry, every link, every head that was ever exported (D-1403)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef

from huikuan.apps.audit.chain import COVERED, START, ExportedHead, entry_digest, link, personal_digest
from huikuan.apps.audit.models import Entry, Head, Seal

FindingCode = Literal[
    "number_missing",  # a link was taken out
    "entry_missing",  # a sealed entry is gone
    "entry_changed",  # an entry is not what was sealed
    "link_broken",  # a link does not follow from the one before
    "personal_changed",  # personal words are not those that were recorded
    "personal_missing",  # personal words are gone without an act of erasing
    "out_of_time",  # an entry says it is much older than those sealed before it
    "head_missing",  # the chain is shorter than when its head was exported
    "head_differs",  # the chain was made anew after its head was exported
]
_LATE = timedelta(hours=1)  # no act takes that long from its record to its commit
_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was recorded: at which link, on which entry."""

    code: FindingCode
    number: int
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the whole record came to. Unsealed entries are no finding: nothing is known of them yet."""

    sealed: int
    unsealed: int
    unsealed_since: datetime | None
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify(heads: Iterable[ExportedHead] = ()) -> Verification:
    """Check every sealed entry and link in their order, then the exported heads: the noted ones and those given."""
    unsealed = Entry.objects.filter(seal__isnull=True)
    noted = (
        ExportedHead(head.exported_at, head.seal_number, bytes(head.chain).hex())
        for head in Head.objects.order_by("id")
    )
    return Verification(
        sealed=Seal.objects.count(),
        unsealed=unsealed.count(),
        unsealed_since=unsealed.aggregate(since=Min("at"))["since"],
        findings=(*_broken_links(), *_differing_heads([*noted, *heads])),
    )


def _broken_links() -> Iterator[Finding]:
    erased, orphaned = _erased_entries(), _seals_without_entry()
    yield from (Finding("entry_missing", number, entry) for number, entry in orphaned.items())
    number, chain, newest = 0, START, None
    for row in _sealed_entries():
        missing = set(range(number + 1, row["number"])) - set(orphaned)
        yield from (Finding("number_missing", gap) for gap in sorted(missing))
        here = row["number"], row["id"]
        if row["number"] == number + 1 and bytes(row["chain"]) != link(chain, row["number"], bytes(row["sealed"])):
            yield Finding("link_broken", *here)
        yield from (Finding(code, *here) for code in _changes(row, erased))
        if newest is not None and row["at"] < newest - _LATE:
            yield Finding("out_of_time", *here)
        newest = max(newest or row["at"], row["at"])
        number, chain = row["number"], bytes(row["chain"])


def _seals_without_entry() -> dict[int, int]:
    there = Entry.objects.filter(pk=OuterRef("entry_id"))
    return dict(Seal.objects.filter(~Exists(there)).order_by("number").values_list("number", "entry_id"))


def _sealed_entries() -> Iterator[Mapping[str, Any]]:
    """Return the seals in order, each with its entry's columns."""
    columns = {name: F(f"entry__{name}") for name in (*COVERED, "personal", "salt")}
    rows = Seal.objects.order_by("number").values("number", "chain", sealed=F("entry_digest"), **columns)
    yield from cast("Iterator[Mapping[str, Any]]", rows.iterator(chunk_size=_ROWS))


def _changes(row: Mapping[str, Any], erased: set[int]) -> Iterator[FindingCode]:
    if entry_digest(row) != bytes(row["sealed"]):
        yield "entry_changed"
    if row["personal_digest"] is None:
        return
    if row["personal"] is None:
        if row["id"] not in erased:
            yield "personal_missing"
    elif row["salt"] is None or personal_digest(bytes(row["salt"]), row["personal"]) != bytes(row["personal_digest"]):
        yield "personal_changed"


def _erased_entries() -> set[int]:
    acts = Entry.objects.filter(act="erase_personal").values_list("facts", flat=True)
    return {entry for facts in acts for entry in json.loads(facts).get("entries", ())}


def _differing_heads(heads: Iterable[ExportedHead]) -> Iterator[Finding]:
    for head in dict.fromkeys((head.number, head.chain) for head in heads):
        number, chain = head
        stored = Seal.objects.filter(number=number).values_list("chain", flat=True).first()
        if stored is None:
            yield Finding("head_missing", number)
        elif bytes(stored).hex() != chain:
            yield Finding("head_differs", number)


def actors_of(act_ids: Collection[UUID]) -> dict[UUID, tuple[str, int | None]]:
    """Return who did these acts: kind and number of the actor."""
    rows = Entry.objects.filter(act_id__in=list(act_ids)).values_list("act_id", "actor_kind", "actor_id")
    return {act_id: (kind, number) for act_id, kind, number in rows}
