"""However many seal at the same moment, and whatever is recorded meanwhile: one chain without a gap."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.models import Seal
from huikuan.apps.audit.selectors import verify
from huikuan.apps.audit.services import Subject, record_entry, seal

pytestmark = pytest.mark.django_db(transaction=True)


def recorded(number: int) -> int:
    try:
        record_entry(
            act_id=uuid.uuid4(), act="day", actor=SYSTEM, subject=Subject("run", str(number)), facts={"n": number}
        )
        return 0
    finally:
        connection.close()


def sealed(_: int) -> int:
    try:
        return seal()
    finally:
        connection.close()


def test_two_sealers_and_a_recorder_make_one_chain() -> None:
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(sealed if number % 3 == 0 else recorded, number) for number in range(60)]
        by_threads = sum(one.result() for one in asked)
    assert by_threads + seal() == 40
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 41))
    assert verify().findings == ()
