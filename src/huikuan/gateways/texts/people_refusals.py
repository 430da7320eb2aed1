"""What is refused about our own people and how they come in: two sentences per code, as in ``refusal_words``."""

from __future__ import annotations

from collections.abc import Mapping

from huikuan.gateways.texts.catalogue import N_

PEOPLE_REFUSALS: Mapping[str, tuple[str, str]] = {
    "person_out_of_reach": (
        N_("You may {act}, but not for {person}, who is not of your team."),
        N_("Ask whoever leads that team, or whoever may change people and roles."),
    ),
    "email_unreadable": (
        N_("{given} is not an e-mail address."),
        N_("Write it as name@company.cn, or leave it empty."),
    ),
    "too_many_entries": (
        N_("These are {count} entries; {most} at most go into one file."),
        N_("Choose fewer days, a person or an act."),
    ),
    "last_keeper": (
        N_("Nobody else could change people and roles after {person}."),
        N_("Give such a role to somebody else first, without a last day."),
    ),
    "role_held": (
        N_("{person} holds this role already."),
        N_("End the one that is held, or choose another role or company."),
    ),
    "grant_unknown": (
        N_("There is no such role of anybody."),
        N_("Look at the person again."),
    ),
    "too_late_to_end": (
        N_("A role cannot end before {first}: what was done in it stays done."),
        N_("Give {first} or a later day."),
    ),
    "absence_unknown": (
        N_("There is no such absence."),
        N_("The list of absences shows all of them."),
    ),
    "absence_over": (
        N_("This absence ended on {last}."),
        N_("Nothing is left to do."),
    ),
    "own_deputy": (
        N_("Nobody makes himself the deputy of somebody else."),
        N_("Let the colleague record it himself, or ask somebody else to."),
    ),
    "not_for_another": (
        N_("Whoever stands in for somebody does not record absences in that name."),
        N_("Act as yourself again, then record it."),
    ),
}
