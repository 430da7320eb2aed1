"""Who acts: a person, the system itself, a token of another system, or a debtor behind a link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["person", "system", "token", "portal"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever is behind an act. A deputy acts as (deputy, on behalf of)."""

    kind: ActorKind
    id: int | None = None
    on_behalf_of: int | None = None


SYSTEM = Actor("system")
