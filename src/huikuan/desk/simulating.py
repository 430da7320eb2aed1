"""A draft of a policy lived through on the portfolio of the newest run, before anybody goes by it (D-707).

It rests on what that run saw and on the manual it went by, so that the first day under the present policy is the run's
own plan. The outcome is kept under a key of everything it rests on: the same question is worked out once (R-200). A
small house is answered at once; a large one by a worker, since it takes a minute or more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date

import polars as pl

from huikuan.apps.attachments.selectors import kept_bytes
from huikuan.apps.attachments.services import store_file
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.dunning.selectors import newest_run, run_numbered
from huikuan.apps.intake.bulk import AsSeen
from huikuan.apps.outbox.services import enqueue
from huikuan.apps.policies.selectors import SimulationSeen, simulation_numbered
from huikuan.apps.policies.services import ask_simulation, fail_simulation, finish_simulation, note_progress
from huikuan.desk.acts import act
from huikuan.desk.drafting import open_draft, policies_with
from huikuan.desk.known import as_planned, known_tables, overrides_counting
from huikuan.desk.manual import Manual, manual_of
from huikuan.desk.rights import require
from huikuan.engine.simulate.outcome import TASKS, Assumptions, Side, SideName, Simulation
from huikuan.engine.simulate.papers import Confirming
from huikuan.engine.simulate.simulation import simulated
from huikuan.gateways.kept_tables import MEDIA_TYPE, packed, unpacked

AHEAD = Assumptions()
ROWS_AT_ONCE = 100  # rows of a worklist up to which a simulation takes a few seconds, and nobody waits for a worker
_NOTED_EVERY = 6  # days lived through
_KEPT = ("tasks", "daily", "totals", "movers", "cash", "workload", "payable", "rates", "speeds", "reach")


def simulate_draft(policy: str, *, actor: Actor, on: date) -> SimulationSeen:
    """Ask for the open draft of a policy to be lived through; in a small house it is done when this returns.

    Raises: Refused not_allowed, draft_gone, no_day_yet.
    """
    with act("simulate_policy", actor=actor, on=on, subject=Subject("policy", policy)) as going_on:
        draft, run = open_draft(policy), newest_run()
        if run is None:
            raise Refused("no_day_yet")
        given = asdict(AHEAD)
        key = _key(draft.sha256, str(run.pk), str(draft.for_everybody), str(sorted(given.items())))
        asked = ask_simulation(
            key, draft, run_no=run.pk, on=run.business_date, assumptions=given, act_id=going_on.batch.act_id
        )
        is_small = run.counts["rows"] <= ROWS_AT_ONCE
        if asked.state == "waiting" and not is_small:
            payload = {"simulation": asked.number}
            enqueue("simulate_policy", payload, key=f"simulate_policy/{asked.number}@{asked.asked_at:%H%M%S%f}")
        going_on.facts = {"simulation": asked.number, "draft": draft.sha256, "run": run.pk}
    if is_small:
        simulate_now(asked.number)
    return simulation_numbered(asked.number)


def _key(*parts: str) -> str:
    return hashlib.sha256("/".join(parts).encode()).hexdigest()


def simulate_now(number: int) -> None:
    """Work out a simulation that was asked for, unless it is there; doing it twice gives the same."""
    asked = simulation_numbered(number)
    if asked.state == "done":
        return
    run = run_numbered(asked.run_no)
    manual = manual_of(run)
    seen = AsSeen(run.business_date, run.position, frozenset(run.unseen))
    tables, overrides = known_tables(seen), overrides_counting(run.business_date, seen)
    parameters = as_planned(tables, manual.policies, manual.parameters, overrides)
    sides = _sides(asked, replace(manual, parameters=parameters))

    def noted(done: int, _total: int) -> None:
        if done % _NOTED_EVERY == 0:
            note_progress(number, done)

    note_progress(number, 0)
    try:
        outcome = simulated(tables, sides, parameters, Assumptions(**asked.assumptions), noted)
        file_no = store_file(_content(outcome), media_type=MEDIA_TYPE)
    except Exception:
        fail_simulation(number)  # whoever waits for it is told; the worker says what it was
        raise
    finish_simulation(number, file_no)


def _sides(asked: SimulationSeen, manual: Manual) -> Mapping[SideName, Side]:
    """Return the house as it is, and the house with the draft in the place of the policy."""
    given = manual.parameters
    present = asked.policy if asked.policy in manual.policies else given.default_policy
    a = Side(manual.policies, given.default_policy, given.force_policy, given.assignment, compared=present)
    default = asked.policy if asked.for_everybody else given.default_policy
    b = replace(a, policies=policies_with(manual, asked.policy, asked.text), default=default, compared=asked.policy)
    return {"a": a, "b": b}


def _content(outcome: Simulation) -> bytes:
    confirming = outcome.confirming
    beside = {"middle_draw": [outcome.middle_draw], "last_day": [outcome.last_day]}
    learned = {
        "confirmed": [confirming.confirmed if confirming else None],
        "days": [confirming.days if confirming else None],
        "rate": [confirming.rate if confirming else None],
    }
    kept = {name: getattr(outcome, name) for name in _KEPT}
    return packed({**kept, "beside": pl.DataFrame({**beside, **learned})})


def outcome_of(seen: SimulationSeen, *, viewer: Actor, on: date) -> Simulation:
    """Return what came of a simulation that is done; its first plans and single payments are not kept.

    Raises: Refused not_allowed: it names customers of the whole house.
    """
    require("simulate_policy", actor=viewer, on=on)
    assert seen.file_no is not None, "only a simulation that is done has an outcome"
    tables = unpacked(kept_bytes(seen.file_no))
    run = run_numbered(seen.run_no)
    manual = manual_of(run)
    beside = tables["beside"].row(0, named=True)
    cycle = manual.parameters.statement_cycle
    confirming = None
    if cycle is not None and beside["rate"] is not None:
        confirming = Confirming(cycle, beside["confirmed"], beside["days"], beside["rate"])
    none = pl.DataFrame(schema=dict(TASKS))
    return Simulation(
        as_of=run.business_date,
        last_day=beside["last_day"],
        assumptions=Assumptions(**seen.assumptions),
        sides=_sides(seen, manual),
        first_plans={},
        middle_draw=beside["middle_draw"],
        payments=none,
        confirming=confirming,
        **{name: tables[name] for name in _KEPT},
    )
