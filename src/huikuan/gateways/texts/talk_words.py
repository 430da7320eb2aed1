"""What to say on the telephone, and what lies behind what one hears: three sentences a scenario, an answer an excuse.

Ours, for every company; short, honest and respectful. Nothing here threatens, and nothing is promised that is not
decided (D-808). Codes: scenarios, excuses and tricks of the code lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huikuan.gateways.texts.catalogue import N_


@dataclass(frozen=True, slots=True)
class Talk:
    """Three sentences to begin with; ``{amount}`` is what may be asked for, ``{day}`` the day that is wanted."""

    name: str
    verify: str
    ask: str
    agree: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What one hears, what mostly lies behind it, what to ask and to answer, and what to leave unsaid."""

    name: str
    behind: str
    ask: str
    answer: str
    avoid: str
    heard: str = ""  # how it sounds, for whoever types what he hears


SCENARIOS: Mapping[str, Talk] = {
    "first_reminder": Talk(
        N_("Reminder"),
        N_("There are {amount} due with us. Do your books show the same?"),
        N_("How far is the payment, and who has still to sign?"),
        N_("Could it be paid by {day}? I will confirm it to you in writing."),
    ),
    "broken_promise": Talk(
        N_("Promise not kept"),
        N_("We had agreed on a payment; by today the bank does not show it."),
        N_("What came in between, and with whom is it now?"),
        N_("Please name a day and an amount that will hold, best by {day}; I confirm it in writing."),
    ),
    "dispute": Talk(
        N_("Dispute"),
        N_("Let us first make clear what is in doubt: which document, how much, and why."),
        N_("What do you need from us to decide it, and by when?"),
        N_("The other {amount} are not in doubt: could they be paid by {day}?"),
    ),
    "silence": Talk(
        N_("Long silence"),
        N_("We have missed each other lately. Are payments with you, or with a colleague?"),
        N_("When and at which number is it convenient?"),
        N_("I send the statement today. May we speak again by {day}?"),
    ),
    "hostility": Talk(
        N_("Strained talk"),
        N_("I hear that you are not content. Please tell me what went wrong; I write it down."),
        N_("How could it be settled so that both of us can close it?"),
        N_("I follow that up. Could the {amount} be settled by {day}?"),
    ),
    "negotiation": Talk(
        N_("Instalments"),
        N_("Thank you for saying openly that it is tight. How much of the {amount} is possible now?"),
        N_("Which money do you expect, and when?"),
        N_("Then a first part by {day} and dates for the rest, all in writing."),
    ),
}
EXCUSES: Mapping[str, Reply] = {
    "no_money": Reply(
        N_("No money"),
        N_("Mostly cash is short for a while, and others are paid first."),
        N_("When does the next money come in, and about how much?"),
        N_("Then in parts: how much this week, and on which day the rest?"),
        N_("Reproaches such as “you should have known”."),
        N_("cash is short, waiting for our customer to pay, funds are pooled, the loan is not through"),
    ),
    "not_me": Reply(
        N_("Not my business"),
        N_("Whoever answers may not decide, or would rather not."),
        N_("Who decides on payments, and when is that person in?"),
        N_("Could you put me through, or name a time? Amounts I discuss with that person only."),
        N_("Details of the debt to anyone who is not in charge."),
        N_("the boss is away, not my job, ask finance, new here, I only pass it on"),
    ),
    "not_right": Reply(
        N_("Goods or bill not right"),
        N_("Something may really be wrong, or a paper is missing."),
        N_("Which document, how much of it, and what is wrong?"),
        N_("I open a case for that part today; the rest is not touched by it: on which day can it be paid?"),
        N_("“That cannot be, our books are right.”"),
        N_("goods faulty, short delivery, price wrong, account differs, invoice wrong or not received, rebate missing"),
    ),
    "not_yet": Reply(
        N_("Not through yet"),
        N_("An approval is stuck, or payments are made on fixed days."),
        N_("At which step is it, who signs last, and when is the next payment day?"),
        N_("I send statement and invoices again so that it can be signed. May I call on the payment day?"),
        N_("A stop of supplies that nobody has decided."),
        N_("approval pending, next month together, payment days, no budget yet, cheque is in the mail, not signed yet"),
    ),
}
TRICKS: Mapping[str, Reply] = {
    "vanish": Reply(
        N_("Hides"),
        N_("They hope that it passes when nobody answers."),
        N_("Which time and number suit you from now on?"),
        N_("I call once at the time agreed, everything else comes in writing."),
        N_("Speaking of it to family, neighbours or other colleagues."),
        N_("no answer, hangs up, in a meeting, call later"),
    ),
    "stall": Reply(
        N_("Puts off"),
        N_("There is no date because none was asked for."),
        N_("Which day exactly, and what could still delay it?"),
        N_("I note that day and look at the bank on it."),
        N_("“As soon as you can, then.”"),
        N_("soon, in a few days, end of the month, when it suits"),
    ),
    "shift": Reply(
        N_("Passes it on"),
        N_("Everybody names somebody else; nobody holds the papers."),
        N_("Who had it last, and could the three of us speak for five minutes?"),
        N_("I write to both of you who has to do what."),
        N_("Blaming one of them in front of the other."),
        N_("ask the other department, head office decides, talk to the agent"),
    ),
    "plead": Reply(
        N_("Pleads poverty"),
        N_("It may be true; it may also be said to everyone."),
        N_("What has changed since the last order, and what is paid first now?"),
        N_("I know that it is hard. A first part this week helps both of us."),
        N_("Sympathy without a date, or doubts to their face."),
        N_("business is bad, we lose money, everyone waits, please bear with us"),
    ),
    "quarrel": Reply(
        N_("Finds faults"),
        N_("Small points are raised to win time."),
        N_("Is this all? I make a list of it."),
        N_("You have an answer to each point tomorrow; what is not on the list can be paid first."),
        N_("Arguing about each point on the telephone."),
        N_("your people were rude, the papers are wrong, another fault"),
    ),
    "bait": Reply(
        N_("Holds out an order"),
        N_("A new order is to let the old amount rest."),
        N_("Once the old amount is in: what do you need, and when?"),
        N_("We would like to deliver. Let the old amount come first, then I hand the new order in."),
        N_("Goods or terms that nobody has approved."),
        N_("a big order is coming, deliver first, next order together"),
    ),
}
BARRIER_SENTENCES: Mapping[str, str] = {
    "night": N_("No calls between 22:00 and 8:00."),
    "rest_day": N_("Today is a day of rest: no calls and no visits."),
    "lunch": N_("It is lunch time: please call later."),
    "own_hours": N_("This customer is not to be called at this hour."),
    "called_enough": N_("Spoken with often enough today: no further call."),
    "tried_enough": N_("Tried often enough today: no further attempt."),
}
