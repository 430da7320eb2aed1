"""What is said when an act on a statement, a dispute or a warning sign is refused: sentence and remedy by code."""

from __future__ import annotations

from collections.abc import Mapping

from huikuan.gateways.texts.catalogue import N_

RECORD_REFUSALS: Mapping[str, tuple[str, str]] = {
    "day_to_come": (
        N_("{day} is still to come."),
        N_("Give the day on which it happened."),
    ),
    "statement_not_sent": (
        N_("The statement for {period} was not sent yet."),
        N_("Record first when it was sent."),
    ),
    "statement_confirmed": (
        N_("The statement for {period} is confirmed already."),
        N_("If that was a mistake, take the last word back first."),
    ),
    "before_it_was_sent": (
        N_("{day} lies before the day on which it was sent, {sent}."),
        N_("Give the day on which the customer answered."),
    ),
    "nothing_to_take_back": (
        N_("Nobody here recorded the last word on it; it came with an import."),
        N_("Record what holds now instead."),
    ),
    "paper_unknown": (
        N_("This file is no PDF, PNG or JPEG."),
        N_("Scan the paper, or save the mail as a PDF."),
    ),
    "paper_too_large": (
        N_("The file is larger than {largest} MB."),
        N_("Scan it with fewer dots, or leave pages out."),
    ),
    "promise_not_counting": (
        N_("This promise does not count: it waits for a yes, was refused one, or was taken back."),
        N_("Record a new one with what the customer says now."),
    ),
    "promise_judged": (
        N_("The promise for {due} is judged already."),
        N_("Record a new one with what the customer says now."),
    ),
    "promise_too_far": (
        N_("A promise reaches at most to {last} without a supervisor's yes."),
        N_("Take it back and record a new one; that asks the supervisor."),
    ),
    "dispute_unknown": (
        N_("There is no dispute {dispute}."),
        N_("huikuan history CUSTOMER names a customer's disputes."),
    ),
    "dispute_resolved": (
        N_("The dispute on {document} is settled already."),
        N_("Open a new one if the customer contests it again."),
    ),
    "due_is_past": (
        N_("{due} lies before today."),
        N_("Give a day that is still to come."),
    ),
    "alert_not_dismissed": (
        N_("Warning {number} is on the list already."),
        N_("Nothing has to be done."),
    ),
    "alert_unknown": (
        N_("There is no warning {number}."),
        N_("huikuan alerts lists those that stand."),
    ),
    "alert_ended": (
        N_("Warning {number} has ended; nothing is left to dismiss."),
        N_("huikuan alerts lists those that stand."),
    ),
    "disputed_already": (
        N_("All that is open of {document} is disputed already."),
        N_("huikuan dispute DOCUMENT --resolve CODE says how that ended."),
    ),
    "nothing_disputed": (
        N_("Nothing is disputed about {document}."),
        N_("huikuan history CUSTOMER names the disputes."),
    ),
}
