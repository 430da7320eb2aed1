"""How far a long run has come, on standard error: a moving line on a terminal, else a plain line now and then."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO

from huikuan.cli.speech import _
from huikuan.gateways import clock

_PATIENCE_SECONDS = 2.0
_REDRAW_SECONDS = 0.1


class Progress:
    """Called as ``progress(what, done, total)`` by those who work; says nothing about work that is soon over.

    On a terminal one line moves; elsewhere (a log, a scheduler) each new kind of work gets a plain line, the first
    after two seconds.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._moves = self._stream.isatty()
        self._started = clock.stopwatch()
        self._drawn_at = 0.0
        self._last = ""
        self._width = 0

    def __call__(self, what: str, done: int, total: int, piece: str = "") -> None:
        """Show ``done`` of ``total`` pieces of ``what``; a total of 0 or 1 shows the work alone."""
        now = clock.stopwatch()
        if self._moves:
            if now - self._drawn_at >= _REDRAW_SECONDS or what != self._last:
                count = f" {done:,}/{total:,}" if total > 1 else ""
                self._draw(f"{_(what)}{count} {piece}".rstrip())
                self._drawn_at = now
        elif what != self._last and now - self._started >= _PATIENCE_SECONDS:
            seconds = _("{seconds} s").format(seconds=round(now - self._started))
            print(f"{_(what)} … ({seconds})", file=self._stream, flush=True)
        self._last = what

    def under(self, title: str) -> Callable[[str, int, int], None]:
        """Return a callable that reports pieces, each with a name of its own, as parts of one kind of work."""

        def report(piece: str, done: int, total: int) -> None:
            self(title, done, total, piece)

        return report

    def clear(self) -> None:
        """Take the moving line away, so that what follows starts on an empty one."""
        if self._moves and self._width:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._width = 0

    def _draw(self, line: str) -> None:
        self._stream.write(f"\r\x1b[K{line}")
        self._stream.flush()
        self._width = len(line)
