"""The quarter itself: every house day brings imports and the day's worklist; what people did about it is in ``events``.

Whatever is told to the house is told to the story's ledger too, each in its own words. Nothing here looks into the
house: what is asked of people is read from the plan that the ledger gives.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from huikuan.engine.assignment import Assignment, Override
from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.imports import ReadOptions, read_folder
from huikuan.gateways.policies import preset_cycle, preset_policies
from tests.stories.quarter.house import House
from tests.stories.quarter.ledger import Ledger, Row, write_tables
from tests.stories.quarter.life import FIRST, SOUTH, Life, house_days

EVENING_EVERY = 3  # worked days after which the day is run once more in the evening, on all that it brought
Event = Callable[["Quarter", int, date], None]


@dataclass
class Quarter:
    """The house, the story's ledger, and what the story itself remembers of what people chose."""

    house: House
    root: Path
    life: Life
    events: Mapping[str, Event]
    tell: Callable[[str, str], None] = lambda _title, _said: None  # a heading and what the house said
    ledger: Ledger = field(default_factory=Ledger)
    to_pay: list[tuple[date, Row]] = field(default_factory=list)  # money that promises lead to, and when it comes
    default_policy: str = "b2b-standard"
    overrides: list[tuple[date, Override]] = field(default_factory=list)  # since when
    noted: dict[str, Any] = field(default_factory=dict)  # what one event leaves for a later one
    told: Counter[str] = field(default_factory=Counter)  # what happened -> how often
    told_last: date | None = None
    evenings: dict[date, str] = field(default_factory=dict)  # on which the day was run once more -> default policy
    plan: Plan | None = None  # today's, as the ledger has it

    def days(self, *, every: int = 1) -> Iterator[tuple[date, str]]:
        """Live the quarter; give each run of a day with what the house said of it."""
        for number, on in enumerate(house_days()):
            if number % every:
                continue
            self._news(on)
            self.plan = self.planned(on)
            yield on, self._said("day", "--on", str(on))
            for event in self.events.values():
                event(self, number // every, on)
            if (number // every) % EVENING_EVERY == EVENING_EVERY - 1:
                self.plan = self.planned(on)
                yield on, self._said("day", "--on", str(on))
                self.evenings[on] = self.default_policy

    def planned(self, on: date) -> Plan:
        """Return the plan of a day by the ledger alone: its rows as a folder, read and planned as any folder."""
        folder = self.root / f"known-{on}"
        self.ledger.write(folder, on)
        tables = read_folder(folder, ReadOptions()).tables
        parameters = Parameters(as_of=on, default_policy=self.default_policy, statement_cycle=preset_cycle())
        counting = tuple(override for since, override in self.overrides if since <= on <= override.until)
        if counting:
            parameters = replace(parameters, assignment=Assignment("", 0, overrides=counting))
        if tables.statements.is_empty():
            parameters = replace(parameters, statement_cycle=None)
        return plan_day(tables, preset_policies(), parameters)

    def worklist(self) -> list[dict[str, Any]]:
        """Return today's rows, best first."""
        assert self.plan is not None
        return self.plan.worklist.to_dicts()

    def _news(self, on: date) -> None:
        news = self.life.news(on, self.told_last)
        self.told_last = on
        came = [row for day, row in self.to_pay if day <= on]
        self.to_pay = [(day, row) for day, row in self.to_pay if day > on]
        news["payments"] = [*news.get("payments", []), *came]
        self.bring(news, on)
        if on == FIRST or on.isoweekday() == 5:
            documents = self.life.open_in_south(on)
            folder = self.root / f"south-{on}"
            write_tables(folder, {"receivables": documents})
            self._said("import", str(folder), "--snapshot", "--on", str(on))
            self.told["settled, cause unknown"] += len(self.ledger.hear_snapshot(documents, SOUTH, on))
            self.told["snapshots"] += 1

    def bring(self, news: Mapping[str, list[Row]], on: date, name: str = "news") -> str:
        """Import a folder that adds and corrects; returns what the house said."""
        news = {table: rows for table, rows in news.items() if rows}
        if not news:
            return ""
        folder = self.root / f"{name}-{on}"
        write_tables(folder, news)
        said = self._said("import", str(folder), "--on", str(on))
        self.ledger.hear(dict(news), on)
        self.told["imports"] += 1
        return said

    def act(self, what: str, *words: str) -> str:
        """Do something and count it; returns what the house said."""
        self.told[what] += 1
        return self._said(*words)

    def _said(self, *words: str) -> str:
        said = self.house(*words)
        self.tell(shlex.join(words), said)
        return said
