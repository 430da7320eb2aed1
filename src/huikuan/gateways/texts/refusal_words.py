"""What a refusal says and what to do about it: two sentences per code; and what each act is called.

The placeholders are the refusal's facts; ``act`` and ``roles`` arrive as words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from huikuan.gateways.texts.catalogue import N_, Language
from huikuan.gateways.texts.words import words

ACT_WORDS: Mapping[str, str] = {
    "see_worklist": N_("see the worklist"),
    "see_customer": N_("see the customer"),
    "see_phone": N_("see phone numbers"),
    "see_people": N_("see who works here"),
    "export": N_("export lists"),
    "import": N_("import data"),
    "undo_import": N_("undo an import"),
    "day": N_("run the day"),
    "log_activity": N_("record a contact"),
    "record_promise": N_("record a promise"),
    "withdraw_promise": N_("withdraw a promise"),
    "open_dispute": N_("open a dispute"),
    "resolve_dispute": N_("resolve a dispute"),
    "postpone_task": N_("postpone a task"),
    "override_policy": N_("override a customer's policy"),
    "end_override": N_("end an override"),
    "use_policy": N_("choose what the house goes by"),
    "dismiss_alert": N_("dismiss a warning"),
    "adjust": N_("post an adjustment"),
    "approve_step": N_("approve a step"),
    "approve_promise": N_("approve a promise"),
    "approve_override": N_("approve an override"),
    "approve_policy": N_("approve a policy"),
    "approve_write_off": N_("approve a write-off"),
    "manage_people": N_("change people and roles"),
    "backup": N_("make a backup"),
    "retry_job": N_("let a failed job be tried again"),
    "verify_audit": N_("verify the audit"),
    "seal_audit": N_("seal the audit"),
    "export_audit_head": N_("export the head of the audit"),
    "erase_personal": N_("erase personal data"),
}
REFUSALS: Mapping[str, tuple[str, str]] = {
    "not_allowed": (
        N_("Your roles do not let you {act}."),
        N_("Ask somebody with one of these roles: {roles}."),
    ),
    "out_of_reach": (
        N_("You may {act}, but not here: this is not among the customers or companies you look after."),
        N_("Ask whoever looks after it, or have the customer or the role handed over to you."),
    ),
    "request_unknown": (
        N_("There is no request {number}."),
        N_("huikuan approvals lists those that wait."),
    ),
    "request_decided": (
        N_("Request {number} does not wait any more: it was decided or withdrawn."),
        N_("huikuan approvals --all shows what became of it."),
    ),
    "own_request": (
        N_("Request {number} was asked by you, or in your name; somebody else decides it."),
        N_("Ask a colleague of the role that it names."),
    ),
    "not_decider": (
        N_("Request {number} is not yours to decide."),
        N_("It is for somebody with one of these roles: {roles}."),
    ),
    "reason_missing": (
        N_("A refusal needs its reason."),
        N_("Say why with --reason; whoever asked will read it."),
    ),
    "alert_unknown": (
        N_("There is no warning {number}."),
        N_("huikuan alerts lists those that stand."),
    ),
    "alert_ended": (
        N_("Warning {number} has ended; nothing is left to dismiss."),
        N_("huikuan alerts lists those that stand."),
    ),
    "run_unknown": (
        N_("{on} was never run."),
        N_("Name a business date that was run; huikuan worklist shows the newest."),
    ),
    "policy_text_differs": (
        N_("Version {version} of {policy} is on record with other words."),
        N_("Keep it as it was, and give what you changed a version of its own: version: {next}."),
    ),
    "choice_too_early": (
        N_("{first} lies before {newest}, which was run already: a past day stays as it was decided."),
        N_("Let it hold from {newest} on, or later, with --from."),
    ),
    "person_unknown": (
        N_("Nobody here is called {person}."),
        N_("Check the spelling; huikuan people list shows everybody."),
    ),
    "person_left": (
        N_("{person} no longer works here."),
        N_("Act as yourself, with a code of your own."),
    ),
    "not_deputy": (
        N_("{person} is not the deputy of {principal} on {on}."),
        N_("Have the absence recorded first: huikuan people absence."),
    ),
    "sign_in_failed": (
        N_("This code and password do not belong together."),
        N_("Check both and try again; whoever looks after people and roles can give you a new password."),
    ),
    "too_many_sign_ins": (
        N_("Too many attempts failed."),
        N_("Wait {minutes} minutes, then try again."),
    ),
    "password_weak": (
        N_("This password is too easy to guess."),
        N_("Take at least {count} letters and digits that are no common word and not the person's name."),
    ),
    "person_exists": (
        N_("There is somebody called {person} already."),
        N_("Choose another code: it stays with the person for good."),
    ),
    "role_unknown": (
        N_("There is no role {role}."),
        N_("Choose one of these: {known}."),
    ),
    "entity_unknown": (
        N_("There is no company {entity} here."),
        N_("Name one that was imported, or leave it out to mean all of them."),
    ),
    "own_grant": (
        N_("Nobody gives a role to himself."),
        N_("Ask somebody else who may change people and roles."),
    ),
    "days_reversed": (
        N_("The last day {last} lies before the first day {first}."),
        N_("Give the days the other way round."),
    ),
    "deputy_is_self": (
        N_("Nobody is his own deputy."),
        N_("Name a colleague."),
    ),
    "job_not_dead": (
        N_("Job {job} does not wait for a person."),
        N_("huikuan jobs dead lists those that do."),
    ),
    "file_damaged": (
        N_("The kept file {sha256} is damaged or gone."),
        N_("Keep it again from where it came, or bring it back from a backup."),
    ),
    "backup_exists": (
        N_("{file} is there already."),
        N_("Choose another name; a backup never replaces an earlier one."),
    ),
    "backup_unreadable": (
        N_("{file} is no whole backup: {part} is missing or was changed."),
        N_("Take another copy of it, or an earlier backup; nothing was restored."),
    ),
    "backup_other_version": (
        N_("The backup was made by another version of Huikuan ({version}), whose tables differ."),
        N_("Restore it with that version, then bring the house up to date with huikuan init."),
    ),
    "memory_not_empty": (
        N_("Something is remembered here already; a backup is restored into an empty memory only."),
        N_("Name another folder with HUIKUAN_DATA or another DATABASE_URL, and run huikuan init there."),
    ),
    "earlier_than_newest": (
        N_("{subject} was run already; an earlier day is not run after it."),
        N_("Run a later day, or look at that one with huikuan as-of."),
    ),
    "busy": (
        N_("{subject} is being run by somebody else at this moment."),
        N_("Wait until that run has ended; then nothing is left to do, or run it again."),
    ),
    "lease_lost": (
        N_("The run of {subject} took so long that somebody else has begun it; this one wrote nothing."),
        N_("Look at the other run's worklist."),
    ),
}


def refusal_sentences(code: str, facts: Mapping[str, object], lang: Language) -> tuple[str, str]:
    """Return what was refused and the remedy."""
    said = words(lang)
    spoken = dict(facts)
    if "act" in facts:
        spoken["act"] = said.text(ACT_WORDS[str(facts["act"])])
    if "roles" in facts:
        roles = cast("Iterable[str]", facts["roles"])
        spoken["roles"] = said.text(", ").join(said.code("role", role) for role in roles)
    sentence, remedy = REFUSALS[code]
    return said.text(sentence, **spoken), said.text(remedy, **spoken)
