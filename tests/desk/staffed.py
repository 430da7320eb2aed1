"""A small staffed house for tests: people with roles, and customers that belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.people.models import User
from huikuan.apps.people.services import add_person, grant_role
from huikuan.desk.imports import Import, previewed, record_import
from huikuan.gateways.imports import ReadOptions, read_folder

DAY = date(2026, 11, 20)
RECEIVABLES = """document_no,customer_id,entity,issue_date,due_date,amount
INV-1,C-1,main,2026-10-01,2026-11-01,1000
INV-2,C-2,main,2026-10-01,2026-11-02,2000
INV-3,C-3,east,2026-10-01,2026-11-03,3000
"""
CUSTOMERS = """customer_id,name,owner,collector
C-1,甲公司,rita,carl
C-2,乙公司,rob,cleo
C-3,丙公司,rob,carl
"""


def house(folder: Path) -> None:
    """C-1 (main) is rita's and carl's, C-2 (main) rob's and cleo's, C-3 (east) rob's and carl's."""
    imported(folder, RECEIVABLES, CUSTOMERS)


def imported(folder: Path, receivables: str, customers: str) -> None:
    """Record these two tables as the system does."""
    imported_tables(folder, {"receivables": receivables, "customers": customers})


def imported_tables(folder: Path, tables: Mapping[str, str]) -> None:
    """Record tables as the system does, each given as the text of its CSV file."""
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(rows, encoding="utf-8")
    given = Import(read_folder(folder, ReadOptions()).tables, DAY, "CNY")
    record_import(given, previewed(given), actor=SYSTEM)


def hired(code: str, *roles: str, team: str | None = None, entity: str | None = None) -> Actor:
    """Return a new person with these roles since the day before yesterday."""
    add_person(code, name=code.title(), team=team)
    for role in roles:
        grant_role(code, role, entity=entity, first_on=date(2026, 11, 18), last_on=None)
    return Actor("person", User.objects.get(code=code).pk)
