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
    "password_short": (
        N_("This password is too short."),
        N_("Take at least {count} characters; three or four words are good."),
    ),
    "password_like_name": (
        N_("This password is too like the person's code, name or address."),
        N_("Take something that has nothing to do with the person."),
    ),
    "password_common": (
        N_("This password is one of those that are tried first."),
        N_("Take something of your own; three or four words are good."),
    ),
    "password_wrong": (N_("This is not your present password."), N_("Type it again, or ask for a new first password.")),
    "password_same": (N_("This is the password that you have."), N_("Choose another one.")),
    "passwords_differ": (N_("The two passwords differ."), N_("Type the new one twice.")),
    "one_time_code_wrong": (
        N_("This code does not fit, or was used already."),
        N_("Wait for the next one that the app shows, or take a recovery code."),
    ),
    "second_factor_on": (N_("One-time codes are asked for already."), N_("Nothing is left to do.")),
    "second_factor_demanded": (
        N_("A role of yours demands a second factor."),
        N_("Ask whoever may change the settings of the house."),
    ),
    "rules_out_of_range": (
        N_("A session lasts {hours} hours at most, and a pause in it from 5 minutes to its whole length."),
        N_("Choose other figures."),
    ),
    "number_unreadable": (N_("{given} is not a whole number."), N_("Write it in digits, as 120.")),
    "token_open_already": (
        N_("{name} has a token already that opens."),
        N_("Revoke that one first, or give this one another name."),
    ),
    "provider_silent": (
        N_("The company's own sign-in does not answer."),
        N_("Try again in a minute, or sign in with code and password."),
    ),
    "provider_refused": (
        N_("The company's own sign-in did not let you in, or the way back took too long."),
        N_("Begin again."),
    ),
    "provider_names_nobody": (
        N_("The company's own sign-in does not say who of us you are."),
        N_("Ask whoever may change people to record your address as it stands there."),
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
