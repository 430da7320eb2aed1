"""``make run``: the sample company in a memory of its own, served in the browser, with a login for each role.

What was done in it stays for the next time; a new day is decided when it begins.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

from huikuan.cli import choices, faults
from huikuan.cli.demo import MARK, check_ours
from huikuan.cli.memory import make_memory
from huikuan.cli.sheet import sheet
from huikuan.cli.speech import N_, _, choose_language, spoken_language, terminal_language

_PASSWORD = "password.txt"  # of all the logins; made anew with each sample company
_LENGTH = 9  # bytes of chance in it


def prepare(into: Path, *, on: date) -> str:
    """Make the sample company's memory below ``into``, or bring it to that day; returns the password of its people.

    Raises: Fault when ``into`` holds something else.
    """
    check_ours(into, _("Give another folder: make run RUN=my-company"))
    into.mkdir(parents=True, exist_ok=True)
    (into / MARK).touch()
    os.environ["HUIKUAN_DATA"] = str((into / "memory").resolve())
    password = into / _PASSWORD  # stands there only once everything before it does
    if not password.is_file():
        _begin(into, on=on)
        password.touch(mode=0o600)
        hire_everybody(word := secrets.token_urlsafe(_LENGTH), on=on)
        password.write_text(word, encoding="utf-8")
    make_memory()
    _decide(on)
    return password.read_text(encoding="utf-8")


def _begin(into: Path, *, on: date) -> None:
    """Write the company and take it into a new memory; what an earlier try left half done goes first."""
    import shutil

    from huikuan.cli.importing import Given, compared
    from huikuan.cli.manual import chosen
    from huikuan.cli.progress import Progress
    from huikuan.gateways.policies import CYCLE_PRESET
    from huikuan.gateways.sample import ladders_beside, write_ladders, write_sample

    for left in ("company", "memory"):
        shutil.rmtree(into / left, ignore_errors=True)
    ladders_beside(into / "company").unlink(missing_ok=True)
    make_memory()
    from huikuan.apps.audit.actors import SYSTEM
    from huikuan.desk.imports import record_import
    from huikuan.desk.using import use

    progress = Progress()
    summary = write_sample(into / "company", as_of=on, progress=progress.under(N_("Writing")))
    source = choices.source(summary.folder, encoding=None, dates=None, mapping=None, currency="CNY")
    _reading, incoming, preview = compared(Given(source, on, name="", is_snapshot=True), progress)
    record_import(incoming, preview, actor=SYSTEM)
    ladders = write_ladders(ladders_beside(summary.folder))
    for document in (str(ladders), CYCLE_PRESET):
        use(chosen(document, as_default=False)[0], first_on=on, actor=SYSTEM, on=on)


def hire_everybody(password: str, *, on: date) -> None:
    """Let the sample company's people work here, all with that password."""
    from huikuan.apps.audit.actors import SYSTEM
    from huikuan.desk import staff
    from huikuan.gateways.sample import EMPLOYEES

    for employee in EMPLOYEES:
        staff.add_person(staff.NewPerson(employee.name, employee.name, employee.team), actor=SYSTEM, on=on)
        staff.grant_role(staff.NewRole(employee.name, employee.role), actor=SYSTEM, on=on)
        staff.set_password(employee.name, password, is_first=False, actor=SYSTEM, on=on)


def _decide(on: date) -> None:
    from huikuan.apps.dunning.selectors import newest_run
    from huikuan.jobs.day import day

    if newest_run(on) is None:
        day(on)


def logins(password: str) -> str:
    """Return the first person of each role, as a sheet."""
    from huikuan.gateways.sample import EMPLOYEES
    from huikuan.gateways.texts import words

    spoken = words(spoken_language())
    first = {employee.role: employee for employee in reversed(EMPLOYEES)}
    rows = [
        [spoken.title("role", employee.role), employee.name, password]
        for employee in EMPLOYEES
        if first[employee.role] == employee
    ]
    return sheet([_("Role"), _("Signs in as"), _("Password")], rows, indent=2)


def main() -> int:
    """Run from the Makefile; becomes the server, or returns the exit code; lets no exception out but Ctrl-C."""
    choose_language(terminal_language(os.environ))
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--into", type=Path, default=Path("run"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args()
    try:
        password = prepare(given.into, on=choices.day(None))
        print(_("A sample company of our own. Everybody in it is invented, and so is what they owe."))
        print(logins(password))
    except (faults.Fault, OSError) as error:
        fault = faults.fault_of(error)
        assert fault is not None
        print(faults.printed_fault(fault), file=sys.stderr)
        return faults.UNUSABLE
    return _serve(given.host, given.port)


def _serve(host: str, port: int) -> NoReturn:
    """Become the server: what was computed here has threads, and its workers must not be forked from those."""
    sys.stdout.flush()
    serve = [sys.executable, "-m", "huikuan", "serve", "--worker", "--host", host, "--port", str(port)]
    os.execv(sys.executable, serve)


if __name__ == "__main__":
    sys.exit(main())
