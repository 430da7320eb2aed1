"""What is added to a memory may be money or calls alone; what a plan or a snapshot rests on must list receivables.

| folder                 | `import`                       | `import --snapshot`, `plan` |
|------------------------|--------------------------------|-----------------------------|
| payments, disputes     | recorded; the money is matched | refused                     |
| nothing that is read   | refused                        | refused                     |
"""

from __future__ import annotations

import pytest

from huikuan.apps.intake.models import Batch
from huikuan.cli import run
from huikuan.desk.known import known_tables
from tests.cli.conftest import Folder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PAYMENTS = "payment_no,customer_id,received_on,amount,allocations\nRC-1,C1,2026-11-21,120000.00,INV-1:120000.00\n"
DISPUTES = "document_no,amount,reason,opened_on\nINV-2,12000.00,quality,2026-11-21\n"
THEN, NOW = "2026-11-20", "2026-11-21"


@pytest.fixture(autouse=True)
def _nobody_at_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIKUAN_USER", raising=False)


def test_payments_alone_are_matched_with_what_is_known(folder: Folder) -> None:
    assert run(["import", str(folder()), "--on", THEN]) == 0
    assert run(["import", str(folder("news", payments=PAYMENTS, disputes=DISPUTES)), "--on", NOW]) == 0
    assert run(["day", "--on", NOW]) == 0
    known = known_tables()
    assert known.allocations.select("payment_no", "document_no", "amount_minor").rows() == [
        ("RC-1", "INV-1", 12_000_000)
    ]
    assert known.disputes.select("document_no", "amount_minor").rows() == [("INV-2", 1_200_000)]
    assert known.customers.select("customer_id", "name").rows() == [
        ("C1", "苏州精工机械有限公司"),
        ("C2", "无锡恒通物流有限公司"),
    ]


def test_a_snapshot_must_list_receivables(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    news = folder("news", payments=PAYMENTS)
    assert run(["import", str(news), "--on", THEN, "--snapshot"]) == 2
    assert capsys.readouterr().err.splitlines()[0] == f"Error: There is no receivables table in {news}."
    assert not Batch.objects.exists()


def test_a_folder_of_nothing_is_refused(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = folder("nothing", remarks="whatever\nit says\n")
    assert run(["import", str(nothing), "--on", THEN]) == 2
    assert capsys.readouterr().err.splitlines()[0] == f"Error: There is no receivables table in {nothing}."
