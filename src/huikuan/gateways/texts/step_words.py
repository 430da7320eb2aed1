"""What steps and rungs are called: by the policy documents in use, which carry their own words.

Named here are the steps that come from facts and stand in no ladder, and those of the shipped ladders whose document
leaves them the name of their rung.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huikuan.engine.ladder.document import Policy
from huikuan.gateways.texts.catalogue import N_, Language

STEP_WORDS = {
    "lock-warning": N_("Warning before the lock"),
    "lawyer-letter": N_("Lawyer's letter"),
    "payment-notice": N_("Payment notice"),
    "verify": N_("Verify payment"),
    "promise": N_("Follow up promise"),
}


@dataclass(frozen=True, slots=True)
class LadderWords:
    """The words of the steps and rungs of the policies in use, by id; where two share an id, the first one's."""

    steps: Mapping[str, str]
    rungs: Mapping[str, str]


def ladder_words(policies: Iterable[Policy], lang: Language) -> LadderWords:
    """Return the words that the policies give their steps and rungs."""
    steps: dict[str, str] = {}
    rungs: dict[str, str] = {}
    for policy in policies:
        for rung in policy.rungs:
            rungs.setdefault(rung.id, rung.name[lang])
            for step in rung.steps:
                if step.name != rung.name or step.id not in STEP_WORDS:
                    steps.setdefault(step.id, step.name[lang])
    return LadderWords(steps, rungs)
