"""R-201: a draft of a policy has one writer at a time, whoever looked at it before; what is in the database decides."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.policies.models import PolicyDraft
from huikuan.apps.policies.selectors import draft_of
from huikuan.apps.policies.services import Wording, begin_draft, close_draft, rewrite_draft
from huikuan.desk.drafting import DraftNamed, DraftText, drop_draft, next_version, propose_draft, save_draft
from huikuan.desk.manual import manual_on
from huikuan.gateways.policies import preset_text
from huikuan.jobs.day import day
from tests.desk.staffed import DAY, hired, house

pytestmark = pytest.mark.django_db
POLICY = "school"
TEXT = preset_text(POLICY)
ACT = uuid.uuid4()


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def test_of_two_that_begin_at_once_the_second_is_refused() -> None:
    """Both saw that there was none: the constraint decides, not what they saw."""
    begin_draft(POLICY, Wording(TEXT), actor=SYSTEM, act_id=ACT)
    with pytest.raises(Refused) as refused:
        begin_draft(POLICY, Wording("other"), actor=SYSTEM, act_id=ACT)

    assert (code_of(refused), PolicyDraft.objects.get().text) == ("draft_changed", TEXT)


def test_of_two_that_save_what_they_read_the_second_is_refused() -> None:
    begin_draft(POLICY, Wording(TEXT), actor=SYSTEM, act_id=ACT)
    seen = draft_of(POLICY)
    assert seen is not None
    rewrite_draft(seen, Wording("first"), version=seen.version, actor=SYSTEM, act_id=ACT)
    with pytest.raises(Refused) as refused:
        rewrite_draft(seen, Wording("second"), version=seen.version, actor=SYSTEM, act_id=ACT)

    assert (code_of(refused), PolicyDraft.objects.get().text) == ("draft_changed", "first")


def test_what_was_dropped_meanwhile_is_neither_saved_nor_closed_again() -> None:
    begin_draft(POLICY, Wording(TEXT), actor=SYSTEM, act_id=ACT)
    seen = draft_of(POLICY)
    assert seen is not None
    close_draft(seen.number, version=seen.version)
    for again in (
        lambda: rewrite_draft(seen, Wording("late"), version=seen.version, actor=SYSTEM, act_id=ACT),
        lambda: close_draft(seen.number, version=seen.version),
    ):
        with pytest.raises(Refused) as refused:
            again()
        assert code_of(refused) == "draft_gone"


def test_a_draft_bears_the_number_after_every_version_there_is(tmp_path: Path) -> None:
    house(tmp_path)
    day(DAY)
    save_draft(DraftText(POLICY, TEXT.replace("version: 1", "version: 77")), actor=SYSTEM, on=DAY)
    version = PolicyDraft.objects.get().version
    assert "version: 2\n" in PolicyDraft.objects.get().text
    propose_draft(DraftNamed(POLICY, version, "the operator's own"), actor=SYSTEM, on=DAY)

    assert (next_version(POLICY, DAY), manual_on(DAY).policies[POLICY].version) == (3, 1)


def test_a_refused_act_leaves_no_record(tmp_path: Path) -> None:
    house(tmp_path)
    mia, carl = hired("mia", "manager"), hired("carl", "collector")
    save_draft(DraftText(POLICY, TEXT), actor=mia, on=DAY)
    before = Entry.objects.count()
    for refusal, act in (
        ("not_allowed", lambda: save_draft(DraftText(POLICY, TEXT, 1), actor=carl, on=DAY)),
        ("not_allowed", lambda: drop_draft(DraftNamed(POLICY, 1), actor=carl, on=DAY)),
        ("not_allowed", lambda: propose_draft(DraftNamed(POLICY, 1, "x"), actor=carl, on=DAY)),
        ("draft_has_mistakes", lambda: save_draft(DraftText(POLICY, "id: school", 1), actor=mia, on=DAY)),
        ("draft_id_differs", lambda: save_draft(DraftText("remind-1", TEXT), actor=mia, on=DAY)),
        ("draft_not_simulated", lambda: propose_draft(DraftNamed(POLICY, 1, " "), actor=mia, on=DAY)),
        ("draft_changed", lambda: drop_draft(DraftNamed(POLICY, 9), actor=mia, on=DAY)),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert code_of(refused) == refusal

    assert (Entry.objects.count(), PolicyDraft.objects.get().is_open) == (before, True)
