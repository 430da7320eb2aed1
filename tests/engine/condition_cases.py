"""One item, and what every condition of the ladder says of it: the table behind the tests and the printed reference.

Each case is written as a policy document writes it and read by the reader of documents. Those with a ``why`` are
printed under their condition in docs/reference/conditions.md: one that holds on the day, one that does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

AS_OF = date(2026, 11, 20)


def november(day: int) -> date:
    """Return that day of November 2026."""
    return date(2026, 11, day)


ITEM = {
    "case_no": 0,
    "issue_date": date(2026, 10, 10),
    "due_date": november(9),
    "batch_on": november(16),
    "grace_days": 5,
    "claim_major": 8000.0,
}
# on, channel, is_delivered
CONTACTS = [
    (november(9), "phone", True),
    (november(11), "phone", False),
    (november(12), "email", True),
    (november(13), "phone", True),
    (november(17), "phone", False),
]
RECORD = (november(18), "enforce")
# The same for a reader of the page.
SCENE = """\
an invoice over 8,000 is looked at on Friday
2026-11-20. It was issued on 2026-10-10, fell due on Monday 2026-11-09 and was handed over with the batch of
2026-11-16; the customer has 5 days of grace. Contacts: on the 9th by phone, reached; on the 11th by phone, not reached;
on the 12th by e-mail, reached; on the 13th by phone, reached; on the 17th by phone, not reached. On the 18th a person
recorded the step `enforce`. Of the ladder's rungs, `trace-1` begins on day 1 and `first` with the first conversation.
A condition holds when its day has come."""


@dataclass(frozen=True, slots=True)
class Case:
    """A condition as documents write it, and the day on which it begins, nothing where it has none."""

    when: str
    on: date | None
    why: str = ""

    @property
    def condition(self) -> str:
        """The condition's name, the first word."""
        return self.when[1:].partition(":")[0]

    @property
    def holds(self) -> bool:
        """Whether the day has come."""
        return self.on is not None and self.on <= AS_OF


CASES = (
    Case("{day: 7}", november(16)),
    Case("{day: -7}", november(2)),
    Case("{day: 0}", november(9)),
    Case("{day: 1, after: grace}", november(15), "grace lasts through the 14th"),
    Case("{day: 7, after: batch_date}", november(23), "seven days after the 16th lie ahead"),
    Case("{day: 0, after: issue_date}", date(2026, 10, 10)),
    Case("{day: 14, after: trace-1}", november(24)),
    Case("{workday: 3}", november(12)),
    Case("{workday: -5}", november(2), "Monday to Friday of the week before the due date"),
    Case("{workday: 0, after: grace}", november(16)),  # the 14th is a Saturday
    Case("{workday: 3, after: first}", november(17)),
    Case("{workday: 10}", november(23), "the tenth working day after a Monday is a Monday, the one to come"),
    Case("{month_day: 5}", date(2026, 12, 5), "the 5th of November was before the due date"),
    Case("{month_day: 10}", november(10), "the day after the due date"),
    Case("{month_day: 31}", november(30)),
    Case("{contacts: 3, channel: phone}", november(17)),
    Case(
        "{contacts: 2, channel: phone, reached: no}", november(17), "the calls of the 11th and the 17th reached nobody"
    ),
    Case("{contacts: 1, after: batch_date}", november(17)),
    Case("{contacts: 5}", None, "four count: the call on the due date was before the first overdue day"),
    Case("{contacts: 3, channel: phone, reached: no}", None),
    Case("{conversations: 2}", november(13)),
    Case("{conversations: 1, channel: phone}", november(13), "the e-mail of the 12th is another channel"),
    Case("{conversations: 3}", None, "two count: the e-mail of the 12th and the call of the 13th"),
    Case("{amount: 8000}", date(2026, 10, 10), "as much as that is enough"),
    Case("{amount: 8000.01}", None, "a cent is lacking"),
    Case("{term: 29}", date(2026, 10, 10), "30 days lie between issue and due date"),
    Case("{term: 30}", None, "30 are not more than 30"),
    Case("{recorded: enforce}", november(18), "recorded on the 18th"),
    Case("{recorded: suit}", None, "nobody recorded it"),
    Case("{any: [{day: 9}, {conversations: 2}]}", november(13), "the second conversation came before day 9"),
    Case("{any: [{day: 9}, {conversations: 7}]}", november(18)),
    Case("{any: [{conversations: 3}, {term: 30}]}", None, "neither has a day"),
    Case("{all: [{day: 2}, {conversations: 2}]}", november(13), "day 2 was the 11th, the later one decides"),
    Case("{all: [{day: 2}, {amount: 500}]}", november(11)),
    Case("{all: [{day: 2}, {term: 30}]}", None, "day 2 has come, but the term is too short"),
)


def printed(condition: str) -> tuple[Case, ...]:
    """Return the cases that stand under a condition in the reference, the one that holds first."""
    told = [case for case in CASES if case.condition == condition and case.why]
    return tuple(sorted(told, key=lambda case: not case.holds))
