"""Questions that a page asks again and again, answered once for as long as somebody looks (R-220).

Who looks and how far they reach is asked by the frame of a page, by its check and by every list on it. While a page is
looked at, an answer stands; where anything is written nothing is kept, so that no act is judged by an old answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def looking() -> Iterator[None]:
    """Keep the answers of marked questions until the end of the block."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def asked_once(question: Callable[_P, _T]) -> Callable[_P, _T]:
    """Mark a question whose answer may stand while somebody looks; its arguments are its key."""

    @wraps(question)
    def asked(*args: _P.args, **named: _P.kwargs) -> _T:
        answers = _answers.get()
        if answers is None:
            return question(*args, **named)
        key = (question, args, tuple(sorted(named.items())))
        if key not in answers:
            answers[key] = question(*args, **named)
        answer: _T = answers[key]
        return answer

    return asked
