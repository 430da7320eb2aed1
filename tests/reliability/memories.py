"""Empty memories to be worked on and killed: SQLite files, or databases of the server HUIKUAN_TEST_DATABASE names."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

VICTIM = "huikuan-victim"  # how the server knows the connections of a process that may be killed
_GONE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Memory:
    """One memory: ``name`` is its database's file or name, ``server`` the address without the name ('' for SQLite)."""

    folder: Path
    name: str
    server: str

    def open_here(self, *, application: str = VICTIM) -> None:
        """Let this process' Django work on it; no connection may be open yet."""
        from django.conf import settings
        from django.db import connection

        assert connection.connection is None
        settings.DATA_DIR = self.folder
        connection.settings_dict["NAME"] = self.name
        if self.server:
            connection.settings_dict["OPTIONS"]["application_name"] = application

    @contextmanager
    def one_state(self) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
        """Give a function that answers queries, all of them from one state of the database."""
        if self.server:
            with closing(psycopg.connect(self.server, dbname=self.name)) as connection:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                yield lambda query: connection.execute(query).fetchall()
            return
        with closing(sqlite3.connect(self.name, isolation_level=None, timeout=60)) as connection:
            connection.execute("BEGIN DEFERRED")
            yield lambda query: connection.execute(query).fetchall()

    def wait_until_let_go(self) -> None:
        """Return when the server has noticed that killed processes are gone; a file knows at once."""
        if not self.server:
            return
        until = time.monotonic() + _GONE_SECONDS
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND application_name = %s"
        with closing(psycopg.connect(self.server, autocommit=True)) as connection:
            while connection.execute(query, [self.name, VICTIM]).fetchone() != (0,):
                assert time.monotonic() < until, "the server still works for a process that is gone"
                time.sleep(0.01)


class Memories:
    """Makes memories alike: one is made by ``huikuan init``, the others are copies of its database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = os.environ.get("HUIKUAN_TEST_DATABASE", "")
        self.made = 0
        self.first = self._blank("blank")
        if self.server:
            self._at_server("CREATE DATABASE {}", self.first.name)
        from tests.reliability.warm_processes import command, started

        initialized = started(command, self.first, ["init"], folder / "init.txt")
        initialized.join()
        assert initialized.exitcode == 0, (folder / "init.txt").read_text()
        if not self.server:
            with closing(sqlite3.connect(self.first.name)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @property
    def vendor(self) -> str:
        return "PostgreSQL" if self.server else "SQLite"

    def new(self) -> Memory:
        """Return an empty memory."""
        self.made += 1
        memory = self._blank(f"memory-{self.made}")
        if self.server:
            self._at_server("CREATE DATABASE {} TEMPLATE {}", memory.name, self.first.name)
        else:
            shutil.copy(self.first.name, memory.name)
        return memory

    def drop(self, memory: Memory) -> None:
        """Forget a memory."""
        if self.server:
            self._at_server("DROP DATABASE {} WITH (FORCE)", memory.name)
        shutil.rmtree(memory.folder)

    def close(self) -> None:
        """Forget the first one too."""
        self.drop(self.first)

    def _blank(self, name: str) -> Memory:
        folder = self.folder / name
        folder.mkdir()
        if self.server:
            return Memory(folder, f"huikuan_killed_{os.getpid()}_{name.replace('-', '_')}", self.server)
        return Memory(folder, str(folder / "huikuan.sqlite3"), "")

    def _at_server(self, statement: str, *names: str) -> None:
        with closing(psycopg.connect(self.server, autocommit=True)) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
