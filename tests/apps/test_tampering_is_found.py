"""Whoever edits, deletes, inserts, reorders or rewrites the record behind the program's back is found out.

five acts are sealed as links 1 … 5, of which the third holds personal words; then somebody tampers by plain SQL
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.chain import START, ExportedHead
from huikuan.apps.audit.models import Entry, Head, Seal
from huikuan.apps.audit.selectors import verify
from huikuan.apps.audit.services import Subject, empty_personal, export_head, record_entry, seal
from huikuan.gateways import clock

pytestmark = pytest.mark.django_db(transaction=True)


def record(number: int, *, act: str = "log_activity", facts: dict[str, object] | None = None) -> None:
    words = {"note": "Ms Li called back"} if number == 3 else None
    told = facts or {"amount_minor": number * 100}
    subject = Subject("case", str(number))
    record_entry(act_id=uuid.uuid4(), act=act, actor=SYSTEM, subject=subject, facts=told, personal=words)


@pytest.fixture
def entries() -> list[int]:
    """The numbers of five sealed entries."""
    for number in range(1, 6):
        record(number)
    assert seal() == 5
    return list(Entry.objects.order_by("id").values_list("id", flat=True))


def found() -> list[tuple[str, int]]:
    return [(finding.code, finding.number) for finding in verify().findings]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def unguarded() -> Iterator[None]:
    """The database's own rules are off, as for somebody with the file or the server in hand."""
    sql("PRAGMA foreign_keys=OFF" if connection.vendor == "sqlite" else "SET session_replication_role = replica")
    yield
    sql("DELETE FROM audit_seal")
    sql("PRAGMA foreign_keys=ON" if connection.vendor == "sqlite" else "SET session_replication_role = origin")


def test_an_untouched_record_is_sound(entries: list[int]) -> None:
    export_head()
    verification = verify()
    assert (verification.sealed, verification.unsealed, verification.findings) == (5, 0, ())
    assert list(Seal.objects.order_by("number").values_list("number", "entry_id")) == list(enumerate(entries, 1))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("facts", '{"amount_minor":1}'),
        ("act", "record_promise"),
        ("actor_id", 7),
        ("subject_id", "9"),
        ("at", datetime(2026, 11, 20, tzinfo=UTC)),
        ("personal_digest", b"x" * 32),
    ],
)
def test_a_changed_entry_is_found(entries: list[int], column: str, value: object) -> None:
    Entry.objects.filter(pk=entries[1]).update(**{column: value})
    assert ("entry_changed", 2) in found()


def test_changed_personal_words_are_found(entries: list[int]) -> None:
    Entry.objects.filter(pk=entries[2]).update(personal='{"note":"Ms Li promised"}')
    assert found() == [("personal_changed", 3)]


def test_personal_words_emptied_without_an_act_are_found(entries: list[int]) -> None:
    Entry.objects.filter(pk=entries[2]).update(personal=None, salt=None)
    assert found() == [("personal_missing", 3)]


@pytest.mark.usefixtures("unguarded")
def test_a_deleted_entry_is_found(entries: list[int]) -> None:
    sql("DELETE FROM audit_entry WHERE id = %s", entries[1])
    assert found() == [("entry_missing", 2)]


@pytest.mark.usefixtures("unguarded")
def test_an_entry_deleted_with_its_link_is_found(entries: list[int]) -> None:
    sql("DELETE FROM audit_seal WHERE number = 2")
    sql("DELETE FROM audit_entry WHERE id = %s", entries[1])
    assert found() == [("number_missing", 2)]


@pytest.mark.usefixtures("unguarded")
def test_an_entry_deleted_and_the_rest_renumbered_is_found(entries: list[int]) -> None:
    sql("DELETE FROM audit_seal WHERE number = 2")
    sql("DELETE FROM audit_entry WHERE id = %s", entries[1])
    for number in (3, 4, 5):
        sql("UPDATE audit_seal SET number = %s WHERE number = %s", number - 1, number)
    assert found() == [("link_broken", 2), ("link_broken", 3), ("link_broken", 4)]


def test_an_entry_slipped_in_with_a_link_of_its_own_is_found(entries: list[int]) -> None:
    record(6)
    Seal.objects.create(number=6, entry=Entry.objects.latest("id"), entry_digest=b"x" * 32, chain=b"y" * 32)
    assert found() == [("link_broken", 6), ("entry_changed", 6)]


def test_an_entry_dated_back_is_found_once_it_is_sealed(entries: list[int]) -> None:
    record(6)
    Entry.objects.filter(pk=entries[-1] + 1).update(at=clock.now() - timedelta(days=3))
    seal()
    assert found() == [("out_of_time", 6)]


def test_two_entries_that_changed_places_are_found(entries: list[int]) -> None:
    facts = dict(Entry.objects.filter(pk__in=entries[1:3]).values_list("id", "facts"))
    Entry.objects.filter(pk=entries[1]).update(facts=facts[entries[2]])
    Entry.objects.filter(pk=entries[2]).update(facts=facts[entries[1]])
    assert found() == [("entry_changed", 2), ("entry_changed", 3)]


def rewritten(entries: list[int]) -> None:
    """Change the second entry and make the whole chain anew, as somebody who knows the program would."""
    Entry.objects.filter(pk=entries[1]).update(facts='{"amount_minor":1}')
    Seal.objects.all().delete()
    seal()


def test_a_chain_made_anew_contradicts_the_noted_head(entries: list[int]) -> None:
    export_head()
    rewritten(entries)
    assert found() == [("head_differs", 5)]


def test_a_chain_made_anew_contradicts_the_head_kept_elsewhere(entries: list[int]) -> None:
    head = export_head()
    assert head is not None
    rewritten(entries)
    Head.objects.all().delete()
    assert verify().is_sound
    assert [(finding.code, finding.number) for finding in verify([head]).findings] == [("head_differs", 5)]


def test_a_chain_cut_short_contradicts_the_head(entries: list[int]) -> None:
    export_head()
    Seal.objects.filter(number=5).delete()
    Entry.objects.filter(pk=entries[4]).delete()
    assert found() == [("head_missing", 5)]


def test_what_is_not_sealed_yet_is_said_and_is_no_finding(entries: list[int]) -> None:
    record(6)
    verification = verify()
    assert (verification.sealed, verification.unsealed, verification.findings) == (5, 1, ())
    assert verification.unsealed_since == Entry.objects.latest("id").at


def test_erasing_leaves_the_chain_true(entries: list[int]) -> None:
    emptied = empty_personal(Subject("case", "3"))
    record(6, act="erase_personal", facts={"entries": emptied})
    assert emptied == [entries[2]]
    assert Entry.objects.filter(personal__isnull=False).count() == 0
    assert found() == []


def test_sealing_twice_seals_once(entries: list[int]) -> None:
    assert seal() == 0
    assert Seal.objects.count() == 5


def test_the_same_end_is_exported_once(entries: list[int]) -> None:
    assert export_head() == export_head()
    assert Head.objects.count() == 1


def test_there_is_no_head_before_the_first_seal() -> None:
    assert export_head() is None
    assert verify([ExportedHead(clock.now(), 1, START.hex())]).findings[0].code == "head_missing"
