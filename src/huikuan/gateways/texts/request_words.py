"""What a request for an approval says: what is asked for, what a yes and a no lead to, how it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from huikuan.gateways.texts.catalogue import N_
from huikuan.gateways.texts.words import Words

REQUEST_STATES: Mapping[str, str] = {
    "waiting": N_("waits"),
    "approved": N_("approved"),
    "refused": N_("refused"),
    "withdrawn": N_("no longer needed"),
}
SANCTION_WORDS: Mapping[str, str] = {
    "stop_supply": N_("supply stops"),
    "suspend_credit": N_("no sale on credit for now"),
    "stop_credit": N_("no sale on credit any more"),
    "stop_service": N_("service stops"),
    "end_authorisation": N_("the authorisation ends"),
    "blacklist": N_("the customer goes on the blacklist"),
    "legal": N_("the case goes to the legal department"),
}
CONCESSION_WORDS: Mapping[str, str] = {
    "discount": N_("Discount"),
    "settlement": N_("Settlement for less"),
    "write_off": N_("Write-off"),
    "credit_limit": N_("New credit limit"),
}
# Kind of request → what a yes leads to, and a no.
_LEADS_TO: Mapping[str, tuple[str, str]] = {
    "step": (
        N_("The step may be done from today on. Nothing is sent by the approval itself."),
        N_("The step is not done. It comes up again as the manual says; the earlier steps go on."),
    ),
    "promise": (
        N_("Reminders wait for this payment until the promised day."),
        N_("Reminders go on as if nothing had been promised."),
    ),
    "policy": (
        N_("The house goes by it from that day on."),
        N_("The house goes on as before."),
    ),
}
_CONCEDED = (
    N_("It is agreed. Finance posts it in the ledger; the next import brings the balance."),
    N_("Nothing is conceded. The customer is chased as before."),
)
_OTHERWISE = (N_("It may be done from today on."), N_("It is not done."))


def request_words(kind: str, subject: str, facts: Mapping[str, Any], words: Words, steps: Mapping[str, str]) -> str:
    """Return what is asked for, in a few words; ``steps``: what the steps of the ladders are called."""
    told = _TOLD.get(kind)
    return told(facts, words, steps) if told else f"{kind} {subject}"


def leads_to(kind: str, words: Words, *, further: str = "") -> tuple[str, str]:
    """Return what happens after a yes, and what after a no; ``further``: the role that has to agree behind this one."""
    yes, no = _CONCEDED if kind in CONCESSION_WORDS else _LEADS_TO.get(kind, _OTHERWISE)
    if further:
        return words.text("It goes on to {role}.", role=words.code("role", further)), words.text(no)
    return words.text(yes), words.text(no)


def approve_words(kind: str, what: str, words: Words) -> str:
    """Return what stands on the button: the act with its object."""
    if kind == "promise":
        return words.text("Approve the promise")
    if kind == "policy":
        return words.text("Approve the policy")
    return words.text("Approve: {what}", what=what)


def sanction_words(facts: Mapping[str, Any], words: Words) -> str:
    """Return what the step takes from the customer; empty where nothing."""
    msgid = SANCTION_WORDS.get(facts.get("sanction") or "")
    return words.text(msgid) if msgid else ""


_Told = Callable[[Mapping[str, Any], Words, Mapping[str, str]], str]


def _called(msgid: str) -> _Told:
    return lambda _facts, words, _steps: words.text(msgid)


def _policy_name(facts: Mapping[str, Any], words: Words) -> str:
    """Return what a policy calls itself, with its version; its id where the request does not know the name."""
    version = str(facts["what"]).rpartition("/")[2]
    return f"{facts['name'][words.lang]} v{version}" if "name" in facts else str(facts["what"])


# What a request of a kind is called, from its facts and the names of steps.
_TOLD: Mapping[str, _Told] = {
    "step": lambda facts, _words, steps: steps.get(facts["step"], facts["step"]),
    "policy": lambda facts, words, _steps: words.text("Policy {what}", what=_policy_name(facts, words)),
    "promise": lambda facts, words, _steps: words.text(
        "Promise until {due}, made on {made}", due=facts["due_on"], made=facts["made_on"]
    ),
    **{kind: _called(msgid) for kind, msgid in CONCESSION_WORDS.items()},
}
