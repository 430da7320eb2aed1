"""Why a slot is the best one to call (engine.calling.slots.SLOT_REASONS), and what the presets are called."""

from __future__ import annotations

from huikuan.gateways.texts.catalogue import N_

SLOT_SENTENCES = {
    "by_preset": N_(
        "By the preset “{call_times:call_times}” a call reaches somebody with {reach_prior:percent} on a "
        "{best_slot_on:weekday} at this hour; none is on record."
    ),
    "by_reach": N_(
        "At this hour of a {best_slot_on:weekday} {reached} of {calls} calls to others reached somebody: "
        "{reach_rate:percent} with the preset."
    ),
    "by_own_reach": N_(
        "{own_reached} of {own_calls} calls to this customer at this hour reached somebody: {reach_chance:percent}."
    ),
    "rest_day": N_("The day of the plan is a rest day."),
    "blackout": N_("{blackout_on:date} is left free, as the customer asked: {blackout_note}."),
    "waits": N_("Worth more than {first_slot_on:date}, the first day possible."),
    "cash_in": N_("The customer's own money comes in on {cash_in_on:date}."),
    "hour_taken": N_("Its best hour ({wished_slot}) is taken by customers who come first on the list."),
    "hours_full": N_("More calls than hours: every good hour of this person is taken already."),
    "beside": N_("The call is part of “{slot_step:step}”, beside the first step."),
}
CALL_TIMES_WORDS = {
    "mornings-monday": N_("mornings, best on Mondays and early in the month"),
    "opening-friday": N_("as work begins, best on Fridays"),
    "mornings-midweek": N_("mornings, best from Tuesday to Thursday"),
}
DAY_PART_WORDS = {
    "opening": N_("first hour"),
    "morning": N_("morning"),
    "late_morning": N_("end of the morning"),
    "afternoon": N_("afternoon"),
    "late_afternoon": N_("end of the afternoon"),
    "evening": N_("evening"),
}
SHORT_WEEKDAY_WORDS = {
    "1": N_("Mon"),
    "2": N_("Tue"),
    "3": N_("Wed"),
    "4": N_("Thu"),
    "5": N_("Fri"),
    "6": N_("Sat"),
    "7": N_("Sun"),
}
