"""A company lives a quarter in the memory, and every day is what a folder of the facts told by then would give.

The sample company from September to the end of November: what happened outside comes as daily imports and, of a second
company of ours, as weekly snapshots; people call, promises are kept, half kept, broken and withdrawn, a parent pays for
its subsidiary, a bill is refused, steps are approved and refused, an import is undone, the manual changes in October.
The story keeps its own ledger of all it tells (`tests/stories/quarter`), writes it out as a plain folder each day, and
plans from that.

| each day                            | at the end                                                  |
|-------------------------------------|-------------------------------------------------------------|
| worklist = plan of the ledger       | `as-of` of past evenings says what the day itself said then |
| pauses = those of that plan         | `replay` of them finds no difference                        |
| tasks = the steps it asks for       | the record of all acts is sound                             |
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.dunning.models import Skip
from huikuan.apps.dunning.selectors import newest_run, planned_rows
from huikuan.apps.tasks.models import Task
from huikuan.engine.outcome import Plan
from tests.stories.quarter.events import HAPPENED, begun_quarter
from tests.stories.quarter.house import house_here

EVERY = 2  # of the house days
PAST_DAYS = 10


@pytest.mark.django_db(transaction=True)
def test_every_day_of_a_quarter_is_what_was_known_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIKUAN_LANG", "en")
    monkeypatch.delenv("HUIKUAN_USER", raising=False)
    story = begun_quarter(house_here, tmp_path)
    said_then: dict[date, str] = {}
    for on, said in story.days(every=EVERY):
        assert story.plan is not None
        assert differing(story.plan, on) == [], on
        assert unlike_pauses(story.plan) == set(), on
        assert unlike_tasks(story.plan) == set(), on
        said_then[on] = said
    looked_back = sorted(story.evenings)[-PAST_DAYS:]
    assert len(looked_back) == PAST_DAYS
    for on in looked_back:
        policy = story.evenings[on]
        seen = house_here("as-of", str(on), "--known-on", str(on), "--policy", policy)
        assert figures(seen) == figures(said_then[on]) != [], on
        house_here("replay", str(on))
    house_here("audit", "seal")
    house_here("audit", "verify")
    assert [what for what in HAPPENED if not story.told[what]] == []


def differing(plan: Plan, on: date) -> list[str]:
    """Return the columns in which the day's rows on record differ from the plan's."""
    run = newest_run(on)
    assert run is not None
    rows = planned_rows(run, viewer=SYSTEM)
    if rows.height != plan.worklist.height:
        return [f"{rows.height} rows, not {plan.worklist.height}"]
    return [name for name in plan.worklist.columns if not rows[name].equals(plan.worklist[name])]


def unlike_pauses(plan: Plan) -> set[tuple[str, str, str, str]]:
    """Return customer, entity, document and reason of pauses that run and are not asked for, or the other way round."""
    running = Skip.objects.filter(ended_on__isnull=True)
    names = ("case__customer__code", "case__entity__code", "document_no", "reason")
    asked = plan.skipped.with_columns(pl.col("document_no").fill_null(""))
    return set(running.values_list(*names)) ^ set(
        asked.select("customer_id", "entity", "document_no", "reason").iter_rows()
    )


def unlike_tasks(plan: Plan) -> set[tuple[str, str, str]]:
    """Return the steps that the plan asks for and no task bears, and open tasks that nobody asks for."""
    names = ("case__customer__code", "case__entity__code", "step")
    steps = plan.worklist.select(
        "customer_id", "entity", step=pl.concat_list("step", pl.col("also").fill_null([]))
    ).explode("step")
    asked = set(steps.iter_rows())
    lead = set(plan.worklist.select("customer_id", "entity", "step").iter_rows())
    known = set(Task.objects.exclude(state="withdrawn").values_list(*names))
    ladder = Task.objects.filter(state="open", touched_by=None, policy__in=list(plan.policies))
    return (lead - known) | (set(ladder.values_list(*names)) - asked)


def figures(said: str) -> list[str]:
    """Return the lines with a day's figures."""
    return [line for line in said.splitlines() if line.startswith(("CNY", "Worklist of"))]
