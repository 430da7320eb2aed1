"""The part of the cast whose money is in question: disputes, promises, cash on its way, credit, bills, currencies."""

from __future__ import annotations

from huikuan.gateways.sample.cast import Dispute, Doc, Part, Pay, Promise, Said

PARENT = "parent that pays for its child"

MONEY_PARTS = (
    Part("all disputed", (Doc("a", 25, "57600.00"),), disputes=(Dispute("a", 20),)),
    Part(
        "part disputed",
        (Doc("a", 19, "88000.00"), Doc("b", 3, "12500.00")),
        disputes=(Dispute("a", 15, "26400.00", "price"),),
    ),
    Part(
        "dispute resolved, chased again",
        (Doc("a", 28, "43700.00"),),
        disputes=(Dispute("a", 22, "43700.00", "delivery", 5),),
    ),
    Part("disputed amount on the document", (Doc("a", 17, "36200.00", extra={"disputed_amount": "36200.00"}),)),
    Part(
        "promised in full, not due yet",
        (Doc("a", 10, "69300.00"),),
        promises=(Promise(2, 4, "69300.00", ("a",)),),
        log=(Said(2, "phone", "promised", "follow-2"),),
    ),
    Part(
        "promised in part",
        (Doc("a", 16, "92000.00"), Doc("b", 2, "20800.00")),
        promises=(Promise(3, 5, "50000.00"),),
        log=(Said(3, "phone", "promised", "follow-2"),),
    ),
    Part(
        "promise due today",
        (Doc("a", 13, "27450.00"),),
        promises=(Promise(6, 0, "27450.00", ("a",)),),
        log=(Said(6, "phone", "promised", "follow-1"),),
    ),
    Part(
        "promise broken",
        (Doc("a", 26, "84100.00"),),
        promises=(Promise(14, -6, "84100.00", ("a",)),),
        log=(Said(14, "phone", "promised", "follow-2"),),
    ),
    Part(
        "promise partly kept",
        (Doc("a", 24, "100000.00"),),
        payments=(Pay(8, "60000.00", {"a": "60000.00"}),),
        promises=(Promise(16, -9, "100000.00", ("a",)),),
        log=(Said(16, "phone", "promised", "follow-2"), Said(7, "phone", "partly_paid", "supervisor")),
    ),
    Part(
        "two broken promises, a third at level 3",
        (Doc("a", 52, "148000.00"),),
        promises=(
            Promise(45, -38, "148000.00", ("a",)),
            Promise(30, -22, "148000.00", ("a",)),
            Promise(4, 3, "74000.00", ("a",)),
        ),
        log=(
            Said(45, "phone", "promised", "follow-1"),
            Said(30, "phone", "promised", "supervisor"),
            Said(4, "phone", "promised", "supervisor"),
        ),
    ),
    Part(
        "promise kept, the next document late",
        (Doc("a", 30, "52000.00"), Doc("b", 4, "33300.00")),
        payments=(Pay(15, "52000.00", {"a": "52000.00"}),),
        promises=(Promise(22, -16, "52000.00", ("a",)),),
        log=(Said(22, "phone", "promised", "follow-2"),),
    ),
    Part(
        "money in transit",
        (Doc("a", 8, "45900.00"),),
        payments=(Pay(-3, "45900.00", {"a": "45900.00"}, {"recorded_on": 1}),),
    ),
    Part(
        "payment of next week that nobody knows yet",
        (Doc("a", 12, "19850.00"),),
        payments=(Pay(-5, "19850.00", {"a": "19850.00"}),),
    ),
    Part(
        "credit note covers it",
        (Doc("a", 14, "8600.00"), Doc("c", 20, "9000.00", "credit_note", extra={"issue_date": 20})),
    ),
    Part(
        "credit note takes a part off",
        (Doc("a", 14, "38600.00"), Doc("c", 20, "5400.00", "credit_note", extra={"issue_date": 20})),
    ),
    Part("cash that names nothing covers it", (Doc("a", 11, "24000.00"),), payments=(Pay(4, "24000.00"),)),
    Part(
        "cash that names nothing covers a part",
        (Doc("a", 21, "77200.00"), Doc("b", 7, "15000.00")),
        payments=(Pay(6, "30000.00"),),
    ),
    Part("cents left over", (Doc("a", 18, "36880.45"),), payments=(Pay(15, "36880.00", {"a": "36880.00"}),)),
    Part(
        "says it has paid, yesterday",
        (Doc("a", 12, "54400.00"),),
        log=(Said(6, "email", "delivered", "follow-1"), Said(1, "phone", "says_paid", "follow-2")),
    ),
    Part(
        "said it has paid, nothing came",
        (Doc("a", 23, "61300.00"),),
        log=(Said(16, "email", "delivered", "follow-1"), Said(9, "phone", "says_paid", "follow-2")),
    ),
    Part("wants to hear nothing more", (Doc("a", 15, "13260.00"),), opted_out=True),
    Part(
        "bill in hand",
        (Doc("a", 9, "120000.00"),),
        payments=(
            Pay(
                12,
                "120000.00",
                {"a": "120000.00"},
                {
                    "method": "acceptance_bill",
                    "bill_no": "530000000000000000000000000011",
                    "bill_kind": "bank",
                    "acceptor": "澜州银行",
                    "matures_on": -168,
                },
            ),
        ),
    ),
    Part(
        "bill matured",
        (Doc("a", 190, "80000.00"), Doc("b", 6, "35600.00")),
        payments=(
            Pay(
                186,
                "80000.00",
                {"a": "80000.00"},
                {
                    "method": "acceptance_bill",
                    "bill_no": "530000000000000000000000000028",
                    "bill_kind": "bank",
                    "acceptor": "云川商业银行",
                    "matures_on": 6,
                },
            ),
        ),
    ),
    Part(
        "bill refused, the debt is open again",
        (Doc("a", 196, "150000.00"),),
        payments=(
            Pay(
                190,
                "150000.00",
                {"a": "150000.00"},
                {
                    "method": "acceptance_bill",
                    "bill_no": "530000000000000000000000000035",
                    "bill_kind": "commercial",
                    "acceptor": "北珩重工集团",
                    "matures_on": 10,
                    "refused_on": 7,
                },
            ),
        ),
        customer={"status": "watch"},
    ),
    Part("retention, not due yet", (Doc("r", -120, "18000.00", "retention", extra={"issue_date": 245}),)),
    Part("retention, overdue", (Doc("r", 16, "14500.00", "retention", extra={"issue_date": 381}),)),
    Part(
        "paid under its name only",
        (Doc("a", 31, "47700.00"), Doc("b", 5, "21900.00")),
        payments=(Pay(9, "47700.00", {"a": "47700.00"}, {"customer_id": "", "payer_name": "{name}"}),),
    ),
    Part(PARENT, (Doc("a", 2, "66000.00"),)),
    Part(
        "child paid for by its parent",
        (Doc("a", 40, "39500.00"), Doc("b", 10, "28800.00")),
        payments=(Pay(11, "39500.00", {"a": "39500.00"}, {"customer_id": "{parent}"}),),
        parent=PARENT,
    ),
    Part(
        "named in the bank's reference",
        (Doc("a", 27, "31400.00"), Doc("b", 1, "26500.00")),
        payments=(Pay(5, "31400.00", names="a"),),
    ),
    Part("two currencies in one case", (Doc("a", 18, "42500.00"), Doc("b", 12, "9800.00", currency="USD"))),
    Part(
        "yen, without decimals",
        (Doc("a", 37, "1850000", currency="JPY"),),
        log=(Said(22, "email", "delivered", "supervisor"),),
    ),
    Part(
        "Kuwaiti dinars, three decimals",
        (Doc("a", 20, "6250.375", currency="KWD"),),
        log=(Said(8, "email", "delivered", "follow-2"),),
    ),
    Part("euros", (Doc("a", 9, "18400.60", currency="EUR"), Doc("b", -20, "7200.00", currency="EUR"))),
    Part("owes to two of our companies", (Doc("a", 7, "29900.00"), Doc("b", 34, "51200.00", entity="export"))),
    Part(
        "balance taken over from the ERP",
        (Doc("a", 29, "90000.00", extra={"open_amount": "55000.00", "balance_date": 10}),),
        payments=(Pay(5, "15000.00", {"a": "15000.00"}),),
    ),
    Part("settled by the ERP's word", (Doc("a", 60, "23700.00", extra={"settled_on": 48}), Doc("b", 3, "16100.00"))),
    Part("delivered and not yet billed", (Doc("u", 12, "74000.00", "unbilled", extra={"delivered_on": 57}),)),
    Part(
        "waits for acceptance",
        (Doc("a", 0, "260000.00", extra={"due_date": None, "issue_date": 25, "terms": "验收后30天"}),),
    ),
    Part("issued next week", (Doc("a", -50, "33000.00", extra={"issue_date": -5}), Doc("b", -16, "48000.00"))),
    Part("debit note", (Doc("d", 23, "2860.00", "debit_note"), Doc("a", 1, "34700.00"))),
)
