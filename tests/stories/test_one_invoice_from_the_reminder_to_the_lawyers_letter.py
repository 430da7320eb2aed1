"""P-1 from end to end: the team does each day what the list says, and the customer does not pay until October."""

from __future__ import annotations

from pathlib import Path

from tests.stories.company import Company


def test_the_ladder_is_climbed_notice_by_notice(tmp_path: Path) -> None:
    """
    Due Monday 2026-06-08.

    day  date        do             also           approval  why this date
     −7  2026-06-01  remind                                  a week before
     +1  2026-06-09  follow-1                                the first overdue day
     +2  2026-06-10  nothing                                 every 2 days
     +3  2026-06-11  follow-1                                the next slot
     +8  2026-06-16  follow-2                                daily from here
    +15  2026-06-23  supervisor                              two weeks without progress
    +31  2026-07-09  manager        supervisor               asked for help; the supervisor goes on
    +62  2026-08-10  gm             manager; supervisor      day 61 is a Saturday
    +91  2026-09-07  lock-warning   gm; manager; …           the notice comes before the lock
    +94  2026-09-10  lock                          boss      three working days after the warning
    +105 2026-09-21  letters                       boss      the lock notice was delivered
    +122 2026-10-08  lawyer-letter                 boss      15 days after the letters end in the National Day holiday
    """
    company = Company(tmp_path)
    company.record("customers", "C1,苏州精工机械有限公司")
    company.record("receivables", "INV-1,C1,2026-05-08,2026-06-08,100000.00")

    def lead(as_of: str) -> tuple[str, str, str]:
        rows = company.day(as_of)
        return (rows[0]["step"], rows[0]["role"], rows[0]["approval"]) if rows else ("", "", "")

    assert lead("2026-05-29") == ("", "", "")
    assert lead("2026-06-01") == ("remind", "collector", "")
    company.contact("2026-06-01", step="remind", channel="email", outcome="delivered")
    assert lead("2026-06-02") == ("", "", "")
    assert lead("2026-06-08") == ("", "", "")

    assert lead("2026-06-09") == ("follow-1", "collector", "")
    company.contact("2026-06-09", step="follow-1", outcome="stalling")
    assert lead("2026-06-10") == ("", "", "")
    assert lead("2026-06-11") == ("follow-1", "collector", "")
    company.contact("2026-06-11", step="follow-1", outcome="not_reached")
    assert lead("2026-06-11") == ("follow-1", "collector", ""), "an attempt meets no slot"

    assert lead("2026-06-16") == ("follow-2", "collector", "")
    company.contact("2026-06-16", step="follow-2", outcome="call_back")
    assert lead("2026-06-17") == ("follow-2", "collector", "")

    assert lead("2026-06-23") == ("supervisor", "supervisor", "")
    assert lead("2026-07-09") == ("manager", "manager", "")
    assert company.day("2026-07-09")[0]["also"] == "supervisor"
    assert lead("2026-08-08") == ("manager", "manager", ""), "a Saturday: gm waits for Monday"
    assert lead("2026-08-10") == ("gm", "gm", "")

    assert lead("2026-09-07") == ("lock-warning", "manager", "")
    company.contact("2026-09-07", step="lock-warning", channel="letter", outcome="signed")
    assert lead("2026-09-09")[0] == "gm", "the wait after the warning runs; the rest of the ladder goes on"
    assert lead("2026-09-10") == ("lock", "manager", "boss")
    company.contact("2026-09-10", step="lock", channel="letter", outcome="signed")

    assert lead("2026-09-21") == ("letters", "legal", "boss")
    company.contact("2026-09-22", step="letters", channel="letter", outcome="signed")
    assert lead("2026-09-30")[0] == "gm"
    assert lead("2026-10-08") == ("lawyer-letter", "legal", "boss")

    company.record("payments", "P1,C1,2026-10-19,100000.00,INV-1:100000")
    assert lead("2026-10-20") == ("", "", "")


def test_a_run_that_was_forgotten_for_weeks_makes_one_row_not_a_burst(tmp_path: Path) -> None:
    """Nothing was planned from day 1 to day 40 (D-705): one row, on the rung that the facts say."""
    company = Company(tmp_path)
    company.record("receivables", "INV-1,C1,2026-05-08,2026-06-08,100000.00")
    rows = company.day("2026-07-20")
    assert [(row["step"], row["also"]) for row in rows] == [("manager", "supervisor")]
    assert company.day("2026-07-20") == rows
