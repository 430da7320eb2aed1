"""Names for running programs, as leases bear them, and whether one of them has ended."""

from __future__ import annotations

import os
import socket


def this_process() -> str:
    """Return this process' name: the machine and the number that it has there."""
    return f"{socket.gethostname()}:{os.getpid()}"


def has_ended(name: str) -> bool:
    """Tell whether a process certainly runs no more. Of another machine, or where nobody can look, nothing is known."""
    machine, _, number = name.rpartition(":")
    if machine != socket.gethostname() or not number.isdigit() or os.name != "posix":
        return False
    try:
        os.kill(int(number), 0)  # asks, sends nothing
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
