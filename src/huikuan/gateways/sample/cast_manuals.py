"""The part of the cast that the other manuals work on (P-3, P-5, P-6, P-7), as ``ladders.yaml`` assigns them.

Under ``b2b-standard`` alone these are customers like any other: what a part shows is what the assignment makes of it.
"""

from __future__ import annotations

from huikuan.gateways.sample.cast import Doc, Part, Said

SMALL = {"segment": "small", "grade": "B"}
SMALL_C = {"segment": "small", "grade": "C"}
TRADER = {"payer_class": "sole_trader", "segment": "regular"}
FORMER_DEALER = {"kind": "partner", "segment": "regular"}


BANK_ASKED = Said(1, "email", "not_reached", "special-request", delivered=False)


def _key(grade: str) -> dict[str, str | bool]:
    return {"segment": "key", "grade": grade}


def _card(holder: str, *, late: int, amount: str, batch_ago: int, log: tuple[Said, ...] = ()) -> Part:
    """Return the holder of a shop card whose debt was handed over in a batch so many days ago."""
    return Part(
        f"P-5 card of {holder}, handed over {batch_ago} days ago",
        (Doc("a", late, amount, "opening", extra={"batch_on": batch_ago}),),
        customer={
            "name": f"{holder}（门店卡客户）",
            "short_name": holder,
            "kind": "individual",
            "payer_class": "person",
            "segment": "small",
        },
        log=log,
        only_these=True,
    )


def _reviewed(weeks: int, ago: int) -> tuple[Said, ...]:
    """Return the records of the first weeks of a batch: the review, then the call."""
    said: list[Said] = []
    for week in range(weeks):
        day = ago - 7 * week
        outcome = "stalling" if week else "call_back"
        said += [
            Said(day, "email", "delivered", f"w{week + 1}-review"),
            Said(day, "phone", outcome, f"w{week + 1}-phone") if week < 2 else Said(day, "visit", "met", "w3-visit"),
        ]
    return tuple(said)


REMINDED = (
    Part("P-3 statement on issue", (Doc("a", -43, "6480.00"),), customer=SMALL, only_these=True),
    Part(
        "P-3 SMS three days before",
        (Doc("a", -3, "3960.00"),),
        customer=SMALL,
        log=(Said(48, "email", "delivered", "statement"),),
        only_these=True,
    ),
    Part("P-3 SMS on the due date", (Doc("a", 0, "5120.00"),), customer=SMALL, only_these=True),
    Part("P-3 tracing call", (Doc("a", 2, "4275.00"),), customer=SMALL, only_these=True),
    Part(
        "P-3 second call",
        (Doc("a", 5, "7730.00"),),
        customer=SMALL,
        log=(Said(4, "phone", "call_back", "trace-1"),),
        only_these=True,
    ),
    Part(
        "P-3 third call",
        (Doc("a", 8, "2890.00"),),
        customer=SMALL,
        log=(Said(7, "phone", "stalling", "trace-1"), Said(3, "phone", "call_back", "phone-2")),
        only_these=True,
    ),
    Part(
        "P-3 next procedure after three talks",
        (Doc("a", 13, "9340.00"),),
        customer=SMALL,
        log=(
            Said(11, "phone", "stalling", "trace-1"),
            Said(8, "phone", "call_back", "phone-2"),
            Said(4, "phone", "stalling", "phone-3"),
        ),
        only_these=True,
    ),
    Part("P-3 second form, SMS a day before", (Doc("a", -1, "5600.00"),), customer=SMALL_C, only_these=True),
    Part("P-3 second form, phoned on the due date", (Doc("a", 0, "8150.00"),), customer=SMALL_C, only_these=True),
    Part("P-3 third form, phoned on the due date", (Doc("a", 0, "12400.00"),), customer=TRADER, only_these=True),
    Part("P-3 third form, tracing call", (Doc("a", 3, "7950.00"),), customer=TRADER, only_these=True),
)
BY_GRADE = (
    Part("P-6 five working days before", (Doc("a", -7, "148000.00"),), customer=_key("B")),
    Part("P-6 within the grace of an A", (Doc("a", 6, "96500.00"),), customer=_key("A")),
    Part("P-6 first contact after the grace of an A", (Doc("a", 11, "121000.00"),), customer=_key("A")),
    Part(
        "P-6 followed up by another channel",
        (Doc("a", 20, "84300.00"),),
        customer=_key("C"),
        log=(Said(14, "phone", "stalling", "first"), Said(9, "email", "delivered", "follow")),
    ),
    Part(
        "P-6 deterrence, for the general manager to approve",
        (Doc("a", 40, "73800.00"),),
        customer=_key("C"),
        log=(Said(34, "phone", "stalling", "first"), Said(2, "wecom", "delivered", "follow")),
    ),
    Part(
        "P-6 law, for the boss to approve",
        (Doc("a", 96, "58200.00"),),
        customer=_key("C"),
        log=(
            Said(90, "phone", "stalling", "first"),
            Said(52, "letter", "signed", "deter", True),
            Said(3, "email", "delivered", "follow"),
        ),
    ),
    Part(
        "P-6 agency, for the boss to approve",
        (Doc("a", 188, "41600.00"),),
        customer=_key("C"),
        log=(
            Said(180, "phone", "stalling", "first"),
            Said(140, "letter", "signed", "deter", True),
            Said(80, "letter", "refused", "legal", False),
            Said(1, "phone", "stalling", "follow"),
        ),
    ),
)
RECOVERED = (
    Part("P-7 claim to verify", (Doc("a", 3, "36700.00"),), customer=FORMER_DEALER, only_these=True),
    Part(
        "P-7 written notice",
        (Doc("a", 10, "52900.00"),),
        customer=FORMER_DEALER,
        log=(Said(8, "email", "confirmed", "verify"),),
        only_these=True,
    ),
    Part(
        "P-7 negotiation",
        (Doc("a", 31, "67400.00"),),
        customer=FORMER_DEALER,
        log=(Said(28, "email", "confirmed", "verify"), Said(21, "letter", "signed", "notice", True)),
        only_these=True,
    ),
    Part(
        "P-7 suit, for the boss to approve",
        (Doc("a", 70, "88600.00"),),
        customer=FORMER_DEALER,
        log=(
            Said(67, "email", "confirmed", "verify"),
            Said(60, "letter", "signed", "notice", True),
            Said(9, "phone", "stalling", "negotiate"),
        ),
        only_these=True,
    ),
    Part(
        "P-7 a large sum goes to law early",
        (Doc("a", 40, "532000.00"),),
        customer=FORMER_DEALER,
        log=(Said(36, "email", "confirmed", "verify"), Said(30, "letter", "signed", "notice", True)),
        only_these=True,
    ),
    Part(
        "P-7 a small sum, the letter and no more",
        (Doc("a", 45, "3150.00"),),
        customer=FORMER_DEALER,
        log=(Said(41, "email", "confirmed", "verify"), Said(36, "letter", "signed", "notice", True)),
        only_these=True,
    ),
    Part(
        "P-7 enforcement, followed up by the month",
        (Doc("a", 260, "46900.00"),),
        customer=FORMER_DEALER,
        log=(
            Said(255, "email", "confirmed", "verify"),
            Said(249, "letter", "signed", "notice", True),
            Said(190, "letter", "delivered", "suit", True),
            Said(36, "email", "delivered", "enforce", True),
        ),
        only_these=True,
    ),
)
BY_BATCH = (
    _card("罗建国", late=64, amount="4380.00", batch_ago=1),
    _card("石秀兰", late=71, amount="6125.50", batch_ago=8, log=_reviewed(1, 8)),
    _card("彭志强", late=83, amount="2940.00", batch_ago=15, log=_reviewed(2, 15)),
    # The bank asked for something of its own; nobody has been told yet, so that the supervisor decides.
    _card("董玉珍", late=90, amount="7810.00", batch_ago=22, log=(*_reviewed(3, 22), BANK_ASKED)),
)
MANUAL_PARTS = (*REMINDED, *BY_GRADE, *RECOVERED, *BY_BATCH)
