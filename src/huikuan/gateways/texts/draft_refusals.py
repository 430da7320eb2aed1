"""What is said when something is refused while a policy is written or chosen."""

from __future__ import annotations

from collections.abc import Mapping

from huikuan.gateways.texts.catalogue import N_

# Code of a refusal → what happened, what to do.
DRAFT_REFUSALS: Mapping[str, tuple[str, str]] = {
    "policy_text_differs": (
        N_("Version {version} of {policy} is on record with other words."),
        N_("Keep it as it was, and give what you changed a version of its own: version: {next}."),
    ),
    "choice_too_early": (
        N_("{first} lies before {newest}, which was run already: a past day stays as it was decided."),
        N_("Let it hold from {newest} on, or later, with --from."),
    ),
    "draft_changed": (
        N_("{person} saved this draft at {time}; what you typed is not saved."),
        N_("Both stand here: go on with what the draft says, or save yours all the same."),
    ),
    "draft_gone": (
        N_("The draft is no longer there: it was dropped, or approved."),
        N_("Begin another from what is in force."),
    ),
    "draft_waits": (
        N_("The draft waits for approval and stays as it is until then."),
        N_("Take request {number} back first, to go on writing."),
    ),
    "draft_was_refused": (
        N_("These very words were not approved (request {number})."),
        N_("Change what was objected to, save, and send it again."),
    ),
    "draft_has_mistakes": (
        N_("The document has {count} mistakes."),
        N_("Mend the places that are named, then save it."),
    ),
    "draft_id_differs": (
        N_("The document calls itself {given}, and this is the draft of {policy}."),
        N_("Keep the id, or begin a policy of its own with it."),
    ),
    "draft_not_simulated": (
        N_("This draft was not lived through on the present portfolio."),
        N_("Simulate it first, or say why it goes on without."),
    ),
    "simulation_unknown": (
        N_("There is no simulation {number}."),
        N_("Open the draft and look there."),
    ),
}
