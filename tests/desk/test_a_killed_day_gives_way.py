"""A business date belongs to one run at a time; a run that was killed keeps nobody waiting.

| the lease is held by                        | another run                       |
|---------------------------------------------|-----------------------------------|
| a process that runs                         | is refused                        |
| a process that was killed, on this machine  | takes it over; the old one is out |
| a process of another machine                | is refused until the lease ends   |
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import date, timedelta

import pytest

from huikuan.apps.dunning.models import Lease
from huikuan.apps.dunning.services import give_back_lease, holds_lease, take_lease
from huikuan.gateways import clock
from huikuan.gateways.processes import this_process

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def killed_process() -> str:
    """Return the name of a process that was killed while it worked."""
    working = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    working.kill()
    working.wait()
    return f"{socket.gethostname()}:{working.pid}"


def test_a_running_process_keeps_the_day() -> None:
    running = f"{socket.gethostname()}:{os.getppid()}"
    assert take_lease(DAY, running)
    assert not take_lease(DAY, this_process())
    assert holds_lease(DAY, running)


def test_a_killed_process_gives_way_at_once() -> None:
    killed = killed_process()
    assert take_lease(DAY, killed)
    assert take_lease(DAY, this_process())
    assert holds_lease(DAY, this_process())
    assert not holds_lease(DAY, killed)
    give_back_lease(DAY, killed)  # not its any more
    assert Lease.objects.get().holder == this_process()


def test_of_another_machine_nothing_is_known_until_the_lease_ends() -> None:
    elsewhere = killed_process().replace(socket.gethostname(), "another-machine")
    assert take_lease(DAY, elsewhere)
    assert not take_lease(DAY, this_process())
    Lease.objects.update(until=clock.now() - timedelta(seconds=1))
    assert take_lease(DAY, this_process())
