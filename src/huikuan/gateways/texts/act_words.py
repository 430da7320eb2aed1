"""What each act of the permission table is called, as in "you may not …"."""

from __future__ import annotations

from collections.abc import Mapping

from huikuan.gateways.texts.catalogue import N_

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
    "take_back": N_("take an act back"),
    "override_policy": N_("override a customer's policy"),
    "end_override": N_("end an override"),
    "draft_policy": N_("write a policy"),
    "simulate_policy": N_("simulate a policy"),
    "use_policy": N_("choose what the house goes by"),
    "dismiss_alert": N_("dismiss a warning"),
    "adjust": N_("post an adjustment"),
    "approve_step": N_("approve a step"),
    "approve_promise": N_("approve a promise"),
    "approve_override": N_("approve an override"),
    "approve_policy": N_("approve a policy"),
    "approve_discount": N_("approve a discount"),
    "approve_settlement": N_("approve a settlement"),
    "approve_write_off": N_("approve a write-off"),
    "approve_credit_limit": N_("approve a credit limit"),
    "ask_concession": N_("ask for a concession"),
    "remind_request": N_("ask after a request"),
    "withdraw_request": N_("take a request back"),
    "manage_people": N_("change people and roles"),
    "record_absence": N_("record an absence"),
    "backup": N_("make a backup"),
    "retry_job": N_("let a failed job be tried again"),
    "see_audit": N_("see who did what"),
    "export_audit": N_("export the record"),
    "verify_audit": N_("verify the audit"),
    "seal_audit": N_("seal the audit"),
    "export_audit_head": N_("export the head of the audit"),
    "erase_personal": N_("erase personal data"),
}
