"""Two people at the same thing: whoever comes second is told who was first, and sees both versions (R-190).

What was typed stays in the form, which now bears the newer version: sent again, it is laid over that one knowingly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from huikuan.apps.audit.selectors import actors_of
from huikuan.apps.people.selectors import names_by_number
from huikuan.gateways import clock
from huikuan.web.forms import Form

if TYPE_CHECKING:
    from huikuan.apps.intake.facts import Fact


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of two versions."""

    name: str
    theirs: str
    mine: str

    @property
    def is_one(self) -> bool:
        """Whether the two versions differ here."""
        return self.theirs != self.mine


@dataclass(frozen=True, slots=True)
class Collision:
    """Who was first, and both versions."""

    said: str
    rows: list[Difference]


def collided(form: Form, present: Fact, versions: Sequence[tuple[str, str, str]]) -> Collision | None:
    """Return the two versions where somebody changed a thing while its form was open, else None.

    ``versions``: name, what holds now and what was typed, in words.
    """
    if not form.is_sent or form.version is None or form.version == present.pk:
        return None
    words = form.visit.words
    at = present.batch.recorded_at.astimezone(ZoneInfo(clock.HOUSE_ZONE))
    said = words.text("{who} changed this at {time}.", who=changed_by(present, form), time=f"{at:%H:%M}")
    return Collision(said, [Difference(name, theirs or "—", mine or "—") for name, theirs, mine in versions])


def changed_by(fact: Fact, form: Form) -> str:
    """Return who told a version of something."""
    kind, number = actors_of([fact.batch.act_id]).get(fact.batch.act_id, ("system", None))
    names = names_by_number([number]) if kind == "person" and number else {}
    return names.get(number or 0, form.visit.words.text("the system"))
