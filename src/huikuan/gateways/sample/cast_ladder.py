"""The part of the cast that stands on the ladders: every rung and every step of P-1 and P-2 is somebody's today."""

from __future__ import annotations

from huikuan.gateways.sample.cast import Doc, Part, Said

BY_DEGREES = {"policy": "credit-15-30-60", "terms": "net 30"}
BY_MONTH = {"policy": "credit-15-30-60", "terms": "月结30"}
FIRST_TWO_WEEKS = (3, 5, 7, 8, 9, 10, 11, 12, 13, 14)  # on which days past due the team wrote or phoned


def _worked(late: int, *, until: int = 3) -> tuple[Said, ...]:
    """Return the contacts of a case worked as the manual says: two weeks, then the supervisor, until some days ago."""
    said = []
    for day in (*FIRST_TWO_WEEKS, *range(16, late, 5)):
        if late - day < until or (day > 20 and late - day > 90):
            continue
        step = "follow-1" if day < 8 else "follow-2" if day < 15 else "supervisor"
        by_mail = day % 2 == 0
        said.append(Said(late - day, "email" if by_mail else "phone", "delivered" if by_mail else "stalling", step))
    return tuple(said)


def _helped(late: int, *, since: int, step: str) -> tuple[Said, ...]:
    """Return the weekly requests for help of a manager since that day past due, the last within the week."""
    return tuple(Said(late - day, "email", "delivered", step) for day in range(max(since, late - 70), late, 7))


def _letter(ago: int, step: str) -> Said:
    return Said(ago, "letter", "signed", step, True)


LADDER_PARTS = (
    Part("remind today", (Doc("a", -7, "86400.00"), Doc("b", -15, "52000.00"))),
    Part(
        "follow-1, third day",
        (Doc("a", 3, "48250.00"), Doc("b", -12, "31000.00")),
        log=(Said(2, "email", "delivered", "follow-1"),),
    ),
    Part(
        "follow-1, second slot missed", (Doc("a", 5, "17380.50"),), log=(Said(4, "phone", "not_reached", "follow-1"),)
    ),
    Part(
        "done today",
        (Doc("a", 5, "63900.00"),),
        log=(Said(4, "email", "delivered", "follow-1"), Said(0, "phone", "call_back", "follow-1")),
    ),
    Part(
        "between two slots",
        (Doc("a", 4, "29760.00"),),
        log=(Said(3, "email", "delivered", "follow-1"), Said(1, "phone", "stalling", "follow-1")),
    ),
    Part("follow-2", (Doc("a", 11, "112600.00"), Doc("b", 2, "18400.00")), log=_worked(11)),
    Part("supervisor", (Doc("a", 20, "75820.00"), Doc("b", 6, "40100.00")), log=_worked(20)),
    Part("manager", (Doc("a", 33, "134000.00"), Doc("b", 9, "22600.00")), log=_worked(33)),
    Part(
        "gm",
        (Doc("a", 64, "98700.00"), Doc("b", 35, "61000.00")),
        log=(*_worked(64), *_helped(64, since=31, step="manager")),
    ),
    Part(
        "lock-warning",
        (Doc("a", 93, "156300.00"),),
        log=(*_worked(93), *_helped(93, since=31, step="manager"), *_helped(93, since=61, step="gm")),
    ),
    Part(
        "lock, for the boss to approve",
        (Doc("a", 101, "203500.00"), Doc("b", 71, "47200.00")),
        log=(
            *_worked(101),
            *_helped(101, since=31, step="manager"),
            *_helped(101, since=61, step="gm"),
            _letter(8, "lock-warning"),
        ),
    ),
    Part(
        "warned two days ago, the lock waits",
        (Doc("a", 96, "57900.00"),),
        log=(
            *_worked(96),
            *_helped(96, since=31, step="manager"),
            *_helped(96, since=61, step="gm"),
            _letter(1, "lock-warning"),
        ),
    ),
    Part(
        "letters after the lock",
        (Doc("a", 131, "88450.00"),),
        log=(
            *_worked(131),
            *_helped(131, since=31, step="manager"),
            *_helped(131, since=61, step="gm"),
            _letter(38, "lock-warning"),
            _letter(31, "lock"),
        ),
        customer={"status": "credit_suspended"},
    ),
    Part(
        "letters after the boss refused the lock",
        (Doc("a", 118, "310000.00"),),
        log=(
            *_worked(118),
            *_helped(118, since=31, step="manager"),
            *_helped(118, since=61, step="gm"),
            _letter(24, "lock-warning"),
            Said(17, "wecom", "refused", "lock", False),
        ),
        customer={"segment": "key"},
    ),
    Part(
        "lawyer's letter",
        (Doc("a", 166, "124800.00"),),
        log=(*_worked(166), _letter(72, "lock-warning"), _letter(66, "lock"), _letter(33, "letters")),
        customer={"status": "cash_only"},
    ),
    Part(
        "everything sent, the supervisor goes on",
        (Doc("a", 250, "46300.00"),),
        log=(
            *_worked(250),
            _letter(150, "lock-warning"),
            _letter(144, "lock"),
            _letter(120, "letters"),
            _letter(95, "lawyer-letter"),
        ),
        customer={"status": "blacklisted"},
    ),
    Part(
        "doubtful with the legal flag",
        (Doc("a", 480, "67500.00"),),
        log=(
            *_worked(480),
            _letter(385, "lock-warning"),
            _letter(379, "lock"),
            _letter(360, "letters"),
            _letter(340, "lawyer-letter"),
        ),
        customer={"status": "cancelled"},
    ),
    Part(
        "dead, from before the two years",
        (Doc("a", 804, "38900.00", "opening"),),
        log=(
            *_worked(804, until=30),
            _letter(700, "lock-warning"),
            _letter(694, "lock"),
            _letter(680, "letters"),
            _letter(660, "lawyer-letter"),
        ),
        customer={"status": "closed"},
    ),
    Part(
        "habitual delayer, visited",
        (Doc("a", 9, "81750.00"),),
        log=(Said(6, "visit", "met", "follow-1"), Said(2, "visit", "absent", "follow-2")),
        customer={"habitual_delayer": True},
    ),
    Part("P-2 within, a week before", (Doc("a", -7, "72300.00"),), customer=BY_DEGREES),
    Part("P-2 within, month settlement in its ten days", (Doc("a", 6, "95400.00"),), customer=BY_MONTH),
    Part("P-2 general, the payment notice first", (Doc("a", 4, "33100.00"),), customer=BY_DEGREES),
    Part(
        "P-2 general, phoned after the notice",
        (Doc("a", 13, "58600.00"),),
        customer=BY_DEGREES,
        log=(Said(11, "email", "delivered", "payment-notice", True), Said(7, "phone", "stalling", "general")),
    ),
    Part("P-2 month settlement past its ten days", (Doc("a", 12, "41950.00"),), customer=BY_MONTH),
    Part(
        "P-2 serious",
        (Doc("a", 22, "117000.00"),),
        customer=BY_DEGREES,
        log=(Said(20, "email", "delivered", "payment-notice", True), Said(9, "phone", "call_back", "general")),
    ),
    Part(
        "P-2 doubtful",
        (Doc("a", 45, "64200.00"),),
        customer=BY_DEGREES,
        log=(Said(43, "email", "delivered", "payment-notice", True), Said(21, "phone", "stalling", "serious")),
    ),
    Part(
        "P-2 grave",
        (Doc("a", 75, "142500.00"),),
        customer=BY_DEGREES,
        log=(Said(73, "email", "delivered", "payment-notice", True), Said(18, "phone", "stalling", "doubtful")),
    ),
    Part(
        "P-2 grave by facts, but never noticed",
        (Doc("a", 82, "26700.00"),),
        customer=BY_DEGREES,
        log=(Said(30, "phone", "not_reached", "general"),),
    ),
)
