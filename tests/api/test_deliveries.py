"""An ERP delivers rows; they are read by the rules of files, recorded once, and bad ones are named."""

from __future__ import annotations

import pytest

from huikuan.apps.intake.models import Batch
from huikuan.apps.receivables.models import ItemFact
from tests.api.callers import system_of

pytestmark = pytest.mark.django_db
GOOD = {
    "document_no": "INV-1",
    "customer_id": "C-1",
    "entity": "main",
    "issue_date": "2026-10-01",
    "due_date": "2026-11-01",
    "amount": "1000.10",
}
DELIVERY = {"tables": {"receivables": [GOOD]}, "source": "erp"}


def test_rows_are_recorded_once_under_their_key() -> None:
    erp = system_of("cleo", "clerk")
    first, again = erp.post("imports", DELIVERY, key="d-1"), erp.post("imports", DELIVERY, key="d-1")
    assert (first[0], first[1]["totals"]["receivables"]["new"]) == (200, 1)
    assert (again[1]["batch"], again[1]["repeated"]) == (first[1]["batch"], True)
    assert list(ItemFact.objects.values_list("amount_minor", flat=True)) == [100_010]
    # Without a key the same rows change nothing either.
    assert erp.post("imports", DELIVERY)[1]["batch"] is None
    assert Batch.objects.count() == 1


def test_a_key_is_given_back_where_nothing_was_new() -> None:
    erp = system_of("cleo", "clerk")
    erp.post("imports", DELIVERY)
    assert erp.post("imports", DELIVERY, key="d-2")[1]["batch"] is None
    other = {"tables": {"receivables": [{**GOOD, "document_no": "INV-2"}]}, "source": "erp"}
    assert erp.post("imports", other, key="d-2")[1]["totals"]["receivables"]["new"] == 1


def test_a_preview_records_nothing() -> None:
    erp = system_of("cleo", "clerk")
    status, said = erp.post("imports", {**DELIVERY, "is_preview": True})
    assert (status, said["batch"], said["totals"]["receivables"]["new"]) == (200, None, 1)
    assert not ItemFact.objects.exists()


def test_bad_rows_are_named_and_the_good_ones_go_on() -> None:
    bad = {**GOOD, "document_no": "INV-2", "amount": "a lot"}
    _, said = system_of("cleo", "clerk").post("imports", {"tables": {"receivables": [GOOD, bad]}})
    assert said["totals"]["receivables"]["new"] == 1
    [problem] = said["problems"]
    assert (problem["table"], problem["row"], problem["column"], problem["value"]) == (
        "receivables", 2, "amount", "a lot",
    )  # fmt: skip
    assert said["problems_in_all"] == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"tables": {}}, "request_invalid"),
        ({"tables": {"receivables": []}}, "request_invalid"),
        ({"tables": {"receivables": [{**GOOD, "amount": 0.1}]}}, "request_invalid"),
        ({"tables": {"invoices": [GOOD]}}, "request_invalid"),
        ({"tables": {"receivables": [{"due_date": "2026-11-01"}]}}, "delivery_unusable"),
    ],
)
def test_what_cannot_be_read_is_refused_whole(body: dict[str, object], code: str) -> None:
    status, said = system_of("cleo", "clerk").post("imports", body)
    assert (status, said["code"]) == (409 if code == "delivery_unusable" else 422, code)
    assert not Batch.objects.exists()


def test_whoever_may_not_import_is_refused_before_anything_is_read() -> None:
    status, said = system_of("carl", "collector").post("imports", DELIVERY)
    assert (status, said["code"]) == (403, "not_allowed")
