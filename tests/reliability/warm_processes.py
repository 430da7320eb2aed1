"""Processes that are forked from one that has imported everything already, so that a kill costs no second of start-up.

That process has opened no database and run no query: connections, locks and the engine's threads are made after the
fork, as in a process that was started anew.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from tests.reliability.memories import Memory

_STUCK_SECONDS = 60.0  # a command that takes longer says where it stands
ROOT = Path(__file__).parents[2]
_WARM = multiprocessing.get_context("forkserver")
_WARM.set_forkserver_preload(["tests.reliability.warm_imports"])


def started(task: Callable[..., int | None], *given: Any) -> ForkServerProcess:
    """Start a function of a module in a process of its own."""
    process = _WARM.Process(target=_settled, args=(task, *given), daemon=True)
    with_path = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "src"), with_path])
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    try:
        process.start()  # the first start makes the warm process
    finally:
        os.environ["PYTHONPATH"] = with_path
    return process


def command(memory: Memory, words: list[str], said: Path) -> int:
    """Run one command of ``huikuan`` on a memory, to be given to ``started``; its words go to a file."""
    sys.stdout = sys.stderr = said.open("w", encoding="utf-8")  # closed by the end of the process
    faulthandler.dump_traceback_later(_STUCK_SECONDS, file=sys.stderr)
    memory.open_here()
    from huikuan.cli import run

    return run(words)


def _settled(task: Callable[..., int | None], *given: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    code = task(*given)
    sys.stdout.flush()
    os._exit(code or 0)
