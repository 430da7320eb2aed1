"""Whoever asks for people's or customers' data says for whom: every selector takes ``viewer`` (or a ``Reach``).

A selector without one stands in INTERNAL with the reason why nobody sees more by it than he may. A new selector that
shows something to somebody takes ``viewer``; only what the desk and the jobs read for themselves is added to the list.
"""

from __future__ import annotations

import ast

from tests.house.house_tree import SOURCE, assert_none, parsed

SCOPING = {"viewer", "reach"}
BULK = "everything that is known, for the day, imports and looking back; the plan made of it is cut to the viewer's"
WRITING = "what stands there already, for the service that writes the difference"
FRAGMENT = "a part of another query, which has its viewer"
AN_ACT = "what an act is about: the desk refuses it, or the history, to whoever may not before it tells anything"
AMONG = "takes the condition that the desk makes from the viewer's reach"
RIGHTS = "decides who may; needs the answer before there is a viewer"
HOUSE = "numbers of the house without a customer or a person in them"
INTERNAL = {
    "activities.activities_known": BULK,
    "approvals.request_of": "read by the desk, which refuses before it tells",
    "approvals.requests_in": "read by the desk, which leaves out what the viewer does not reach",
    "approvals.request_page": AMONG,
    "approvals.request_count": AMONG,
    "approvals.answers_on": BULK,
    "approvals.requests_of_keys": WRITING,
    "attachments.files_folder": HOUSE,
    "attachments.files_of": "of a customer whose page the viewer may see",
    "attachments.filed": "read by the desk, which refuses before it tells",
    "attachments.kept_bytes": "whoever asks knows the number from an attachment that he may see",
    "attachments.kept_digests": HOUSE,
    "attachments.orphans": HOUSE,
    "audit.verify": HOUSE,
    "cash.receipts_known": BULK,
    "cash.claims_of": "of a customer whose page the viewer may see",
    "promises.confirmations_of": "of a customer whose page the viewer may see",
    "tasks.named_follow_up": "read by the desk, which refuses before it tells",
    "cash.allocations_known": BULK,
    "customers.customers_known": BULK,
    "customers.contacts_known": BULK,
    "customers.hours_known": BULK,
    "customers.customer_numbers": WRITING,
    "customers.names_of_customers": "names for rows that the viewer has been given",
    "customers.newest_change": RIGHTS,
    "customers.people_of_customer": RIGHTS,
    "customers.customers_of_people": FRAGMENT,
    "customers.customers_named": FRAGMENT,
    "customers.customers_in_status": FRAGMENT,
    "customers.customers_renamed": WRITING,
    "customers.customers_found": AMONG,
    "customers.contacts_with_tail": AMONG,
    "customers.codes_of_customers_of": FRAGMENT,
    "disputes.disputes_known": BULK,
    "dunning.alert_numbered": "read by the desk, which refuses before it tells",
    "dunning.newest_run": HOUSE,
    "dunning.run_numbered": HOUSE,
    "dunning.newest_business_date": HOUSE,
    "dunning.open_skips": WRITING,
    "dunning.present_verdicts": WRITING,
    "dunning.standing_alerts": WRITING,
    "intake.newest_batch_no": HOUSE,
    "intake.newest_import_on": HOUSE,
    "intake.unseen_batches": HOUSE,
    "outbox.newest_jobs": HOUSE,
    "outbox.job_counts": HOUSE,
    "outbox.job_keyed": HOUSE,
    "people.entity_numbers": HOUSE,
    "people.person": RIGHTS,
    "people.code_of": RIGHTS,
    "people.person_here": RIGHTS,
    "customers.owners_of_customers": "names for rows that the viewer has been given",
    "receivables.bearers_named": "names for rows that the viewer has been given",
    "people.absent_person": RIGHTS,
    "people.person_by": RIGHTS,
    "people.person_numbered": RIGHTS,
    "people.away": RIGHTS,
    "people.held": RIGHTS,
    "people.is_deputy": RIGHTS,
    "people.reach_of": RIGHTS,
    "people.reaches_of": RIGHTS,
    "people.roles_by_entity": RIGHTS,
    "people.roles_held": RIGHTS,
    "policies.assignment_digest": WRITING,
    "policies.assignment_numbered": HOUSE,
    "policies.choices_after": HOUSE,
    "policies.choices_named": HOUSE,
    "policies.choices_on": HOUSE,
    "policies.draft_of": HOUSE,
    "policies.drafts_open": HOUSE,
    "policies.simulation_numbered": HOUSE,
    "policies.simulation_of_key": HOUSE,
    "policies.simulation_of_text": HOUSE,
    "policies.versions_recorded": HOUSE,
    "policies.digests_of": WRITING,
    "policies.policy_texts": HOUSE,
    "promises.promises_known": BULK,
    "receivables.items_known": BULK,
    "receivables.cases_named": FRAGMENT,
    "receivables.currencies_of_customer": RIGHTS,
    "receivables.entities_of_customer": RIGHTS,
    "receivables.documents_of_customer": FRAGMENT,
    "statements.statements_known": BULK,
    "tasks.unended_tasks": WRITING,
    "activities.activities_of": AN_ACT,
    "attachments.kept_among": HOUSE,
    "cash.receipts_of": AN_ACT,
    "intake.import_numbered": "read by the desk, which refuses before it tells",
    "intake.imports": "read by the desk, which refuses before it tells",
    "intake.set_aside_codes": "read by the desk, which refuses before it tells",
    "intake.set_aside_rows": "read by the desk, which refuses before it tells",
    "receivables.cases_of_documents": WRITING,
    "receivables.change_numbers": AN_ACT,
    "statements.statements_of": AN_ACT,
    "audit.actors_of": AN_ACT,
    "customers.customer_number": AN_ACT,
    "customers.customers_like": AMONG,
    "customers.name_of_customer": AN_ACT,
    "customers.override_in_force": AN_ACT,
    "customers.overrides_known": BULK,
    "customers.overrides_of": AN_ACT,
    "customers.words_of_customers": AMONG,
    "disputes.disputes_on": AN_ACT,
    "disputes.disputes_told": WRITING,
    "disputes.open_disputes": AN_ACT,
    "dunning.verdicts_on": AN_ACT,
    "intake.has_undone_batches": HOUSE,
    "people.codes_of_people": AN_ACT,
    "people.names_of_numbers": "names for rows that the viewer has been given",
    "people.names_of_people": "names for rows that the viewer has been given",
    "promises.promise_of": AN_ACT,
    "promises.promises_of": AN_ACT,
    "promises.promises_told": WRITING,
    "receivables.bearers_of": AN_ACT,
    "receivables.cases_of_customer": AN_ACT,
    "receivables.documents_of_case": AN_ACT,
    "receivables.items_gone": WRITING,
    "attachments.filed_with": AN_ACT,
    "disputes.dispute_of": AN_ACT,
    "people.names_by_number": "names for rows that the viewer has been given",
    "promises.same_promise": FRAGMENT,
    "statements.statement_of": AN_ACT,
    "statements.statements_since": "laid over rows that the viewer has been given",
    "statements.statements_told": WRITING,
    "statements.versions_of": AN_ACT,
    "tasks.named_task": AN_ACT,
    "tasks.open_task": AN_ACT,
    "tasks.open_tasks_of_case": AN_ACT,
    "tasks.open_tasks_of_cases": AN_ACT,
    "tasks.pins_on": "shown only beside rows that the viewer has been given",
    "tasks.tasks_of": AN_ACT,
}


def unscoped_selectors() -> set[str]:
    return {
        f"{path.parent.name}.{node.name}"
        for path in (SOURCE / "apps").glob("*/selectors.py")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if not SCOPING & {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
    }


def test_a_selector_takes_a_viewer_or_says_why_not() -> None:
    findings = sorted(unscoped_selectors() - set(INTERNAL))
    assert_none(findings, "take `viewer` and scope the rows by reach_of, or stand in INTERNAL with a reason:")


def test_the_list_of_exceptions_names_nothing_that_is_gone() -> None:
    assert_none(sorted(set(INTERNAL) - unscoped_selectors()), "no such selector, or it takes a viewer now:")
