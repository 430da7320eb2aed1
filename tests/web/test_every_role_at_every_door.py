"""Every role at every page and every operation, at a customer of its own, of its team and of others.

What is expected follows from the permission table alone; a page or an operation that stands in no row here fails.
C-1 (main) is the customer; whoever is granted a role for the house as one is no stranger anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from huikuan.api.root import api
from huikuan.apps.activities.models import ActivityFact
from huikuan.apps.audit.models import Entry
from huikuan.apps.customers.models import CustomerFact
from huikuan.apps.people.models import User
from huikuan.apps.people.permissions import PERMISSIONS, scope_of
from huikuan.apps.people.tokens import SCOPES, issue_token
from huikuan.apps.promises.models import PromiseFact
from huikuan.engine.codes import ROLES
from huikuan.web.urls import urlpatterns
from tests.desk.staffed import DAY, hired
from tests.web.visits import opened_house

pytestmark = pytest.mark.django_db
ANYWHERE, AT_C1 = "whoever has the act anywhere", "whoever has the act at C-1"
# Page -> method, address, act and where; or why everybody who is signed in may open it.
PAGES: dict[str, tuple[str, str, str, str] | str] = {
    "home": "leads on",
    "today": "counts what one reaches; nothing of others",
    "more": "the places of the phone's foot",
    "sign_in": "the way in",
    "sign_in_second": "the way in",
    "sign_in_provider": "the way in",
    "sign_in_back": "the way in",
    "sign_out": "the way out",
    "me": "one's own account",
    "me_password": "one's own account",
    "me_second_factor": "one's own account",
    "me_sessions": "one's own sessions only: test_signing_in_is_safe",
    "language": "no data",
    "approvals": "what waits for whoever looks; others' requests are cut by reach (requests_within)",
    "approval": "a request out of reach is not found: test_a_request_is_answered_on_a_page",
    "promise": "a promise out of reach is not found: test_promises_disputes_and_warnings_as_pages",
    "dispute": "as promise",
    "promise_change": "as promise; who may not changes nothing: test_a_promise_is_corrected",
    "dispute_assign": "as promise; who may not changes nothing: test_disputes_as_a_board",
    "alert_restore": "needs a sign: test_a_warning_stands_until_it_ends_or_is_dismissed",
    "statements": ("GET", "/statements", "see_customer", ANYWHERE),
    "statement": ("GET", "/statements/C-1/main/2026-10", "see_customer", AT_C1),
    "statement_take_back": "needs a word on a statement: test_statements_as_pages",
    "statement_proof": "needs a proof: test_statements_as_pages",
    "alert": "as promise",
    "worklist": ("GET", "/worklist", "see_worklist", ANYWHERE),
    "worklist_views": ("POST", "/worklist/views", "save_view", ANYWHERE),
    "worklist_view": "only one's own view: test_a_view_of_the_worklist_is_kept",
    "worklist_pin": "a case out of reach is not found: test_a_person_puts_a_case_first",
    "worklist_postpone": ("POST", "/worklist/postpone", "postpone_task", ANYWHERE),
    "search": ("GET", "/search?q=C-1", "see_customer", ANYWHERE),
    "undo": "only one's own act: test_many_rows_are_postponed_at_once",
    "promises": ("GET", "/promises", "see_customer", ANYWHERE),
    "disputes": ("GET", "/disputes", "see_customer", ANYWHERE),
    "dispute_new": ("GET", "/disputes/new", "open_dispute", ANYWHERE),
    "alerts": ("GET", "/alerts", "see_customer", ANYWHERE),
    "portfolio": ("GET", "/portfolio", "see_worklist", ANYWHERE),
    "portfolio_cases": ("GET", "/portfolio/cases", "see_worklist", ANYWHERE),
    "portfolio_export": ("POST", "/portfolio/export", "export", ANYWHERE),
    "customers": ("GET", "/customers", "see_customer", ANYWHERE),
    "customers_export": ("POST", "/exports/customers", "export", ANYWHERE),
    "receivables": ("GET", "/receivables", "see_customer", ANYWHERE),
    "receivables_export": ("POST", "/exports/receivables", "export", ANYWHERE),
    "settings": ("GET", "/settings", "see_people", ANYWHERE),
    "people": ("GET", "/settings/people", "see_people", ANYWHERE),
    "person": "as people; what is whose to see: test_people_as_pages",
    "roles": ("GET", "/settings/roles", "see_people", ANYWHERE),
    "person_new": ("GET", "/settings/people/new", "manage_people", ANYWHERE),
    "person_edit": ("GET", "/settings/people/1/edit", "manage_people", ANYWHERE),
    "person_last_day": ("GET", "/settings/people/1/last-day", "manage_people", ANYWHERE),
    "person_password": ("GET", "/settings/people/1/password", "manage_people", ANYWHERE),
    "person_second_factor": ("GET", "/settings/people/1/second-factor", "manage_people", ANYWHERE),
    "sign_in_rules": ("GET", "/settings/sign-in", "change_house", ANYWHERE),
    "house": ("GET", "/settings/house", "see_people", ANYWHERE),
    "codes": ("GET", "/settings/codes", "see_people", ANYWHERE),
    "tokens": ("GET", "/settings/tokens", "manage_people", ANYWHERE),
    "token_new": ("GET", "/settings/tokens/new", "manage_people", ANYWHERE),
    "token": ("GET", "/settings/tokens/1", "manage_people", ANYWHERE),
    "person_role": ("GET", "/settings/people/1/role", "manage_people", ANYWHERE),
    "role_end": ("GET", "/settings/roles/1/end", "manage_people", ANYWHERE),
    "absences": ("GET", "/settings/absences", "record_absence", ANYWHERE),
    "absence_new": ("GET", "/settings/absences/new", "record_absence", ANYWHERE),
    "absence": "an absence out of reach is not found: test_absences_as_pages",
    "audit": ("GET", "/settings/audit", "see_audit", ANYWHERE),
    "audit_entry": ("GET", "/settings/audit/1", "see_audit", ANYWHERE),
    "audit_verify": ("POST", "/settings/audit/verification", "verify_audit", ANYWHERE),
    "audit_export": ("POST", "/exports/audit", "export_audit", ANYWHERE),
    "stand_in": "a name that was not lent is not taken: test_absences_as_pages",
    "policies": ("GET", "/policies", "see_worklist", ANYWHERE),
    "policy_rules": ("GET", "/policies/rules", "see_worklist", ANYWHERE),
    "policy": ("GET", "/policies/of/b2b-standard", "see_worklist", ANYWHERE),
    "policy_versions": ("GET", "/policies/of/b2b-standard/versions", "see_worklist", ANYWHERE),
    "policy_compare": ("GET", "/policies/of/b2b-standard/compare?from=1&to=1", "see_worklist", ANYWHERE),
    "policy_new": "of the whole house: test_a_policy_is_written_simulated_and_approved",
    "policy_draft": "as policy_new",
    "policy_draft_file": "as policy_new",
    "policy_draft_changes": "as policy_new",
    "policy_simulation": "as policy_new",
    "policy_send": "as policy_new",
    "policy_drop": "as policy_new",
    "imports": ("GET", "/imports", "import", ANYWHERE),
    "import": ("GET", "/imports/1", "import", ANYWHERE),
    "import_file": "files hold every company's rows: test_files_are_imported_on_pages",
    "upload": "somebody else's is not found: test_an_upload_becomes_an_import_once, test_files_are_imported_on_pages",
    "upload_sheet": "as upload",
    "upload_check": "as upload",
    "upload_problems": "as upload",
    "customer": ("GET", "/customers/C-1", "see_customer", AT_C1),
    "call": ("GET", "/customers/C-1/call", "log_activity", AT_C1),
    "concession": ("GET", "/customers/C-1/concession", "ask_concession", AT_C1),
    "call_dropped": "ends one's own call, and finds no other: test_a_call_is_followed_until_it_is_recorded",
    "filing": ("POST", "/customers/C-1/files", "file_document", AT_C1),
    "document": "a file at a customer out of reach is refused: test_papers_are_filed_with_a_customer",
    "follow_up_done": "refused out of reach: test_a_call_is_followed_until_it_is_recorded",
    "numbers": ("POST", "/customers/C-1/numbers", "see_phone", AT_C1),
}
CONTACT = {"customer": "C-1", "channel": "phone", "outcome": "not_reached"}
PROMISE = {"customer": "C-1", "amount": "10.00", "due_on": "2099-01-04"}
OPERATIONS: dict[tuple[str, str], tuple[str, str, object] | str] = {
    ("get", "/worklist"): ("see_worklist", ANYWHERE, None),
    ("get", "/customers"): ("see_customer", ANYWHERE, None),
    ("get", "/customers/{customer_id}"): ("see_customer", AT_C1, None),
    **{
        ("get", f"/customers/{{customer_id}}/{table}"): ("see_customer", AT_C1, None)
        for table in ("contacts", "receivables", "payments", "promises", "disputes", "activities", "statements")
    },
    ("get", "/approvals"): ("see_worklist", ANYWHERE, None),
    ("post", "/activities"): ("log_activity", AT_C1, CONTACT),
    ("post", "/promises"): ("record_promise", AT_C1, PROMISE),
    ("post", "/promises/{handle}/withdrawal"): "needs a promise: tests/api/test_acts_and_approvals",
    ("post", "/disputes"): ("open_dispute", AT_C1, {"document_no": "INV-1", "reason": "nothing known"}),
    ("post", "/disputes/{document_no}/resolution"): "needs a dispute: tests/api/test_acts_and_approvals",
    ("post", "/approvals/{number}/decision"): "needs a request: tests/api/test_acts_and_approvals",
    ("post", "/imports"): ("import", ANYWHERE, {"tables": {"receivables": [{"document_no": ""}]}}),
}
RELATIONS = ("own", "team", "stranger")


def expected(act: str, where: str, role: str, relation: str) -> bool:
    """What the table says of a role that is granted in entity main, to a stranger in east."""
    scope = scope_of(act, role)
    if where == ANYWHERE:
        return scope is not None
    reached = {"own": {"own"}, "team": {"own", "team"}, "entity": {"own", "team"}, "all": set(RELATIONS)}
    return scope is not None and relation in reached[scope]


def staff(relation: str) -> Iterator[str]:
    """Hire somebody of each role; C-1 is carl's, of team a."""
    hired("carl", team="a")
    for role in ROLES:
        entity = "east" if relation == "stranger" else "main"
        hired(f"x-{role}", role, team="b" if relation == "stranger" else "a", entity=entity)
        yield role


def test_every_page_and_operation_stands_here() -> None:
    assert set(PAGES) == {str(pattern.name) for pattern in urlpatterns}
    described = api.get_openapi_schema(path_prefix="")["paths"]
    assert set(OPERATIONS) == {(method, address) for address, methods in described.items() for method in methods}
    acts = {row[2] for row in PAGES.values() if not isinstance(row, str)}
    assert acts <= set(PERMISSIONS)


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_page_opens_to_whom_the_table_lets_in(relation: str, tmp_path: Path) -> None:
    opened_house(tmp_path)
    wrong = []
    for role in staff(relation):
        _belongs_to(f"x-{role}" if relation == "own" else "carl")
        client = Client()
        client.force_login(User.objects.get(code=f"x-{role}"))
        for name, row in PAGES.items():
            if isinstance(row, str):
                continue
            method, address, act, where = row
            before = Entry.objects.count()
            status = client.generic(method, address).status_code
            allowed = expected(act, where, role, relation)
            if (status == 403) == allowed or (not allowed and Entry.objects.count() != before):
                wrong.append((name, role, relation, status))
    assert wrong == []


@pytest.mark.parametrize("relation", RELATIONS)
def test_an_operation_does_what_the_table_lets_its_person_do(relation: str, tmp_path: Path) -> None:
    opened_house(tmp_path)
    wrong = []
    for role in staff(relation):
        _belongs_to(f"x-{role}" if relation == "own" else "carl")
        secret = issue_token(f"x-{role}", "matrix", SCOPES, on=DAY, last_on=None).secret
        client = Client(headers={"authorization": f"Bearer {secret}"})
        for (method, address), row in OPERATIONS.items():
            if isinstance(row, str):
                continue
            act, where, body = row
            before = _told()
            path = "/api/v1" + address.replace("{customer_id}", "C-1")
            status = getattr(client, method)(path, body, content_type="application/json").status_code
            allowed = expected(act, where, role, relation)
            if (status == 403) == allowed or (not allowed and _told() != before):
                wrong.append((address, role, relation, status))
    assert wrong == []


def _belongs_to(code: str) -> None:
    CustomerFact.objects.filter(customer__code="C-1").update(owner="nobody", collector=code)


def _told() -> tuple[int, int, int]:
    return (Entry.objects.count(), ActivityFact.objects.count(), PromiseFact.objects.count())
