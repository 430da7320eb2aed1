"""What a refusal says and what to do about it: two sentences per code.

The placeholders are the refusal's facts; ``act`` and ``roles`` arrive as words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from huikuan.gateways.texts.act_words import ACT_WORDS
from huikuan.gateways.texts.catalogue import N_, Language
from huikuan.gateways.texts.draft_refusals import DRAFT_REFUSALS
from huikuan.gateways.texts.import_words import IMPORT_REFUSALS
from huikuan.gateways.texts.people_refusals import PEOPLE_REFUSALS
from huikuan.gateways.texts.record_refusals import RECORD_REFUSALS
from huikuan.gateways.texts.words import words

REFUSALS: Mapping[str, tuple[str, str]] = {
    **IMPORT_REFUSALS,
    **RECORD_REFUSALS,
    **PEOPLE_REFUSALS,
    **DRAFT_REFUSALS,
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
    "request_changed": (
        N_("Request {number} was asked again with other figures while you were looking at it."),
        N_("Look at it again, then decide."),
    ),
    "concession_unknown": (
        N_("{given} is none of the concessions that can be asked for: {known}."),
        N_("Choose one of them."),
    ),
    "concession_waits": (
        N_("The same is asked for {customer} already, and waits."),
        N_("Ask after that request, or take it back and ask anew."),
    ),
    "reminded_today": (
        N_("Request {number} was asked after today already."),
        N_("Ask again tomorrow, or talk to whoever decides."),
    ),
    "not_asker": (
        N_("Request {number} was not asked by you."),
        N_("Whoever asked takes it back; whoever decides may refuse it."),
    ),
    "field_missing": (N_("This is still to be filled in."), N_("Fill it in, then send it again.")),
    "amount_unreadable": (N_("{given} is not an amount."), N_("Write it as 180,000.00 or 18万.")),
    "day_unreadable": (N_("{given} is not a day."), N_("Write it as 2026-11-27, 11-27, Fri or +7.")),
    "call_back_is_past": (
        N_("The hour at which to call back is past."),
        N_("Name one to come, such as +1 10:30 or Fri 15:00."),
    ),
    "file_unknown": (N_("There is no such document."), N_("Open the customer again and choose it there.")),
    "file_empty": (N_("{name} is empty."), N_("Choose the file once more.")),
    "file_too_large": (
        N_("{name} is larger than {megabytes} MB."),
        N_("Make it smaller, for instance by scanning in grey, and file it again."),
    ),
    "file_kind_unknown": (N_("{name} is of a kind that is not filed."), N_("These are: {known}.")),
    "file_is_no": (
        N_("{name} does not begin as a {kind} file does."),
        N_("Open it, save it once more as {kind} and file that."),
    ),
    "no_call_begun": (
        N_("No call of yours to {customer} is waiting for its outcome."),
        N_("Go on with the worklist; nothing is missing."),
    ),
    "reason_missing": (
        N_("A reason is missing."),
        N_("Say why; it stays with the record, and whoever is concerned will read it."),
    ),
    "view_exists": (
        N_("You have a view called {name} already."),
        N_("Give this one another name, or change the other."),
    ),
    "view_unknown": (N_("There is no such view of yours."), N_("It may have been removed; look at the tabs again.")),
    "views_full": (N_("You have {count} views; there is no room for more tabs."), N_("Remove one first.")),
    "pinned_already": (
        N_("Somebody has put this case first already."),
        N_("Look at the list again; whoever may can put it back."),
    ),
    "pin_unknown": (N_("This case does not stand first any more."), N_("Look at the list again.")),
    "nothing_to_postpone": (
        N_("None of these has an open task that could be postponed."),
        N_("Somebody may have been faster; look at the list again."),
    ),
    "act_unknown": (
        N_("You have done nothing under that name."),
        N_("Only one's own act can be taken back, from the page that says it was done."),
    ),
    "not_undoable": (
        N_("This cannot be taken back."),
        N_("Record what holds instead."),
    ),
    "undone_too_late": (
        N_("This was done on {recorded}; it can be taken back on the same day only."),
        N_("Record what holds instead."),
    ),
    "run_unknown": (
        N_("{on} was never run."),
        N_("Name a business date that was run; huikuan worklist shows the newest."),
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
    "token_missing": (
        N_("The request comes without a token that opens anything here."),
        N_("Send Authorization: Bearer and the token; huikuan people token issues one."),
    ),
    "token_unknown": (N_("There is no token {number}."), N_("huikuan people tokens lists them.")),
    "scope_unknown": (N_("There is no scope {scope}."), N_("Scopes are: {known}.")),
    "scope_missing": (
        N_("This token was not issued for that: {scope} is missing."),
        N_("Issue one with that scope, if the system is to do it."),
    ),
    "too_many_requests": (
        N_("More than {count} requests in a minute."),
        N_("Go on in {seconds} seconds; HUIKUAN_API_PER_MINUTE sets the limit."),
    ),
    "request_invalid": (
        N_("The request does not fit its description."),
        N_("The fields say what does not; openapi.json describes every request."),
    ),
    "request_unreadable": (N_("The request cannot be read."), N_("Send JSON in UTF-8.")),
    "address_unknown": (N_("There is nothing at this address."), N_("openapi.json lists all addresses.")),
    "no_day_yet": (N_("No day has been run yet."), N_("Run huikuan day first.")),
    "sign_in_failed": (
        N_("This code and password do not belong together."),
        N_("Check both and try again; whoever looks after people and roles can give you a new password."),
    ),
    "too_many_sign_ins": (
        N_("Too many attempts failed."),
        N_("Wait {minutes} minutes, then try again."),
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
    "customer_unknown": (
        N_("No customer has {wanted} in the id or the name."),
        N_("Give a part of the name as it stands in the customers table."),
    ),
    "customers_alike": (
        N_("Several customers have {wanted} in the id or the name: {listed}."),
        N_("Give one id of these."),
    ),
    "case_unknown": (
        N_("Nothing is known between {customer} and the company {entity}."),
        N_("There is something with: {known}."),
    ),
    "entity_needed": (
        N_("{customer} has to do with several companies of ours: {known}."),
        N_("Say with --entity which one it is about."),
    ),
    "no_case_yet": (
        N_("{customer} {name} owes nothing yet, so there is nothing to record."),
        N_("Import a document of theirs first."),
    ),
    "document_unknown": (
        N_("{customer} has no document {document}."),
        N_("Give the number as it stands in the receivables."),
    ),
    "channel_unknown": (N_("There is no channel {given}."), N_("Choose one of these: {known}.")),
    "outcome_unknown": (N_("There is no outcome {given}."), N_("Choose one of these: {known}.")),
    "step_unknown": (
        N_("No ladder has a step {step}."),
        N_("huikuan policy show NAME lists the steps of a policy; without --step any contact counts."),
    ),
    "contact_to_come": (
        N_("{at} is later than the business date {on}."),
        N_("Give the time at which it was, or the right business date with --on."),
    ),
    "promise_without_word": (
        N_("A promise does not go with the outcome {outcome}."),
        N_("Take the outcome promised, or record the promise by itself with huikuan promise."),
    ),
    "promise_due_before_made": (
        N_("The promised day {due} lies before the day {made} on which it was promised."),
        N_("Give the day by which the money is to come."),
    ),
    "promise_unknown": (
        N_("There is no promise {promise}."),
        N_("huikuan history CUSTOMER names a customer's promises."),
    ),
    "promise_withdrawn": (
        N_("{promise} was taken back already."),
        N_("Nothing is left to do; record a new promise where there is one."),
    ),
    "promise_not_waiting": (
        N_("{promise} waits for nobody."),
        N_("Look at it with huikuan history."),
    ),
    "currency_needed": (
        N_("The documents of {customer} are in several currencies: {known}."),
        N_("Say with --currency which one it is in, or name the documents."),
    ),
    "currency_unknown": (N_("{currency} is not a currency code."), N_("Give one of three letters, such as CNY.")),
    "excess_decimals": (
        N_("{amount} has more decimals than {currency} has."),
        N_("Round it to what can be paid."),
    ),
    "amount_not_positive": (N_("{amount} is no amount to be paid."), N_("Give an amount above zero.")),
    "changed_meanwhile": (
        N_("Somebody else changed this in the same moment; nothing was written."),
        N_("Look at it again, then decide."),
    ),
    "day_decided": (
        N_("{newest} was run already; nothing can be recorded as known on {on}."),
        N_("Let --on be {newest} or later; --at says when it happened."),
    ),
    "key_reused": (
        N_("The key {key} belongs to another act, recorded as batch {batch}."),
        N_("Give this act a key of its own."),
    ),
    "reason_unknown": (N_("There is no reason {given}."), N_("Choose one of these: {known}.")),
    "resolution_unknown": (N_("A dispute does not end as {given}."), N_("Choose one of these: {known}.")),
    "no_such_document": (
        N_("There is no document {document}."),
        N_("Give the number as it stands in the receivables."),
    ),
    "more_than_the_document": (
        N_("More is disputed than {document} is over."),
        N_("Leave --amount out to dispute all that is open."),
    ),
    "policy_unknown": (
        N_("There is no policy {policy}."),
        N_("huikuan policy list shows all of them."),
    ),
    "until_is_past": (
        N_("{until} lies before the business date {on}."),
        N_("Give a last day that is still to come."),
    ),
    "nothing_overridden": (
        N_("No override counts for {customer}."),
        N_("huikuan explain CUSTOMER says who decided on the policy."),
    ),
    "no_open_task": (
        N_("Nothing is open at {customer}."),
        N_("huikuan worklist shows what is to be done."),
    ),
    "channel_needed": (
        N_("The manual names no channel for the step of task {task}, so it has to be said."),
        N_("Say with --channel how it was done."),
    ),
    "task_unknown": (N_("There is no task {task}."), N_("huikuan worklist shows what is to be done.")),
    "task_ended": (N_("Task {task} is over already."), N_("Nothing is left to do.")),
    "task_moved": (
        N_("Somebody else changed task {task} in the same moment; nothing was written."),
        N_("Look at it again, then decide."),
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
# What a page says instead of a remedy that names a command.
PAGE_REMEDIES: Mapping[str, str] = {
    "alert_ended": N_("The list of warnings shows those that stand."),
    "alert_unknown": N_("The list of warnings shows those that stand."),
    "batch_is_no_import": N_("What a person recorded is taken back where it is shown."),
    "batch_unknown": N_("The list of imports names all of them."),
    "channel_needed": N_("Say how it was done."),
    "currency_needed": N_("Say which one it is in, or name the documents."),
    "day_decided": N_("Record it today, with the time at which it was."),
    "disputed_already": N_("Say how that ended before another dispute is opened."),
    "entity_needed": N_("Say which one it is about."),
    "more_than_the_document": N_("Leave the amount empty to dispute all that is open."),
    "no_open_task": N_("The worklist shows what is to be done."),
    "not_deputy": N_("Have the absence recorded first."),
    "nothing_disputed": N_("The customer's page shows the disputes."),
    "nothing_overridden": N_("The customer's page says who decided on the policy."),
    "person_unknown": N_("Check the spelling."),
    "policy_unknown": N_("The list of policies shows all of them."),
    "promise_not_waiting": N_("The list of promises shows how it stands."),
    "promise_unknown": N_("The list of promises shows all of them."),
    "dispute_unknown": N_("The list of disputes shows all of them."),
    "promise_without_word": N_("Take the outcome promised, or record the promise by itself."),
    "request_decided": N_("The list of what was decided shows what became of it."),
    "request_unknown": N_("The list of approvals shows those that wait."),
    "run_unknown": N_("Name a business date that was run."),
    "step_unknown": N_("Leave the step empty; then any contact counts."),
    "task_unknown": N_("The worklist shows what is to be done."),
    "contact_to_come": N_("Give the time at which it was."),
    "choice_too_early": N_("Let it hold from {newest} on, or later."),
    "memory_not_empty": N_("Name another folder and begin there."),
    "backup_other_version": N_("Restore it with that version, then bring the house up to date."),
    "job_not_dead": N_("The list of jobs shows those that do."),
    "earlier_than_newest": N_("Run a later day."),
}


def refusal_sentences(
    code: str, facts: Mapping[str, object], lang: Language, *, on_page: bool = False
) -> tuple[str, str]:
    """Return what was refused and the remedy; ``on_page``: for somebody who has pages before him and no commands."""
    said = words(lang)
    spoken = dict(facts)
    if "act" in facts:
        spoken["act"] = said.text(ACT_WORDS[str(facts["act"])])
    if "roles" in facts:
        roles = cast("Iterable[str]", facts["roles"])
        spoken["roles"] = said.text(", ").join(said.code("role", role) for role in roles)
    sentence, remedy = REFUSALS[code]
    if on_page:
        remedy = PAGE_REMEDIES.get(code, remedy)
    if spoken.get("near"):
        remedy = N_("Did you mean {near}?")
    return said.text(sentence, **spoken), said.text(remedy, **spoken)
