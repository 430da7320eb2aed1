"""A hand-made plan of 2026-11-20 with every lane, bucket, class, skip reason and reason code, in four currencies.

Items carry the figures; ageing and worklist sums are added up from them here by plain Python, so that the files can be
checked against something that the exports did not compute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from huikuan.engine.assignment import ASSIGNMENTS
from huikuan.engine.calendars import working_calendar
from huikuan.engine.calling.hours import working_days
from huikuan.engine.calling.presets import PRESETS
from huikuan.engine.calling.sharing import called_steps
from huikuan.engine.calling.slots import BEST_SLOT, Calling, with_best_slots
from huikuan.engine.ladder.document import Interval, PointRule, Policy, Requirement, Rung, Step, When
from huikuan.engine.outcome import (
    AGEING,
    ALERTS,
    CHANCES,
    ITEMS,
    PROMISES_JUDGED,
    SKIPPED,
    WORKLIST,
    Plan,
)
from huikuan.engine.problems import Problem, problem_table
from huikuan.engine.tables import Tables
from huikuan.gateways.imports import InputFile, Reading, TableTotals

AS_OF = date(2026, 11, 20)
NAMES = {
    "C001": "宁波凌澜机电设备有限公司",
    "C002": "绍兴禾柏纺织机械有限公司",
    "C003": "安徽昱成电气有限公司",
    "C004": "常州铭朗精密模具有限公司",
    "C005": "杭州沐川环境工程有限公司",
    "C006": "无锡科澄传动科技有限公司",
    "C007": "上海砺宁自动化有限公司",
    "C008": "南通泽川船舶配套有限公司",
    "C009": "台州欧润阀门有限公司",
    "C010": "嘉兴和旭电子有限公司",
    "C011": "Ångström & <Söhne> GmbH",
    "C012": "大和工機株式会社",
    "C013": "Kuwait Palm Trading",
    "C014": "=苏州远迈物流有限公司",
    "C015": "衢州金禾化机有限公司",
}
# document, customer, currency, kind, days past due, open, disputed, promised, in transit, bills, eligible, suppressed
ITEM_ROWS = """
    INV-1001 C001 CNY invoice      34   46380000        0        0        0        0 46380000 -
    INV-1002 C001 CNY invoice      20    2240000  2240000        0        0        0        0 disputed
    INV-1003 C002 CNY invoice      19    9600000        0  9600000        0        0        0 promised
    INV-1004 C003 CNY invoice      26   31248000        0        0 31248000        0        0 in_transit
    INV-1005 C004 CNY invoice    1068   26890000        0        0        0        0 26890000 -
    INV-1006 C005 CNY invoice      96   74236000        0        0        0        0 74236000 -
    INV-1007 C005 CNY retention   -40    6200000        0        0        0        0        0 not_overdue
    INV-1008 C006 CNY invoice      18  128450000        0        0        0        0 128450000 -
    INV-1009 C006 CNY invoice     -12   98000000        0        0        0        0        0 not_overdue
    INV-1010 C007 CNY invoice       9   86530000        0        0        0        0 86530000 -
    INV-1011 C008 CNY invoice      47   62100000  5000000        0        0        0 57100000 -
    INV-1012 C009 CNY invoice      22   53874000  4000000        0        0        0 49874000 -
    CN-0001  C009 CNY credit_note   0   -1500000        0        0        0        0        0 credit
    INV-1013 C010 CNY invoice       5   21468000        0        0        0        0 21468000 -
    INV-1014 C010 CNY invoice      -3   18000000        0        0        0        0        0 not_overdue
    INV-1015 C010 CNY unbilled    -25   44000000        0        0        0        0        0 not_overdue
    INV-2001 C011 EUR invoice     120    4512050        0        0        0        0  4512050 -
    INV-2002 C011 EUR invoice     -30    1200000        0        0        0        0        0 not_overdue
    INV-3001 C012 JPY invoice      63    1180000        0        0        0        0  1180000 -
    INV-4001 C013 KWD invoice     200   12345678        0        0        0        0 12345678 -
    INV-1016 C014 CNY invoice      12    9672000        0        0        0  9672000        0 in_transit
    INV-1017 C014 CNY invoice      -4    8815000        0        0        0        0        0 not_overdue
    INV-1018 C015 CNY invoice      70   20415000        0        0        0        0 20415000 -
    INV-1019 C015 CNY opening     400    3200000        0        0        0        0  3200000 -
    INV-1020 C003 CNY invoice      14         49        0        0        0        0       49 tolerance
"""
UNALLOCATED = (("C009", "CNY", 620_000), ("", "CNY", 1_234_500))
BUCKET_ENDS = ((0, "not_due"), (30, "1-30"), (60, "31-60"), (90, "61-90"), (180, "91-180"), (365, "181-365"))


def example_policy() -> Policy:
    """Return a ladder like P-1, shortened, whose words stand here."""

    def step(step_id: str, zh: str, en: str, **more: Any) -> Step:
        given: dict[str, Any] = {
            "action": "contact",
            "channels": ("email", "phone"),
            "role": "collector",
            "template": step_id,
            "customer_facing": True,
            "own_record": False,
        }
        return Step(id=step_id, name={"zh": zh, "en": en}, **(given | more))

    def rung(rung_id: str, zh: str, en: str, from_day: int, *steps: Step) -> Rung:
        clause = {"zh": f"手册：{zh}", "en": f"Manual: {en}"}
        return Rung(
            rung_id, {"zh": zh, "en": en}, When("day", from_day), clause, "S3d", steps or (step(rung_id, zh, en),)
        )

    warning = step("lock-warning", "锁单", "Lock", role="manager", own_record=True, only_as_notice=True)
    wait = Requirement("lock-warning", wait=Interval(3, "wd"))
    lock = step("lock", "锁单", "Lock", action="propose", approval="boss", requires=wait)
    rungs = (
        rung("remind", "到期提醒", "Reminder", -7),
        rung("follow-1", "隔日跟进", "Follow-up every 2 days", 1),
        rung("follow-2", "每日跟进", "Daily follow-up", 8),
        rung("supervisor", "主管跟进", "Supervisor", 15),
        rung("manager", "经理协助", "Manager", 31),
        rung("gm", "总经理协助", "General manager", 61),
        rung("lock", "锁单", "Lock", 91, warning, lock),
        rung("letters", "发函", "Letters", 105),
    )
    names = {"zh": "标准账款催收", "en": "Standard B2B collection"}
    points = (PointRule("segment", 5.0, "key"), PointRule("habitual_delayer", 3.0))
    costs = {"phone": "35", "email": "2", "visit": "400"}
    return Policy("b2b-standard", 3, names, "S3d", date(2026, 7, 1), rungs, points=points, costs=costs)


def example_items() -> pl.DataFrame:
    """Return the items of ITEM_ROWS with bucket, class and rung by plain Python."""
    rows = []
    for line in ITEM_ROWS.split("\n")[1:-1]:
        document, customer, currency, kind, *numbers, suppressed = line.split()
        days, open_minor, disputed, promised, in_transit, bills, eligible = map(int, numbers)
        due = AS_OF - timedelta(days=days)
        row = dict.fromkeys(ITEMS)
        row |= {
            "document_no": document,
            "customer_id": customer,
            "entity": "main",
            "kind": kind,
            "currency": currency,
            "issue_date": due - timedelta(days=60),
            "due_date": due,
            "open_minor": open_minor,
            "disputed_minor": disputed,
            "promised_minor": promised,
            "in_transit_minor": in_transit,
            "bills_minor": bills,
            "overdue_days": days,
            "bucket": _bucket(kind, days, whole_in_bills=bills == open_minor),
            "debt_class": _debt_class(days),
            "policy_class": "",
            "policy": "b2b-standard",
            "rung": _rung(days) if kind != "credit_note" else "",
            "eligible_minor": eligible,
            "suppressed_reason": "" if suppressed == "-" else suppressed,
        }
        rows.append(row)
    return pl.DataFrame(rows, schema=dict(ITEMS))


def _bucket(kind: str, days: int, *, whole_in_bills: bool) -> str:
    if kind == "credit_note":
        return "credit"
    if whole_in_bills:
        return "bills_in_hand"
    if kind == "retention" and days <= 0:
        return "retention"
    return next((bucket for end, bucket in BUCKET_ENDS if days <= end), "over-365")


def _debt_class(days: int) -> str:
    ends = ((0, "not_due"), (30, "collecting"), (60, "near_doubtful"), (730, "doubtful"))
    return next((name for end, name in ends if days <= end), "dead")


def _rung(days: int) -> str:
    return next((rung.id for rung in reversed(example_policy().rungs) if rung.from_day <= days), "")


def example_ageing(items: pl.DataFrame) -> pl.DataFrame:
    """Return customer x bucket sums, unallocated cash as negative lines."""
    sums: Counter[tuple[str, str, str, str]] = Counter()
    for row in items.iter_rows(named=True):
        sums[row["customer_id"], row["entity"], row["currency"], row["bucket"]] += row["open_minor"]
    for customer, currency, minor in UNALLOCATED:
        sums[customer, "main", currency, "unallocated"] -= minor
    return pl.DataFrame([(*key, minor) for key, minor in sorted(sums.items())], schema=dict(AGEING), orient="row")


# customer, lane, score, step, action, role, days, overdue, eligible, reasons; facts stand in WORK_FACTS
WORK_ROWS = """
    C001 hard  46.2  supervisor   contact  supervisor  34  48620000  46380000 promise_broken,overdue,part_disputed
    C002 hard   9.6  verify       verify   collector   19   9600000         0 promise_due,part_promised
    C003 hard   3.1  verify       verify   collector   26  31248049        49 verify_payment,part_in_transit
    C004 hard  26.9  lock-warning contact  manager   1068  26890000  26890000 promise_partly_kept,notice_missing,overdue
    C005 hard  74.2  lock         propose  manager     96  74236000  74236000 bill_refused,approval_needed,overdue
    C006 value 31.1  supervisor   contact  supervisor  18 128450000 128450000 overdue,escalated
    C007 value 24.6  follow-2     contact  collector    9  86530000  86530000 overdue,two_promises_failed
    C008 value 19.8  manager      visit    rep         47  62100000  57100000 habitual_delayer,overdue,part_disputed
    C009 value 17.2  supervisor   contact  supervisor  22  53874000  47754000 credit_taken_off,unallocated_taken_off
    C010 value 12.9  follow-1     contact  collector    5  21468000  21468000 overdue,due_soon
    C011 value  9.4  lock-warning contact  manager    120   4512050   4512050 overdue,notice_missing
    C012 value  7.7  gm           escalate gm          63   1180000   1180000 overdue,escalated
    C013 value  5.1  lock-warning contact  manager    200  12345678  12345678 overdue
    C015 value  4.2  gm           escalate gm         400  23615000  23615000 overdue,grace_over
    C014 value  0.3  remind       contact  collector   12   9672000         0 due_soon,bills_in_hand
"""
WORK_FACTS: Mapping[str, Mapping[str, Any]] = {
    "C001": {
        "disputed_minor": 2_240_000,
        "promise_due_on": date(2026, 11, 16),
        "promise_minor": 18_000_000,
        "promise_kept_minor": 0,
        "promise_level": 1,
        "last_contact_on": date(2026, 11, 13),
        "last_contact_channel": "phone",
        "last_contact_outcome": "promised",
        "assignee": "李薇",
        "also": ["manager"],
    },
    "C002": {"promised_minor": 9_600_000, "promise_due_on": AS_OF, "promise_minor": 9_600_000, "promise_level": 1},
    "C003": {"in_transit_minor": 31_248_000, "said_paid_on": date(2026, 11, 17), "last_contact_outcome": "says_paid"},
    "C004": {
        "promise_due_on": date(2025, 12, 18),
        "promise_minor": 10_000_000,
        "promise_kept_minor": 2_500_000,
        "promise_level": 2,
        "rung": "lock",
    },
    "C005": {"approval": "boss", "bill_refused_on": date(2026, 11, 18), "notice_delivered_on": date(2026, 11, 12)},
    "C006": {"policy_points": 8.0, "points_given": ["segment=key", "habitual_delayer"], "assignee": "李薇"},
    "C008": {"disputed_minor": 5_000_000, "channels": ["visit"], "policy_points": 3.0},
    "C009": {"credit_minor": 1_500_000, "unallocated_minor": 620_000, "disputed_minor": 4_000_000},
    "C010": {"due_soon_minor": 18_000_000, "due_soon_on": date(2026, 11, 23)},
    "C011": {"rung": "lock", "rate_ppm": 7_800_000},
    "C012": {"rate_ppm": 47_000},
    "C013": {"rate_ppm": 23_500_000},
    "C014": {"due_soon_minor": 8_815_000, "bills_minor": 9_672_000, "due_soon_on": date(2026, 11, 24)},
}


def example_worklist(items: pl.DataFrame) -> pl.DataFrame:
    """Return WORK_ROWS as the engine would hand them over."""
    currencies = dict(items.select("customer_id", "currency").iter_rows())
    rows = []
    for rank, line in enumerate(WORK_ROWS.split("\n")[1:-1], start=1):
        customer, lane, score, step, action, role, days, overdue, eligible, reasons = line.split()
        row: dict[str, Any] = {name: 0 for name, dtype in WORKLIST.items() if dtype == pl.Int64}
        row |= {
            "rank": rank,
            "customer_id": customer,
            "entity": "main",
            "name": NAMES[customer],
            "lane": lane,
            "score": float(score),
            "step": step,
            "also": [],
            "action": action,
            "channels": ["email", "phone"],
            "role": role,
            "assignee": "",
            "approval": "",
            "due_on": AS_OF,
            "currency": currencies[customer],
            "overdue_minor": int(overdue),
            "eligible_minor": int(eligible),
            "oldest_overdue_days": int(days),
            "documents": items.filter(pl.col("customer_id") == customer)["document_no"].to_list(),
            "template": step,
            "reasons": reasons.split(","),
            "policy": "b2b-standard",
            "policy_version": 3,
            "rung": _rung(int(days)),
            "anchor_days": int(days),
            "anchor_due_date": AS_OF - timedelta(days=int(days)),
            "value_base_minor": int(eligible),
            "chance_with": 0.62,
            "chance_without": 0.44,
            "chance_count_with": 64,
            "chance_count_without": 9,
            "cost_minor": 3_700,
            "rate_ppm": 1_000_000,
            "value_minor": round(float(score) * 1_000_000),
            "policy_points": 0.0,
            "points_given": [],
        }
        rows.append(row | dict(WORK_FACTS.get(customer, {})))
    return pl.DataFrame(rows, schema=dict(WORKLIST))


def example_skipped() -> pl.DataFrame:
    """Return one line per skip reason."""
    rows: list[tuple[str, str, str, str, date | None]] = [
        ("C002", "main", "INV-1003", "promised", date(2026, 11, 23)),
        ("C003", "main", "INV-1004", "in_transit", None),
        ("C001", "main", "INV-1002", "disputed", None),
        ("C003", "main", "INV-1020", "tolerance", None),
        ("C009", "main", "CN-0001", "credit", None),
        ("C009", "main", "INV-1012", "unallocated", None),
        ("C007", "main", "", "paused", date(2026, 11, 24)),
        ("C008", "main", "", "opted_out", None),
        ("C010", "main", "INV-1014", "not_overdue", date(2026, 11, 23)),
        ("C012", "main", "", "interval_not_passed", date(2026, 11, 21)),
        ("C013", "main", "", "done_today", AS_OF),
        ("C015", "main", "", "written_off", None),
    ]
    return pl.DataFrame(rows, schema=dict(SKIPPED), orient="row")


def example_promises() -> pl.DataFrame:
    """Return one promise of each state."""
    rows = [
        ("C001", "main", "CNY", 11, 16, 18_000_000, 0, "broken", 1),
        ("C002", "main", "CNY", 12, 20, 9_600_000, 0, "open", 1),
        ("C004", "main", "CNY", 1, 6, 10_000_000, 2_500_000, "partly", 2),
        ("C006", "main", "CNY", 2, 9, 30_000_000, 30_000_000, "kept", 1),
    ]
    days = [
        (*row[:3], date(2026, 11, row[3]), date(2026, 11, row[4]), date(2026, 11, row[4] + 3), *row[5:], [], None)
        for row in rows
    ]
    return pl.DataFrame(days, schema=dict(PROMISES_JUDGED), orient="row")


def example_alerts() -> pl.DataFrame:
    """Return a customer with a serious sign and a lesser one, and one whose sign is about no money."""
    slower = {"sign": "slower_payment", "severity": "serious", "since": date(2026, 9, 1), "currency": "CNY"}
    slower |= {"amount_minor": 40_000_000, "usual_minor": 90_000_000, "count": 4, "usual_count": 11}
    slower |= {"days": 21, "usual_days": -2, "threshold": "days=10;documents=3;documents_before=6"}
    limit = {"sign": "over_limit", "severity": "watch", "currency": "CNY", "amount_minor": 48_620_000}
    limit |= {"usual_minor": 30_000_000, "percent": 162, "threshold": "percent=100"}
    closed = {"sign": "account_closed", "severity": "serious", "status": "closed", "threshold": ""}
    told = [("C001", slower, ["report_supervisor", "preservation_study"]), ("C001", limit, ["report_supervisor"])]
    told.append(("C004", closed, ["report_supervisor", "preservation_study"]))
    rows = [
        dict.fromkeys(ALERTS) | {"customer_id": customer, "entity": "main", "effect": effect} | facts
        for customer, facts, effect in told
    ]
    return pl.DataFrame(rows, schema=dict(ALERTS))


def example_chances() -> pl.DataFrame:
    """Return two lines of the chance table: one with much evidence, one with little."""
    rows = [("1-30", "none", True, 0.60, 64, 40, 0.62), ("1-30", "none", False, 0.45, 9, 3, 0.44)]
    return pl.DataFrame(rows, schema=dict(CHANCES), orient="row")


def example_assignments() -> pl.DataFrame:
    """Return one policy for all, by the default."""
    rows = [(customer, "b2b-standard", "default", None, None, None) for customer in NAMES]
    return pl.DataFrame(rows, schema=dict(ASSIGNMENTS), orient="row")


def example_plan() -> Plan:
    """Return the whole day."""
    items = example_items()
    calling = example_calling()
    return Plan(
        as_of=AS_OF,
        policies={"b2b-standard": example_policy()},
        default_policy="b2b-standard",
        assignment=None,
        base_currency="CNY",
        worklist=with_best_slots(example_worklist(items).drop(*BEST_SLOT), calling),
        items=items,
        ageing=example_ageing(items),
        skipped=example_skipped(),
        promises=example_promises(),
        alerts=example_alerts(),
        chances=example_chances(),
        assignments=example_assignments(),
        calling=calling,
        problems=problem_table([Problem("payments", 1, 7, "allocations", "INV-9", "over_allocated", "warning", "C-9")]),
        not_yet_issued=2,
        future_payments=1,
        calendar_unpublished=False,
        timings={"read": 0.01, "decide": 0.02},
    )


def example_calling() -> Calling:
    """Return what the slots are found from: C001 was reached in the afternoon, C002 counts its stock today."""
    counts = pl.DataFrame({"weekday": [5], "hour": [15], "own_calls": [15], "own_reached": [12]})
    blackout = {"customer_id": "C002", "kind": "blackout", "date": AS_OF, "note": "盘点"}
    return Calling(
        as_of=AS_OF,
        call_times=PRESETS["mornings-midweek"],
        base=0.4,
        days=working_days(working_calendar(AS_OF, AS_OF), AS_OF),
        reached=counts.rename({"own_calls": "calls", "own_reached": "reached"}),
        own_reached=counts.with_columns(customer_id=pl.lit("C001")),
        hours=Tables.of(hours=pl.DataFrame([blackout])).hours,
        persons=pl.Series("customer_id", [], dtype=pl.String),
        steps=called_steps({"b2b-standard": example_policy()}),
        people=pl.DataFrame(
            schema={"customer_id": pl.String, "owner": pl.String, "collector": pl.String, "struck": pl.List(pl.String)}
        ),
    )


def example_reading() -> Reading:
    """Return what was read: a CSV and a sheet, with one row set aside."""
    totals = TableTotals(
        rows_in=27,
        loaded=26,
        set_aside=1,
        amounts_in={"CNY": 75_000_000},
        amounts_loaded={"CNY": 74_000_000},
        amounts_set_aside={"CNY": 1_000_000},
        amounts_unreadable=1,
    )
    return Reading(
        tables=Tables.of(),
        inputs=(
            InputFile(file="receivables.csv", sheet="", table="receivables", rows=27, sha256="ab" * 32),
            InputFile(file="账套.xlsx", sheet="收款", table="payments", rows=12, sha256="cd" * 32),
        ),
        unread=("notes.docx",),
        problems=problem_table([Problem("receivables", 0, 14, "金额", "12,34", "bad_amount", "error")]),
        totals={"receivables": totals},
        extras={},
    )
