"""The part of the cast that shows what we know: judgement, warning signs, statements, papers at hand, hours to call."""

from __future__ import annotations

from huikuan.gateways.sample.cast import Dispute, Doc, Part, Pay, Promise, Said, Stated, When

ON_TIME = tuple(Stated(back, confirmed=14) for back in range(1, 7))
MOSTLY_LATE = tuple(Stated(back, confirmed=26) for back in range(2, 6))


def _paid_late(due_ago: int, days: int, tag: str) -> tuple[Doc, Pay]:
    """Return a document that fell due so long ago and was paid so many days after that."""
    amount = f"{21_000 + due_ago * 10}.00"
    return Doc(tag, due_ago, amount), Pay(due_ago - days, amount, {tag: amount})


SLOW_HISTORY = tuple(_paid_late(ago, days, f"h{ago}") for ago, days in ((168, 33), (137, 26), (105, 30), (76, 24)))

KNOWING_PARTS = (
    Part(
        "can pay and does not, the lock proposed early",
        (
            Doc("a", 45, "90000.00"),
            Doc("b", 22, "31000.00"),
            Doc("c", 14, "28500.00"),
            Doc("d", 6, "33600.00"),
        ),
        payments=tuple(Pay(ago, paid, {tag: paid}) for ago, paid, tag in (
            (18, "31000.00", "b"), (10, "28500.00", "c"), (3, "33600.00", "d"),
        )),
        promises=(Promise(38, -30, "50000.00", ("a",)), Promise(24, -16, "50000.00", ("a",))),
        log=(
            Said(38, "phone", "promised", "follow-1"),
            Said(24, "phone", "promised", "supervisor"),
            Said(11, "phone", "stalling", "supervisor"),
            Said(4, "phone", "stalling", "supervisor"),
        ),
    ),
    Part(
        "pays another of our companies, not us",
        (Doc("a", 41, "63500.00"), Doc("b", 20, "27400.00", entity="export")),
        payments=(Pay(12, "27400.00", {"b": "27400.00"}, {"entity": "export"}),),
        log=(Said(8, "phone", "stalling", "supervisor"),),
        only_these=True,
    ),
    Part(
        "cannot be reached any more",
        (Doc("a", 19, "38900.00"),),
        log=(
            Said(18, "email", "delivered", "follow-1"),
            *(Said(ago, "phone", "not_reached", "follow-2") for ago in (11, 9, 8)),
            *(Said(ago, "phone", "not_reached", "supervisor") for ago in (4, 2)),
        ),
    ),
    Part(
        "disputes shortly before the due date",
        (Doc("a", 24, "44600.00"), Doc("b", 12, "39200.00"), Doc("c", 5, "30500.00")),
        disputes=(Dispute("a", 28, "44600.00", "price", 9), Dispute("b", 15, "12000.00", "quantity")),
    ),
    Part(
        "the person in charge has changed",
        (Doc("a", 23, "52300.00"),),
        log=(Said(14, "phone", "wrong_person", "follow-2"), Said(6, "phone", "wrong_person", "supervisor")),
    ),
    Part(
        "asks for papers, so our side first",
        (Doc("a", 13, "71900.00", extra={"invoice_received_on": None}),),
        log=(Said(5, "phone", "asks_documents", "follow-2"),),
        statements=(*(Stated(back) for back in (1, 3, 4, 5, 6)), Stated(2, is_invoiced=False)),
    ),
    Part(
        "late payer found by the months, visited",
        (*(doc for doc, _ in SLOW_HISTORY), Doc("a", 47, "35700.00"), Doc("b", 12, "29300.00")),
        payments=(*(pay for _, pay in SLOW_HISTORY), Pay(15, "35700.00", {"a": "35700.00"})),
        log=(Said(6, "phone", "call_back", "follow-1"),),
        only_these=True,
        unsaid=True,
    ),
    Part(
        "late confirmer found by the cycles, visited",
        (Doc("a", -9, "47500.00"),),
        statements=(Stated(6, confirmed=13), *MOSTLY_LATE, Stated(1, confirmed=None)),
        unsaid=True,
    ),
    Part(
        "settles on proof of delivery, two slips missing",
        (
            Doc("a", 11, "33800.00", extra={"issue_date": 45, "pod_date": 41}),
            *(
                Doc(tag, -20, amount, extra={"due_date": None, "issue_date": ago, "pod_date": None})
                for tag, amount, ago in (("b", "26400.00", 38), ("c", "29100.00", 29))
            ),
        ),
        customer={"terms": "收到回单后30天"},
        statements=ON_TIME,
    ),
    Part("statement sent and not confirmed, the reminder asks first", (Doc("a", -7, "68700.00"),),
         statements=(*(Stated(back) for back in range(2, 7)), Stated(1, sent=10, confirmed=None))),
    Part("statement not drafted yet", (Doc("a", -11, "25900.00"),), statements=tuple(Stated(b) for b in range(2, 7))),
    Part(
        "new customer of whom nothing is on file",
        (Doc("a", 5, "17800.00", entity="leasing", extra={
            "contract_no": None, "delivered_on": None, "pod_date": None, "invoice_received_on": None,
        }),),
        statements=(),
        only_these=True,
        unknown=True,
    ),
    Part(
        "bank data of the service company a month old",
        (Doc("a", 65, "15400.00", entity="service"), Doc("b", 17, "16200.00", entity="service")),
        payments=(Pay(30, "15400.00", {"a": "15400.00"}),),
        statements=(),
        only_these=True,
    ),
    Part("order without the contract", (Doc("a", 9, "58100.00", extra={"contract_no": None}),)),
    Part(
        "last contact without a note",
        (Doc("a", 10, "34500.00"),),
        log=(Said(7, "email", "delivered", "follow-1"), Said(3, "phone", "call_back", "follow-1", note="")),
    ),
    Part(
        "to be called on Tuesday and Thursday mornings",
        (Doc("a", 11, "79600.00"),),
        log=(Said(4, "email", "delivered", "follow-1"),),
        hours=(
            When("open", "2", ("09:00", "11:30")),
            When("open", "4", ("09:00", "11:30")),
            When("blackout", month_day=31, note="扎账日"),
            When("cash_in", month_day=25, note="集团拨款"),
        ),
    ),
)  # fmt: skip
