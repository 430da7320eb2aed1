"""What systems tell is recorded as the person behind the token, once under its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from huikuan.apps.activities.models import ActivityFact
from huikuan.apps.approvals.models import Request
from huikuan.apps.audit.models import Entry
from huikuan.apps.promises.models import PromiseFact
from tests.api.callers import system_of
from tests.web.visits import opened_house

pytestmark = pytest.mark.django_db
CALL = {"customer": "C-1", "channel": "phone", "outcome": "not_reached"}
DUE = "2099-12-01"  # far ahead, so that it waits for its approval on whatever day this runs


def test_a_contact_is_recorded_once_under_its_key(tmp_path: Path) -> None:
    opened_house(tmp_path)
    carl = system_of("carl", "collector")
    first, again = carl.post("activities", CALL, key="a-1"), carl.post("activities", CALL, key="a-1")
    assert (first[0], first[1]["repeated"], again[1]["repeated"]) == (200, False, True)
    assert first[1]["facts"] == again[1]["facts"]
    assert ActivityFact.objects.count() == 1
    assert Entry.objects.get(act="log_activity").actor_kind == "person"
    status, said = carl.post("activities", {**CALL, "customer": "C-3"}, key="a-1")
    assert (status, said["code"]) == (409, "key_reused")


def test_a_promise_waits_for_its_approval_and_is_withdrawn(tmp_path: Path) -> None:
    opened_house(tmp_path)
    carl, sue = system_of("carl", "collector", team="a"), system_of("sue", "supervisor", team="a")
    _, made = carl.post("promises", {"customer": "C-1", "amount": "600.00", "due_on": DUE})
    request = made["facts"]["request"]
    assert [row["number"] for row in sue.get("approvals", mine=True)[1]["rows"]] == [request]
    status, said = carl.post(f"approvals/{request}/decision", {"answer": "approved"})
    assert (status, Request.objects.get(pk=request).state) == (403, "waiting")
    status, said = sue.post(f"approvals/{request}/decision", {"answer": "refused"})
    assert (status, said["code"]) == (409, "reason_missing")
    status, said = sue.post(f"approvals/{request}/decision", {"answer": "approved", "reason": "well known"})
    assert (status, said["state"], said["decided_by"]) == (200, "approved", "sue")
    handle = made["facts"]["promise"]
    assert carl.post(f"promises/{handle}/withdrawal", {"reason": "typed twice"})[0] == 200
    assert PromiseFact.objects.get(handle=handle, replaced_by__isnull=True).standing == "withdrawn"


def test_a_dispute_is_opened_and_resolved(tmp_path: Path) -> None:
    opened_house(tmp_path)
    sue = system_of("sue", "credit_manager")
    status, said = sue.post("disputes", {"document_no": "INV-1", "reason": "quality", "amount": "200.00"})
    assert (status, said["facts"]["amount_minor"]) == (200, 20_000)
    assert sue.post("disputes/INV-1/resolution", {"resolution": "rejected"})[0] == 200


@pytest.mark.parametrize(
    ("lang", "message"),
    [("en", "The request does not fit its description."), ("zh", "请求与接口说明不符。")],
)
def test_what_does_not_fit_is_said_field_by_field_in_the_callers_language(
    lang: str, message: str, tmp_path: Path
) -> None:
    opened_house(tmp_path)
    carl = system_of("carl", "collector")
    carl.client.defaults["HTTP_ACCEPT_LANGUAGE"] = lang
    status, said = carl.post("promises", {"customer": "C-1", "amount": "much"})
    assert (status, said["code"], said["message"]) == (422, "request_invalid", message)
    assert {fault["field"] for fault in said["fields"]} == {"given.amount", "given.due_on"}
    assert not PromiseFact.objects.exists()
