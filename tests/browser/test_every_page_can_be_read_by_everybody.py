"""No page has a fault that stops a person with an aid, in either language; none is wider than a phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from huikuan.apps.audit.models import Entry
from huikuan.apps.people.models import User
from tests.browser.conftest import PHONE
from tests.browser.test_people_work_in_a_browser import asked
from tests.desk.staffed import hired

Opened = Callable[..., Page]
PAGES = (
    "/today",
    "/more",
    "/worklist",
    "/customers",
    "/statements",
    "/statements/C-1/main/2026-10",
    "/receivables",
    "/customers/C-1",
    "/customers/C-1/call",
    "/customers/C-1/concession",
    "/approvals",
    "/approvals?tab=decided",
    "/promises?tab=waiting",
    "/disputes",
    "/disputes/new",
    "/alerts",
    "/settings",
    "/settings/people",
    "/settings/people/new",
    "/settings/roles",
    "/settings/absences/new",
    "/search?q=c",
    "/worklist?age=1-30&sort=-overdue",
    "/settings/audit",
    "/settings/sign-in",
    "/settings/house",
    "/settings/codes",
    "/settings/tokens",
    "/settings/tokens/new",
    "/me",
    "/me/password",
    "/me/second-factor",
    "/policies",
    "/policies/rules",
    "/policies/of/b2b-standard",
    "/policies/of/b2b-standard/versions",
    "/policies/of/b2b-standard/draft?rung=lock",
    "/policies/of/b2b-standard/draft/file",
    "/policies/new",
)


def numbered() -> tuple[str, ...]:
    """The addresses of one request, one person and one entry of the record."""
    request = asked()[0]
    person, entry = User.objects.earliest("id").pk, Entry.objects.earliest("id").pk
    return f"/approvals/{request}", f"/settings/people/{person}", f"/settings/audit/{entry}"


def test_no_page_stops_a_person_with_an_aid(before: Opened, faults_of: Callable[[Page], list[str]]) -> None:
    pages = (*PAGES, *numbered())
    hired("bo", "boss")
    faults = {}
    for lang in ("zh", "en"):
        page, stranger = before("bo", lang=lang), before(lang=lang)
        for shown, address in (*((page, one) for one in pages), (stranger, "/sign-in")):
            answer = shown.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            faults[lang, address] = faults_of(shown)

    assert {where: found for where, found in faults.items() if found} == {}


def test_no_page_is_wider_than_a_phone(before: Opened) -> None:
    pages = (*PAGES, *numbered(), "/sign-in")
    hired("bo", "boss")
    page = before("bo", size=PHONE)
    widths = {}
    for address in pages:
        page.goto(address)
        widths[address] = page.evaluate("document.documentElement.scrollWidth")

    assert {address: width for address, width in widths.items() if width > PHONE[0]} == {}
