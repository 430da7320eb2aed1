"""Who may do what, on whose customers: one literal table, act × role → scope (D-1401).

    own      customers whose owner or collector the person is
    team     the same for everybody of the person's team
    entity   every customer of the legal entity that the role was granted in; granted in none, of all of them
    all      the house as one; such acts know no customer and no entity

A role is granted in an entity or in all, and "own" and "team" end there too. What stands in no row is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Scope = Literal["own", "team", "entity", "all"]
SCOPES: tuple[Scope, ...] = get_args(Scope)

_CASE_WORK: Mapping[Scope, str] = {
    "own": "rep collector field_collector",
    "team": "sales_manager supervisor credit_supervisor",
    "entity": "clerk manager credit_manager finance legal gm boss",
}
_JUDGEMENT: Mapping[Scope, str] = {
    "team": "sales_manager supervisor credit_supervisor",
    "entity": "manager credit_manager gm boss",
}
_EVERYBODY = (
    "rep sales_manager collector field_collector clerk supervisor credit_supervisor manager credit_manager gm boss "
    "finance legal trainer admin"
)

PERMISSIONS: Mapping[str, Mapping[Scope, str]] = {
    # What people see.
    "see_worklist": _CASE_WORK,
    "see_customer": _CASE_WORK,
    # Whoever calls, visits or posts needs the number; others see it masked (D-1401).
    "see_phone": {
        "own": "rep collector field_collector",
        "team": "sales_manager supervisor credit_supervisor",
        "entity": "clerk manager credit_manager legal gm boss",
    },
    "save_view": _CASE_WORK,  # one's own way to look at the list (R-213)
    "export": {
        "team": "sales_manager supervisor credit_supervisor",
        "entity": "manager credit_manager finance legal gm boss",
    },
    "see_people": {"all": _EVERYBODY},
    # The day's data, and the day.
    "import": {"entity": "clerk finance credit_manager"},
    "stage_import": {"entity": "clerk finance credit_manager"},
    "remember_layout": {"entity": "clerk finance credit_manager"},
    "undo_import": {"entity": "clerk finance credit_manager"},
    "day": {"all": "clerk supervisor credit_supervisor manager credit_manager gm boss admin"},
    # What came of a contact (D-803, D-1001, D-1002).
    "log_activity": _CASE_WORK,
    "record_promise": _CASE_WORK,
    "withdraw_promise": _CASE_WORK,
    "change_promise": _CASE_WORK,
    "open_dispute": _CASE_WORK,
    "change_dispute": _CASE_WORK,
    "record_statement": _CASE_WORK,  # sent, confirmed, differs; with its proof (D-603)
    "postpone_task": _CASE_WORK,
    "pin_case": _CASE_WORK,  # put it first in the list, or back (R-214)
    "ask_concession": _CASE_WORK,
    "finish_follow_up": _CASE_WORK,
    "file_document": _CASE_WORK,
    "open_document": _CASE_WORK,
    "resolve_dispute": {
        "team": "sales_manager supervisor credit_supervisor",
        "entity": "manager credit_manager finance legal gm boss",
    },
    # A person's own judgement against the rules (D-702).
    "override_policy": _JUDGEMENT,
    "end_override": _JUDGEMENT,
    "dismiss_alert": _JUDGEMENT,
    "restore_alert": _JUDGEMENT,
    # What the house goes by; a second person approves it (R-134).
    "draft_policy": {"entity": "manager credit_manager gm boss"},
    "simulate_policy": {"entity": "manager credit_manager gm boss"},  # names customers of all
    "use_policy": {"entity": "manager credit_manager gm boss"},
    # Money that is not cash; a write-off needs its approval besides.
    "adjust": {"entity": "finance credit_manager"},
    # Approvals. Of a step the manual names the role; whoever decides holds it.
    "approve_step": {
        "team": "sales_manager supervisor credit_supervisor",
        "entity": "manager credit_manager finance legal gm boss",
    },
    "approve_promise": _JUDGEMENT,  # beyond 14 days (D-1009)
    "approve_override": {"entity": "manager credit_manager gm boss"},
    "approve_policy": {"entity": "credit_manager gm boss"},
    # Concessions; the authority table says which of these roles (D-1005).
    "approve_discount": _JUDGEMENT,
    "approve_settlement": {"entity": "credit_manager gm boss"},
    "approve_write_off": {"entity": "credit_manager boss"},
    "approve_credit_limit": {"entity": "credit_manager gm boss"},
    "remind_request": {"all": _EVERYBODY},  # only one's own
    "withdraw_request": {"all": _EVERYBODY},  # only one's own
    "take_back": {"all": _EVERYBODY},  # only one's own, on the same day (R-211)
    # The house itself. Erasing is for those who answer for it, not for those who can.
    "manage_people": {"all": "gm boss admin"},
    "own_account": {"all": _EVERYBODY},  # password, second factor, sessions; of nobody else
    "change_house": {"all": "gm boss admin"},  # settings
    # Of oneself, of one's team's members, of everybody (R-205).
    "record_absence": {
        "own": "rep collector field_collector clerk finance legal trainer",
        "team": "sales_manager supervisor credit_supervisor",
        "all": "manager credit_manager gm boss admin",
    },
    "retry_job": {"all": "clerk credit_manager gm boss admin"},
    "backup": {"all": "clerk gm boss admin"},
    "see_audit": {"all": "finance legal gm boss admin"},
    "export_audit": {"all": "finance legal gm boss admin"},
    "verify_audit": {"all": "finance legal gm boss admin"},
    "seal_audit": {"all": "admin"},
    "export_audit_head": {"all": "finance legal gm boss admin"},
    "erase_personal": {"all": "legal boss"},
}


def scope_of(act: str, role: str) -> Scope | None:
    """Return how far a role reaches in an act; None when it may not."""
    return next((scope for scope, roles in PERMISSIONS[act].items() if role in roles.split()), None)


def roles_for(act: str) -> list[str]:
    """Return the roles that may, those that reach least first."""
    return [role for scope in SCOPES for role in PERMISSIONS[act].get(scope, "").split()]


@dataclass(frozen=True, slots=True)
class Part:
    """Customers that somebody reaches: of these people (None: of all) in that entity (None: in every one)."""

    codes: frozenset[str] | None
    entity_no: int | None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far somebody reaches in one act: the union of its parts; without parts, the act is refused."""

    parts: tuple[Part, ...]

    @property
    def is_everything(self) -> bool:
        """Whether no customer and no entity is left out."""
        return EVERY_CASE in self.parts

    def covers_person(self, code: str) -> bool:
        """Tell whether a person of ours is reached; people belong to no entity."""
        return any(part.codes is None or code in part.codes for part in self.parts)

    def covers(self, people: Collection[str], entity_no: int | None) -> bool:
        """Tell whether a customer of these people is reached in the entity; None: in all entities."""
        return any(
            (part.codes is None or not part.codes.isdisjoint(people)) and part.entity_no in (None, entity_no)
            for part in self.parts
        )


EVERY_CASE = Part(codes=None, entity_no=None)
EVERYTHING, NOTHING = Reach((EVERY_CASE,)), Reach(())
