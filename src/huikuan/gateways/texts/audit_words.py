"""The words of the record: what a check of it found, what an entry is about, and what its facts are called."""

from __future__ import annotations

from collections.abc import Mapping

from huikuan.gateways.texts.catalogue import N_

FINDINGS: Mapping[str, str] = {
    "number_missing": N_("Link {number} is missing: it was taken out of the chain."),
    "entry_missing": N_("Link {number}: entry {entry} is gone."),
    "entry_changed": N_("Link {number}: entry {entry} is not what was sealed."),
    "link_broken": N_("Link {number} does not follow from the link before it."),
    "personal_changed": N_("Link {number}: the personal words of entry {entry} are not those that were recorded."),
    "personal_missing": N_("Link {number}: the personal words of entry {entry} are gone, and nobody erased them."),
    "out_of_time": N_("Link {number}: entry {entry} says that it is much older than those sealed before it."),
    "head_missing": N_("The chain ends before link {number}, whose head was exported."),
    "head_differs": N_("Link {number} is not the one that was exported: the chain was made anew."),
}
SUBJECTS: Mapping[str, str] = {
    "alert": N_("warning sign {id}"),
    "audit": N_("the record"),
    "backup": N_("backup"),
    "batch": N_("import {id}"),
    "customer": N_("customer {id}"),
    "job": N_("job {id}"),
    "list": N_("list {id}"),
    "person": N_("{id}"),
    "policy": N_("policy {id}"),
    "request": N_("request {id}"),
    "run": N_("run of the day"),
    "token": N_("token {id}"),
}
# Facts whose values are codes: of which list; those of "change" stand below.
CODED: Mapping[str, str] = {
    "channel": "channel", "outcome": "outcome", "reason": "dispute_reason", "resolution": "dispute_resolution",
    "role": "role", "sign": "sign", "step": "step",
}  # fmt: skip
CHANGES: Mapping[str, str] = {
    "absence": N_("an absence was recorded"),
    "added": N_("began to work here"),
    "back": N_("an absence ended sooner"),
    "edited": N_("name, address or team changed"),
    "leaves": N_("a last day was set"),
    "password": N_("a password was set"),
    "role": N_("a role was given"),
    "role ended": N_("a role was ended"),
    "stays": N_("the last day was taken back"),
    "token": N_("a token was issued"),
    "token revoked": N_("a token was revoked"),
}
# What is not named here is shown as it is called in the record.
FACTS: Mapping[str, str] = {
    "amount_minor": N_("Amount in the smallest unit"),
    "answer": N_("Answer"),
    "asked": N_("Asked for"),
    "batch": N_("Batch"),
    "business_date": N_("Business date"),
    "change": N_("Change"),
    "channel": N_("Channel"),
    "chosen": N_("Chosen"),
    "currency": N_("Currency"),
    "customer": N_("Customer"),
    "deputy": N_("Deputy"),
    "dispute": N_("Dispute"),
    "document": N_("Document"),
    "documents": N_("Documents"),
    "due_on": N_("Promised day"),
    "email": N_("E-mail"),
    "entity": N_("Legal entity"),
    "entries": N_("Entries"),
    "findings": N_("Findings"),
    "from": N_("From"),
    "list": N_("List"),
    "name": N_("Person's name"),
    "note": N_("Note"),
    "outcome": N_("Outcome"),
    "person": N_("Person"),
    "policy": N_("Policy"),
    "promise": N_("Promise"),
    "reason": N_("Reason"),
    "request": N_("Request"),
    "resolution": N_("Ending"),
    "revision": N_("Revision"),
    "role": N_("Role held"),
    "rows": N_("Rows"),
    "scopes": N_("Scopes"),
    "sealed": N_("Sealed"),
    "state": N_("State"),
    "step": N_("Step"),
    "tasks": N_("Tasks"),
    "team": N_("Team"),
    "to": N_("Through"),
    "token": N_("Token"),
    "unsealed": N_("Not sealed yet"),
    "until": N_("Until"),
    "version": N_("Version"),
}
# What a token may be used for.
SCOPE_WORDS: Mapping[str, str] = {
    "read": N_("read"),
    "act": N_("record what happened"),
    "decide": N_("decide requests"),
    "import": N_("import data"),
}
