"""A policy's next version on its pages: written, lived through, sent, approved; nothing lost between two editors.

customer | company | overdue on 20 Nov | rung
C-1      | main    | 1,000, 19 days    | supervisor (from day 15)
C-2      | main    | 2,000, 18 days    | supervisor
C-3      | east    | 3,000, 17 days    | supervisor
"""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client

from huikuan.apps.approvals.models import Request
from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.models import Entry
from huikuan.apps.dunning.selectors import newest_run, planned_rows
from huikuan.apps.outbox.models import Job
from huikuan.apps.people.permissions import scope_of
from huikuan.apps.policies.models import PolicyDraft, PolicySimulation, PolicyVersion
from huikuan.apps.policies.selectors import simulation_numbered
from huikuan.apps.policies.services import digest
from huikuan.desk import simulating
from huikuan.desk.manual import manual_on
from huikuan.desk.overriding import Overriding, override_policy
from huikuan.desk.simulating import outcome_of, simulate_now
from huikuan.engine.codes import ROLES
from huikuan.engine.simulate.outcome import Assumptions
from huikuan.gateways import clock
from huikuan.gateways.policies import PRESETS, preset_text
from huikuan.jobs.simulating import simulate_asked
from tests.desk.staffed import DAY, hired
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
POLICY = "b2b-standard"
DRAFT = f"/policies/of/{POLICY}/draft"


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    monkeypatch.setattr(simulating, "AHEAD", Assumptions(days=2, draws=10))
    opened_house(tmp_path)


def fields(client: Client, rung: str) -> dict[str, object]:
    """What a browser would send of the editor of a rung."""
    page = client.get(f"{DRAFT}?rung={rung}").content.decode()
    form = page[page.index('id="editor"') :].split("</form>")[0]
    sent: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'\b{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name is None or value is None or ('type="checkbox"' in tag and "checked" not in tag):
            continue
        sent.setdefault(name[1], []).append(html.unescape(value[1]))  # type: ignore[attr-defined]
    for name, choices in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        sent[name] = re.findall(r'value="([^"]*)" selected', choices) or re.findall(r'value="([^"]*)"', choices)[:1]
    return {**sent, "act": "save"}


def saved(client: Client, rung: str, **changed: object) -> int:
    return client.post(DRAFT, {**fields(client, rung), **changed}).status_code


def earlier_manager() -> str:
    return preset_text(POLICY).replace("from_day: 31", "from_day: 16")


def draft_of_file(client: Client, text: str, **more: object) -> int:
    return client.post(f"{DRAFT}/file", {"text": text, "key": digest(text + str(more)), **more}).status_code


def test_a_form_that_is_sent_unchanged_changes_nothing_but_the_version() -> None:
    client = signed_in("mia", "manager")

    assert saved(client, "lock") == 302

    assert PolicyDraft.objects.get().text == preset_text(POLICY).replace("version: 1\n", "version: 2\n")


def test_a_form_changes_the_places_that_were_changed_and_keeps_the_comments() -> None:
    client = signed_in("mia", "manager")

    assert saved(client, "manager", from_day="25", **{"manager--count": "3", "manager--unit": "wd"}) == 302

    before, after = preset_text(POLICY).splitlines(), PolicyDraft.objects.get().text.splitlines()
    assert "    from_day: 25" in after
    assert any("every: 3 wd" in line and "id: manager" in line for line in after)
    assert [line for line in before if line.lstrip().startswith("#")] == [
        line for line in after if line.lstrip().startswith("#")
    ]
    page = client.get(f"{DRAFT}?rung=manager").content.decode()
    assert "in force: 31" in page
    assert "<s>D+31</s>" in page


def test_a_mistake_is_said_at_its_field_and_nothing_is_saved() -> None:
    client = signed_in("mia", "manager")

    wrong = client.post(DRAFT, {**fields(client, "manager"), "manager--approval": "boss", "from_day": "bald"})

    said = wrong.content.decode()
    assert (wrong.status_code, PolicyDraft.objects.count()) == (400, 0)
    assert re.search(r'id="from_day"[^>]*value="bald"[^>]*aria-invalid="true"', said)
    assert "needs an approval but its action is escalate" in said


def test_a_file_with_mistakes_names_their_lines_and_keeps_the_text() -> None:
    client = signed_in("mia", "manager")
    text = preset_text(POLICY).replace("role: collector", "role: colector", 1)

    said = client.post(f"{DRAFT}/file", {"text": text}).content.decode()

    line = next(n for n, line in enumerate(text.splitlines(), 1) if "colector" in line)
    assert f"line {line}: " in said
    assert "role: colector" in html.unescape(said)
    assert PolicyDraft.objects.count() == 0


def test_two_editors_the_second_is_told_sees_both_and_may_save_on_top() -> None:
    mia, gus = signed_in("mia", "manager"), signed_in("gus", "gm")
    saved(mia, "manager", from_day="25")
    at_first = fields(gus, "manager")
    saved(mia, "manager", from_day="26")

    told = gus.post(DRAFT, {**at_first, "from_day": "40", "key": "gus-1"})

    said = told.content.decode()
    assert told.status_code == 400
    assert "Mia saved this draft at" in said
    assert re.search(r"<td>40</td><td>26</td>", said)
    assert "from_day: 26" in PolicyDraft.objects.get().text
    version = re.search(r'name="version" value="(\d+)"', said[said.index('id="editor"') :])
    assert version is not None
    assert gus.post(DRAFT, {**at_first, "from_day": "40", "version": version[1], "key": "gus-2"}).status_code == 302
    assert "from_day: 40" in PolicyDraft.objects.get().text


def test_a_draft_begun_by_two_at_once_is_one_draft() -> None:
    mia, gus = signed_in("mia", "manager"), signed_in("gus", "gm")
    at_first = fields(gus, "manager")
    saved(mia, "manager", from_day="25")

    assert gus.post(DRAFT, {**at_first, "from_day": "40"}).status_code == 400

    assert (PolicyDraft.objects.count(), "from_day: 25" in PolicyDraft.objects.get().text) == (1, True)


def test_a_form_sent_twice_saves_once() -> None:
    client = signed_in("mia", "manager")
    sent = {**fields(client, "manager"), "from_day": "25"}

    assert [client.post(DRAFT, sent).status_code for _ in range(2)] == [302, 302]

    assert PolicyDraft.objects.get().version == 1
    assert Entry.objects.filter(act="draft_policy").count() == 1


def test_the_first_day_under_the_present_version_is_the_plan() -> None:
    """R-200: the simulation rests on what the run saw, so its first day is the run's own worklist."""
    client = signed_in("mia", "manager")
    draft_of_file(client, earlier_manager())
    client.post(f"{DRAFT}/simulation", {"key": "s"})

    seen = simulation_numbered(PolicySimulation.objects.get().pk)
    outcome = outcome_of(seen, viewer=SYSTEM, on=DAY)
    run = newest_run()
    assert run is not None
    first = outcome.tasks.filter(day=DAY, world="middle", side="a", is_lead=True)
    planned = planned_rows(run, viewer=SYSTEM)
    assert first.height > 0
    assert sorted(first.select("customer_id", "entity", "step").iter_rows()) == sorted(
        planned.select("customer_id", "entity", "step").iter_rows()
    )
    # 16 days past due comes within the 30 days for all three; the version in force waits for day 31.
    assert "3 customers are treated differently" in client.get(f"{DRAFT}/simulation").content.decode()


def test_the_same_words_on_the_same_day_are_simulated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    client, made = signed_in("mia", "manager"), []
    whole = simulating.simulated
    monkeypatch.setattr(simulating, "simulated", lambda *given: made.append(1) or whole(*given))
    draft_of_file(client, earlier_manager())
    for key in ("a", "b"):
        client.post(f"{DRAFT}/simulation", {"key": key})
    simulate_now(PolicySimulation.objects.get().pk)

    assert (len(made), PolicySimulation.objects.count()) == (1, 1)


def test_a_large_house_is_simulated_by_a_worker_and_the_page_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(simulating, "ROWS_AT_ONCE", 0)
    client = signed_in("mia", "manager")
    draft_of_file(client, earlier_manager())

    client.post(f"{DRAFT}/simulation", {"key": "a"})
    waits = client.get(f"{DRAFT}/simulation").content.decode()
    job = Job.objects.get(name="simulate_policy")
    simulate_asked(job.payload)

    assert "It waits for its turn." in waits
    assert 'http-equiv="refresh"' in waits
    assert PolicySimulation.objects.get().state == "done"
    assert 'http-equiv="refresh"' not in client.get(f"{DRAFT}/simulation").content.decode()


def test_a_simulation_that_breaks_says_so_and_may_be_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulating, "ROWS_AT_ONCE", 0)
    client = signed_in("mia", "manager")
    draft_of_file(client, earlier_manager())
    client.post(f"{DRAFT}/simulation", {"key": "a"})
    with monkeypatch.context() as broken:
        broken.setattr(simulating, "_content", lambda _: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            simulate_now(PolicySimulation.objects.get().pk)

    assert "could not be worked out" in client.get(f"{DRAFT}/simulation").content.decode()
    client.post(f"{DRAFT}/simulation", {"key": "b"})
    assert (PolicySimulation.objects.get().state, Job.objects.filter(name="simulate_policy").count()) == ("waiting", 2)


def test_nothing_goes_for_approval_unsimulated_without_a_reason() -> None:
    client = signed_in("mia", "manager")
    draft_of_file(client, earlier_manager())

    refused = client.post(f"{DRAFT}/approval", {"version": "1", "reason": " ", "key": "a"})
    assert (refused.status_code, Request.objects.filter(kind="policy").count()) == (400, 0)
    client.post(f"{DRAFT}/approval", {"version": "1", "reason": "先用于新客户", "key": "b"})

    assert Request.objects.get(kind="policy").facts["reason"] == "先用于新客户"


def test_an_approved_draft_is_in_force_from_the_next_day() -> None:
    client, gus = signed_in("mia", "manager"), signed_in("gus", "gm")
    draft_of_file(client, earlier_manager())
    client.post(f"{DRAFT}/simulation", {"key": "s"})
    client.post(f"{DRAFT}/approval", {"version": "1", "reason": "", "key": "a"})
    asked = Request.objects.get(kind="policy")

    waits = client.get(DRAFT).content.decode()
    assert "waits for approval" in waits
    assert draft_of_file(client, earlier_manager(), version="2") == 400
    own = client.get(f"/approvals/{asked.pk}").content.decode()
    assert "Approve the policy" not in own
    shown = gus.get(f"/approvals/{asked.pk}").content.decode()
    assert "3 customers are treated differently" in shown
    assert "<s>D+31</s>" in shown
    gus.post(f"/approvals/{asked.pk}", {"answer": "approved", "confirmed": "yes", "version": asked.version, "key": "y"})

    tomorrow = DAY + timedelta(days=1)
    versions = [manual_on(day).policies[POLICY].version for day in (DAY, tomorrow)]
    assert versions == [1, 2]
    assert not PolicyDraft.objects.filter(is_open=True).exists()
    listed = client.get(f"/policies/of/{POLICY}/versions").content.decode()
    assert re.search(r"<b>v2</b></td><td>21 Nov</td>.*?Gus.*?comes", listed, re.DOTALL)


def test_what_was_refused_has_to_be_changed_before_it_is_sent_again() -> None:
    client, gus = signed_in("mia", "manager"), signed_in("gus", "gm")
    draft_of_file(client, earlier_manager())
    client.post(f"{DRAFT}/approval", {"version": "1", "reason": "试", "key": "a"})
    asked = Request.objects.get(kind="policy")
    said = {"answer": "refused", "confirmed": "yes", "version": asked.version, "reason": "太早", "key": "n"}
    gus.post(f"/approvals/{asked.pk}", said)
    version = PolicyDraft.objects.get().version

    again = client.post(f"{DRAFT}/approval", {"version": version, "reason": "试", "key": "b"})
    assert (again.status_code, "These very words were not approved" in again.content.decode()) == (400, True)
    later = earlier_manager().replace("from_day: 16", "from_day: 20")
    assert draft_of_file(client, later, version=version) == 302
    client.post(f"{DRAFT}/approval", {"version": version + 1, "reason": "试", "key": "c"})

    assert [request.state for request in Request.objects.filter(kind="policy").order_by("id")] == ["refused", "waiting"]
    assert list(PolicyVersion.objects.filter(policy=POLICY).values_list("version", flat=True)) == [1, 2, 3]


def test_a_dropped_draft_is_gone_and_what_is_in_force_stays() -> None:
    client = signed_in("mia", "manager")
    draft_of_file(client, earlier_manager())

    client.post(f"{DRAFT}/drop", {"version": "1", "key": "a"})
    assert PolicyDraft.objects.filter(is_open=True).exists()  # it was asked for once more
    client.post(f"{DRAFT}/drop", {"version": "1", "key": "b", "confirmed": "yes"})

    assert not PolicyDraft.objects.filter(is_open=True).exists()
    assert manual_on(date.max).policies[POLICY].version == 1


def test_a_policy_of_the_houses_own_for_everybody_moves_everybody() -> None:
    client = signed_in("mia", "manager")
    own = preset_text("school").replace("id: school", "id: own-way", 1)

    assert client.post("/policies/new", {"text": own, "for_everybody": "yes", "key": "n"}).status_code == 302
    client.post("/policies/of/own-way/draft/simulation", {"key": "s"})

    assert "3 customers are treated differently" in client.get("/policies/of/own-way/draft/simulation").content.decode()
    taken = client.post("/policies/new", {"text": preset_text("school"), "key": "m"})
    assert (taken.status_code, "There is a policy school already." in taken.content.decode()) == (400, True)


def test_whoever_works_the_list_reads_the_manual_and_writes_nothing() -> None:
    mia, carl = signed_in("mia", "manager"), signed_in("carl", "collector")
    draft_of_file(mia, earlier_manager())

    pages = ("/policies", f"/policies/of/{POLICY}", "/policies/rules")
    assert [carl.get(address).status_code for address in pages] == [200] * 3
    assert "Go on with the draft" not in carl.get(f"/policies/of/{POLICY}").content.decode()
    assert [carl.get(f"{DRAFT}{rest}").status_code for rest in ("", "/file", "/simulation", "/approval")] == [403] * 4
    assert client_posts(carl) == [403] * 5
    assert (PolicyDraft.objects.get().version, PolicySimulation.objects.count()) == (1, 0)


def client_posts(client: Client) -> list[int]:
    addresses = (DRAFT, f"{DRAFT}/file", f"{DRAFT}/simulation", f"{DRAFT}/approval", f"{DRAFT}/drop")
    sent = {"version": "1", "confirmed": "yes", "text": "x"}
    return [client.post(address, sent).status_code for address in addresses]


def test_a_manager_of_one_company_changes_nothing_for_the_whole_house() -> None:
    hired("em", "manager", entity="main")
    client = signed_in("em2", "manager", entity="main")

    assert (client.get("/policies").status_code, client.get(DRAFT).status_code) == (200, 403)


def test_every_role_writes_simulates_and_sends_as_the_table_says() -> None:
    draft_of_file(signed_in("mia", "manager"), earlier_manager())
    doors = {
        "/policies/new": "draft_policy",
        f"{DRAFT}/file": "draft_policy",
        f"{DRAFT}/changes": "draft_policy",
        f"{DRAFT}/simulation": "simulate_policy",
        f"{DRAFT}/approval": "use_policy",
    }
    wrong = []
    for role in ROLES:
        client = signed_in(f"x-{role}", role)
        for address, act in doors.items():
            # Whoever writes may look at the manual in any case; a trainee, say, may do neither.
            if (client.get(address).status_code == 403) == (scope_of(act, role) is not None):
                wrong.append((address, role))

    assert wrong == []


def test_counts_are_of_the_cases_that_somebody_looks_after() -> None:
    carl, boss = signed_in("carl", "collector"), signed_in("bo", "boss")

    def counted(client: Client) -> str:
        row = re.search(r"Standard B2B collection.*?</tr>", client.get("/policies").content.decode(), re.DOTALL)
        assert row is not None
        return re.findall(r'<td class="n">(\d+)</td>', row[0])[0]

    assert (counted(carl), counted(boss)) == ("2", "3")


def test_customers_with_a_policy_of_a_persons_choice_are_named_to_whoever_looks_after_them() -> None:
    until = DAY + timedelta(days=9)
    for customer in ("C-1", "C-2"):
        asked = Overriding(customer, "school", until, f"谈妥 {customer}")
        override_policy(asked, policies=PRESETS, actor=SYSTEM, on=DAY)
    carl, boss = signed_in("carl", "collector"), signed_in("bo", "boss")

    told = [re.findall(r"谈妥 (C-\d)", client.get("/policies/rules").content.decode()) for client in (carl, boss)]

    assert told == [["C-1"], ["C-1", "C-2"]]
