"""The one place that reads the time."""

from datetime import UTC, datetime, timedelta

from huikuan.gateways import clock


def test_the_business_date_is_the_day_in_shanghai_not_the_machines() -> None:
    before = (datetime.now(UTC) + timedelta(hours=8)).date()
    answer = clock.business_date()
    after = (datetime.now(UTC) + timedelta(hours=8)).date()
    assert before <= answer <= after


def test_a_zone_the_machine_does_not_know_falls_back_to_its_own_day() -> None:
    before = datetime.now().astimezone().date()
    answer = clock.business_date("Nowhere/Atlantis")
    assert before <= answer <= datetime.now().astimezone().date()


def test_the_stopwatch_runs_forward() -> None:
    first = clock.stopwatch()
    assert clock.stopwatch() >= first
