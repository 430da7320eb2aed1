"""What a simulation counts and compares, in words."""

from __future__ import annotations

from huikuan.gateways.texts.catalogue import N_

MEASURE_WORDS = {
    "tasks": N_("all tasks"),
    "contacts": N_("contacts with customers"),
    "calls": N_("calls"),
    "visits": N_("visits"),
    "letters": N_("letters out"),
    "escalations": N_("escalations"),
    "verifications": N_("payments to verify"),
    "statements": N_("statement steps"),
    "approvals": N_("approvals asked for"),
    "holds": N_("sanctions in effect"),
}
# What a customer who is treated differently differs in.
MOVE_WORDS = {
    "rung": N_("another rung"),
    "step": N_("another step that day"),
    "manner": N_("the same step done otherwise"),
    "paid": N_("paid under one only"),
}
BAND_WORDS = {
    "early": N_("more than a week before the due date"),
    "week-before": N_("the week before the due date"),
    "due-day": N_("the due date"),
    "1-7": N_("1–7 days late"),
    "8-15": N_("8–15 days late"),
    "16-30": N_("16–30 days late"),
    "31-60": N_("31–60 days late"),
    "61-90": N_("61–90 days late"),
    "91-180": N_("91–180 days late"),
    "181-365": N_("181–365 days late"),
    "over-365": N_("over a year late"),
}
