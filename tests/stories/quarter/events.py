"""What people do in the quarter, one function per kind of act; each tells the house and the story's ledger.

``number`` counts the days that the house works; acts that happen once name theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from huikuan.engine.assignment import Override
from tests.stories.quarter.house import House
from tests.stories.quarter.ledger import Row
from tests.stories.quarter.life import LAST, SOUTH, Life
from tests.stories.quarter.quarter import Event, Quarter

CUSTOMERS, DOCUMENTS, SEED = "24", "260", "7"


_CALLS_EVERY, _CALLS = 2, 3
_OUTCOMES = ("kept", "stalling", "broken", "not_reached", "partly", "says_paid")  # three of them with a promise
_FAR_DAYS, _NEAR_DAYS = 25, 7


def calls(story: Quarter, number: int, on: date) -> None:
    """Call the first on the list; what they promise is kept, half kept or broken."""
    if number % _CALLS_EVERY:
        return
    rows = [row for row in story.worklist() if row["action"] in ("contact", "visit") and row["entity"] != SOUTH]
    for place, row in enumerate(rows[:_CALLS]):
        outcome = _OUTCOMES[story.told["calls"] % len(_OUTCOMES)]
        at = f"{on} {10 + place}:30"
        contact = {
            "customer_id": row["customer_id"],
            "entity": row["entity"],
            "at": at,
            "channel": "phone",
            "outcome": "promised" if outcome in ("kept", "partly", "broken") else outcome,
        }
        words = ["log", row["customer_id"], "--entity", row["entity"], "--channel", "phone", "--at", at]
        promise = _promise(row, on, _NEAR_DAYS)
        if contact["outcome"] == "promised":
            words += ["--promise", promise["amount"], "--by", promise["due_on"]]
        said = story.act("calls", *words, "--outcome", contact["outcome"], "--on", str(on))
        story.ledger.hear({"activities": [contact]}, on)
        if contact["outcome"] == "promised":
            story.ledger.hear({"promises": [promise]}, on)
            story.told[f"promises {outcome}"] += 1
            story.noted["promise"] = (promise, re.findall(r"promise-\d+", said)[0])
            _pay(story, promise, outcome)


def _promise(row: Mapping[str, Any], on: date, days: int) -> Row:
    minor = max(row["eligible_minor"], 100)
    return {
        "customer_id": row["customer_id"],
        "entity": row["entity"],
        "made_on": str(on),
        "due_on": str(on + timedelta(days=days)),
        "amount": f"{minor // 100}.{minor % 100:02}",
        "currency": row["currency"],
        "document_nos": "",
    }


def _pay(story: Quarter, promise: Row, outcome: str) -> None:
    """Let the money come on the promise's day: all of it, half, or none."""
    if outcome == "broken":
        return
    amount = promise["amount"] if outcome == "kept" else f"{int(promise['amount'].split('.')[0]) // 2}.00"
    on = date.fromisoformat(promise["due_on"])
    payment = {
        "payment_no": f"STORY-{story.told['calls']:03}",
        **{name: promise[name] for name in ("customer_id", "entity", "currency")},
        "received_on": str(on),
        "recorded_on": str(on),
        "amount": amount,
        "method": "transfer",
    }
    story.to_pay.append((on, payment))


def withdrawn_promise(story: Quarter, number: int, on: date) -> None:
    """Take the last promise back on the day on which it was made."""
    if number != 6 or "promise" not in story.noted:
        return
    promise, handle = story.noted["promise"]
    story.act("promises withdrawn", "promise", "--withdraw", handle, "--reason", "客户说错了", "--on", str(on))
    story.ledger.take_back("promises", promise, on)


def far_promises(story: Quarter, number: int, on: date) -> None:
    """Promise further ahead than 14 days: it waits; the first is approved two days later, the second refused."""
    if number in (8, 12):
        row = next((row for row in story.worklist() if row["entity"] != SOUTH and row["action"] == "contact"), None)
        if row is None:
            return
        promise = _promise(row, on, _FAR_DAYS)
        said = story.act(
            "promises that wait", "promise", row["customer_id"], promise["amount"], "--by", promise["due_on"],
            "--entity", row["entity"], "--as", _collector(story, row["customer_id"], on), "--on", str(on),
        )  # fmt: skip
        story.noted["far"] = (promise, _waiting(story, row["customer_id"], on, said))
    if number in (10, 14) and "far" in story.noted:
        promise, request = story.noted.pop("far")
        if number == 10:
            story.act("promises approved", "approve", request, "--on", str(on))
            story.ledger.hear({"promises": [promise]}, on)
        else:
            story.act("promises refused", "refuse", request, "--reason", "太久了", "--on", str(on))


def _collector(story: Quarter, customer: str, on: date) -> str:
    """Return the code of whoever looks after a customer, who begins to work here with that."""
    code = next(row["collector"] for row in story.life.tables["customers"] if row["customer_id"] == customer)
    if code not in story.noted.setdefault("people", set()):
        story.noted["people"].add(code)
        story.act("people", "people", "add", code, code, "--on", str(on))
        story.act("roles", "people", "grant", code, "collector", "--on", str(on))
    return str(code)


def _waiting(story: Quarter, customer: str, on: date, said: str) -> str:
    """Return the number of the newest request on a customer, as the house lists it."""
    name = next(row["name"] for row in story.life.tables["customers"] if row["customer_id"] == customer)
    lines = story.act("approvals looked at", "approvals", "--limit", "1000", "--on", str(on)).splitlines()
    found = [line.split()[0] for line in lines if name[:6] in line and line.split()[0].isdigit()]
    assert found, f"no request on {name}: {said}"
    return found[-1]


def steps_decided(story: Quarter, number: int, on: date) -> None:
    """Approve the first step that is proposed, and refuse the second."""
    if story.told["steps refused"]:
        return
    proposed = [row for row in story.worklist() if row["action"] == "propose" and row["approval"]]
    done = story.noted.setdefault("decided", set())
    for row in proposed:
        case = (row["customer_id"], row["entity"])
        if case in done or story.told["steps refused"]:
            continue
        done.add(case)
        request = _waiting(story, row["customer_id"], on, "proposed")
        if not story.told["steps approved"]:
            story.act("steps approved", "approve", request, "--on", str(on))
            continue
        story.act("steps refused", "refuse", request, "--reason", "先谈一次", "--on", str(on))
        refused = {
            "customer_id": row["customer_id"],
            "entity": row["entity"],
            "at": str(on),
            "channel": (row["channels"] or ["letter"])[0],
            "outcome": "refused",
            "step": f"{row['policy']}/{row['step']}",
            "delivered": "false",
        }
        story.ledger.hear({"activities": [refused]}, on)


def disputed_invoice(story: Quarter, number: int, on: date) -> None:
    """A customer contests a part of its oldest invoice; three weeks later it is settled."""
    if number == 5:
        row = next(row for row in story.worklist() if row["entity"] != SOUTH and row["documents"])
        document = row["anchor_document"] or row["documents"][0]
        story.act("disputes opened", "dispute", document, "--amount", "100", "--reason", "quality", "--on", str(on))
        told = {"document_no": document, "amount": "100.00", "reason": "quality", "opened_on": str(on)}
        story.ledger.hear({"disputes": [told]}, on)
        story.noted["disputed"] = told
    if number == 16 and "disputed" in story.noted:
        told = story.noted["disputed"]
        story.act("disputes resolved", "dispute", told["document_no"], "--resolve", "settled", "--on", str(on))
        story.ledger.correct("disputes", told, {"resolved_on": str(on)}, on)


def override(story: Quarter, number: int, on: date) -> None:
    """A customer follows a milder policy for twenty days."""
    if number != 18:
        return
    customer = next(row["customer_id"] for row in story.worklist() if row["entity"] != SOUTH)
    until = on + timedelta(days=20)
    story.act(
        "overrides", "override", customer, "--policy", "remind-1", "--until", str(until), "--reason", "换了老板",
        "--on", str(on),
    )  # fmt: skip
    story.overrides.append((on, Override(customer, "remind-1", "换了老板", until)))


def another_policy(story: Quarter, number: int, on: date) -> None:
    """In the middle of the quarter the house goes by another manual, from the next day on."""
    if number != 20:
        return
    story.act("policies changed", "policy", "use", "credit-15-30-60", "--default", "--from", str(on), "--on", str(on))
    story.default_policy = "credit-15-30-60"


def group_payer(story: Quarter, number: int, on: date) -> None:
    """A parent company is named, and pays an invoice of its subsidiary."""
    if number != 11:
        return
    held = story.ledger.known(on)
    paid = {row.get("allocations", "").partition(":")[0] for row in held["payments"]}
    invoice = next(
        row
        for row in held["receivables"]
        if row["entity"] != SOUTH and row["kind"] == "invoice" and row["document_no"] not in paid
    )
    child = next(row for row in held["customers"] if row["customer_id"] == invoice["customer_id"])
    parent = next(
        row for row in held["customers"] if row["customer_id"] not in (child["customer_id"], *story.life.of_south)
    )
    payment = {
        "payment_no": "GROUP-1",
        "customer_id": parent["customer_id"],
        "entity": invoice["entity"],
        "received_on": str(on),
        "recorded_on": str(on),
        "amount": invoice["amount"],
        "currency": invoice["currency"],
        "method": "transfer",
        "allocations": f"{invoice['document_no']}:{invoice['amount']}",
    }
    news = {"customers": [{**child, "parent_id": parent["customer_id"]}], "payments": [payment]}
    story.bring(news, on, name="group")
    story.told["paid by the parent"] += 1


def refused_bill(story: Quarter, number: int, on: date) -> None:
    """A bill comes in for an invoice; when it matures it is refused."""
    if number == 7:
        held = story.ledger.known(on)
        invoice = next(
            row for row in reversed(held["receivables"]) if row["entity"] != SOUTH and row["kind"] == "invoice"
        )
        bill = {
            "payment_no": "BILL-1",
            **{name: invoice[name] for name in ("customer_id", "entity", "amount", "currency")},
            "received_on": str(on),
            "recorded_on": str(on),
            "method": "acceptance_bill",
            "bill_no": "B-1",
            "bill_kind": "commercial",
            "matures_on": str(on + timedelta(days=30)),
            "refused_on": "",
            "allocations": f"{invoice['document_no']}:{invoice['amount']}",
        }
        story.bring({"payments": [bill]}, on, name="bill")
        story.noted["bill"] = bill
    if number == 22 and "bill" in story.noted:
        story.bring({"payments": [{**story.noted["bill"], "refused_on": str(on)}]}, on, name="bill-refused")
        story.told["bills refused"] += 1


def wrong_import(story: Quarter, number: int, on: date) -> None:
    """Somebody imports a folder of last year by mistake; it is undone the next day."""
    if number == 25:
        held = [row for row in story.ledger.known(on)["receivables"] if row["entity"] != SOUTH]
        wrong = [{**row, "amount": "1.00"} for row in held[-3:]]
        said = story.bring({"receivables": wrong}, on, name="wrong")
        story.noted["wrong"] = re.findall(r"\d+", said.splitlines()[-1])[0]
        story.act("imports undone", "import", "--undo", story.noted["wrong"], "--reason", "错了文件夹", "--on", str(on))
        story.ledger.undo_last(on)


EVENTS: Mapping[str, Event] = {
    "calls": calls,
    "withdrawn_promise": withdrawn_promise,
    "far_promises": far_promises,
    "steps_decided": steps_decided,
    "disputed_invoice": disputed_invoice,
    "override": override,
    "another_policy": another_policy,
    "group_payer": group_payer,
    "refused_bill": refused_bill,
    "wrong_import": wrong_import,
}

HAPPENED = (
    "imports", "snapshots", "settled, cause unknown", "calls", "promises kept", "promises partly", "promises broken",
    "promises withdrawn", "promises approved", "promises refused", "steps approved", "steps refused",
    "disputes opened", "disputes resolved", "overrides", "policies changed", "paid by the parent", "bills refused",
    "imports undone",
)  # fmt: skip


def begun_quarter(house: House, root: Path) -> Quarter:
    """Return the quarter before its first day, on a sample company."""
    sample = ["--customers", CUSTOMERS, "--receivables", DOCUMENTS, "--seed", SEED, "--as-of", str(LAST)]
    house("sample", str(root / "sample"), *sample)
    return Quarter(house, root, Life(root / "sample"), EVENTS)
