"""``policy use``, ``policy list`` with a memory, and ``replay``: what they say and how they leave.

| chosen by    | what                       | holds                                            |
|--------------|----------------------------|--------------------------------------------------|
| the operator | remind-1 for all           | from the day named                               |
| max, manager | remind-1 for all           | once gm or boss has said yes                     |
| the operator | a file of version 2        | from the day named, for those who follow it      |
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huikuan.apps.approvals.models import Request
from huikuan.apps.dunning.models import WorklistRow
from huikuan.apps.policies.models import HouseChoice
from huikuan.cli import run
from huikuan.gateways.policies import preset_text
from tests.cli.conftest import Folder
from tests.cli.test_memory_commands import DAY, NEXT, said
from tests.desk.staffed import hired

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HINT = "huikuan policy list shows what holds; huikuan simulate shows beforehand what a change would do."


@pytest.fixture(autouse=True)
def _a_house(folder: Folder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIKUAN_USER", raising=False)
    monkeypatch.setattr("huikuan.cli.manual.memory_is_there", lambda: True)  # the tests' own database
    said(capsys, "import", str(folder()), "--on", DAY)


def in_force(capsys: pytest.CaptureFixture[str], on: str = DAY) -> list[str]:
    lines = said(capsys, "policy", "list", "--on", on)
    return lines[lines.index(f"On {on} the house goes by:") + 1 : -1]


def test_a_house_that_chose_nothing_goes_by_what_ships(capsys: pytest.CaptureFixture[str]) -> None:
    assert in_force(capsys) == [
        "default policy: b2b-standard version 1",
        "assignment: none",
        "statement cycle: statement-cycle version 1",
        "call times: mornings-midweek",
    ]


def test_what_the_operator_chooses_holds_from_its_day(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["policy", "use", "remind-1", "--default", "--from", NEXT, "--on", DAY]
    assert said(capsys, *words) == [f"The house goes by remind-1/1 from {NEXT} on.", HINT]
    assert in_force(capsys)[0] == "default policy: b2b-standard version 1"
    assert in_force(capsys)[4:] == [
        f"From {NEXT} on: policy:remind-1 1",
        f"From {NEXT} on: default_policy remind-1",
    ]
    assert in_force(capsys, NEXT)[0] == "default policy: remind-1 version 1"
    assert said(capsys, *words)[0] == f"The house goes by remind-1/1 already on {NEXT}."


def test_what_a_person_chooses_waits_for_a_second_one(capsys: pytest.CaptureFixture[str]) -> None:
    hired("max", "manager")
    hired("bo", "boss")
    asked = said(capsys, "policy", "use", "remind-1", "--default", "--as", "max", "--on", DAY)
    number = Request.objects.get().pk
    assert asked[0] == f"Recorded: remind-1/1. It takes effect on {DAY} once request {number} is approved."
    assert in_force(capsys)[0] == "default policy: b2b-standard version 1"
    listed = said(capsys, "approvals", "--on", DAY)
    assert listed[2] == f"{number} Policy remind-1/1 general manager {DAY} max waits"
    approved = said(capsys, "approve", str(number), "--as", "bo", "--on", DAY)
    assert approved == [f"Request {number}, Policy remind-1/1: approved by bo on {DAY}."]
    assert in_force(capsys)[0] == "default policy: remind-1 version 1"


def test_a_file_of_ones_own_is_named_with_its_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "ours.yaml"
    own.write_text(preset_text("remind-1").replace("version: 1", "version: 2", 1), encoding="utf-8")
    assert said(capsys, "policy", "use", str(own), "--on", DAY)[0] == f"The house goes by remind-1/2 from {DAY} on."
    assert in_force(capsys)[:2] == [
        "default policy: b2b-standard version 1",
        "policies of its own: remind-1 version 2",
    ]


def test_what_cannot_be_used_is_refused_and_nothing_is_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "policy", "use", "remind", code=2)[0] == (
        "Error: There is no policy remind, neither shipped nor as a file."
    )
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: nothing\n", encoding="utf-8")
    assert said(capsys, "policy", "use", str(broken), code=2)[0] == f"Error: The policy file {broken} has mistakes:"
    early = said(capsys, "policy", "use", "remind-1", "--from", "2001-01-01", "--on", DAY, code=2)
    assert early[0].startswith("Error: remind-1/1 says of itself that it takes effect on ")
    said(capsys, "day", "--on", NEXT)
    before = HouseChoice.objects.count()
    refused = said(capsys, "policy", "use", "remind-1", "--default", "--from", DAY, "--on", NEXT, code=2)
    assert refused[0].startswith("Error: ")
    assert NEXT in refused[0]
    assert HouseChoice.objects.count() == before


def test_a_past_day_made_again_is_equal_or_shows_where_not(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "day", "--on", DAY)
    assert said(capsys, "replay", DAY) == [
        "20 Nov 2026, revision 1, made again from what it saw: 2 rows.",
        "Equal to what was written down then.",
    ]
    row = WorklistRow.objects.order_by("rank")[0]
    row.facts = json.dumps({**json.loads(row.facts), "eligible_minor": 1})  # somebody at the database
    row.save()
    assert run(["replay", DAY]) == 1
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[1:] == [
        "Customer Company Currency Column Written down Made again",
        lines[2],
        "C1 main CNY eligible_minor 1 12000000",
        "Different in 1 places; the program or the facts are not those of that day.",
    ]


def test_a_day_that_was_never_run_or_is_not_ours_to_run_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "replay", DAY, code=2) == [
        f"Error: {DAY} was never run.",
        "Remedy: Name a business date that was run; huikuan worklist shows the newest.",
    ]
    hired("carl", "collector")
    refused = said(capsys, "replay", DAY, "--as", "carl", code=2)
    assert refused[0] == "Error: Your roles do not let you run the day."
