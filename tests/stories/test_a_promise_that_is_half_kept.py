"""A promise silences its amount, is judged by the bank, and counts against the next one (D-1002, R-13, R-14)."""

from __future__ import annotations

from pathlib import Path

from tests.stories.company import Company


def test_the_promise_waits_and_then_leads_the_hard_lane(tmp_path: Path) -> None:
    """
    Promised on Monday 2 November: 100.00 for Tuesday the 10th, tolerance 3 days.

    date        bank           list
    2026-11-09                 nothing: the promise covers all that is overdue
    2026-11-10                 hard lane: promise_due, look at the bank first
    2026-11-12  60.00 arrive
    2026-11-13                 nothing: the last day of the tolerance
    2026-11-14                 judged: partly kept, 40.00 to chase
    """
    company = Company(tmp_path)
    company.record("receivables", "INV-1,C1,2026-09-20,2026-10-20,100.00")
    company.contact("2026-11-02", step="follow-2", outcome="promised")
    company.record("promises", "C1,2026-11-02,2026-11-10,100.00")

    assert company.day("2026-11-09") == []
    (due,) = company.day("2026-11-10")
    assert (due["lane"], due["step"], due["action"], due["eligible_amount"]) == ("hard", "verify", "verify", "0.00")
    assert "promise_due" in due["reasons"].split(";")

    company.record("payments", "P1,C1,2026-11-12,60.00,INV-1:60.00")
    assert company.day("2026-11-13") == []
    (judged,) = company.day("2026-11-14")
    assert (judged["lane"], judged["eligible_amount"]) == ("hard", "40.00")
    assert "promise_partly_kept" in judged["reasons"].split(";")


def test_the_level_of_the_next_promise_is_two(tmp_path: Path) -> None:
    from datetime import date

    from huikuan.engine.plan import Parameters, plan_day
    from huikuan.gateways.imports import read_folder
    from huikuan.gateways.policies import preset_policies

    company = Company(tmp_path)
    company.record("receivables", "INV-1,C1,2026-09-20,2026-10-20,100.00")
    company.record("promises", "C1,2026-11-02,2026-11-10,100.00")
    company.record("payments", "P1,C1,2026-11-12,60.00,INV-1:60.00")
    company.record("promises", "C1,2026-11-16,2026-11-24,40.00")
    company.write()
    plan = plan_day(read_folder(company.folder).tables, preset_policies(), Parameters(as_of=date(2026, 11, 20)))
    assert plan.promises.select("state", "level", "kept_minor").rows() == [("partly", 1, 6000), ("open", 2, 0)]
