"""Runs a command with HUIKUAN_TEST_DATABASE naming a PostgreSQL server: the one that is there, else a private one.

A private server lives in a temporary folder on a free port of this machine and ends with the command. Where there is
neither server nor program to start one, the command is left out with a plain reason; with CI set that is a failure.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_USERS = (getpass.getuser(), "postgres")


def main(command: list[str]) -> int:
    """Run the command; returns its exit code."""
    if given := os.environ.get("HUIKUAN_TEST_DATABASE"):
        return _run(command, given)
    for user in dict.fromkeys(_USERS):
        if _answers(address := f"postgres://{user}@127.0.0.1:5432/postgres"):
            return _run(command, address)
    programs = _programs()
    if programs is None:
        print("PostgreSQL is neither running on 127.0.0.1:5432 nor installed: its tests are left out.")
        return 1 if os.environ.get("CI") else 0
    with _private_server(programs) as address:
        return _run(command, address)


def _run(command: list[str], address: str) -> int:
    return subprocess.run(command, env={**os.environ, "HUIKUAN_TEST_DATABASE": address}, check=False).returncode


def _answers(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _programs() -> Path | None:
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(found) if (folder / "initdb").is_file()), None)


@contextmanager
def _private_server(programs: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="huikuan-postgresql-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        as_user: list[str] = []
        if os.geteuid() == 0:  # the server refuses to be root
            as_user = ["runuser", "-u", "postgres", "--"]
            shutil.chown(folder, "postgres")
        data = Path(folder) / "data"
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
        quiet = {"check": True, "stdout": subprocess.DEVNULL}
        subprocess.run([*as_user, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust"], **quiet)  # type: ignore[call-overload]
        start = [*as_user, programs / "pg_ctl", "-D", data, "-o", options, "-w", "-l", f"{folder}/log", "start"]
        subprocess.run(start, **quiet)  # type: ignore[call-overload]
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*as_user, programs / "pg_ctl", "-D", data, "-m", "fast", "stop"], **quiet)  # type: ignore[call-overload]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
