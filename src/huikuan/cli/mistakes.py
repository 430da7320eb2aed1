"""Mistakes in documents that people wrote, as lines for the terminal: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from huikuan.cli.speech import _
from huikuan.gateways.policies import POLICY_PROBLEMS

if TYPE_CHECKING:
    from huikuan.gateways.policies import PolicyProblem


def printed_mistakes(mistakes: Iterable[PolicyProblem]) -> str:
    """Return each mistake with its line and what to do about it."""
    lines = []
    for mistake in mistakes:
        facts = {"where": mistake.where, "value": mistake.value, "detail": mistake.detail}
        message, remedy = (_(template).format_map(facts) for template in POLICY_PROBLEMS[mistake.code])
        lines.append(_("line {line}: {message}").format(line=mistake.line, message=message))
        lines.append("    " + _("Remedy: {remedy}").format(remedy=remedy))
    return "\n".join(lines)
