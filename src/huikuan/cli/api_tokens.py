"""``huikuan people token``, ``tokens`` and ``revoke``: with which keys other systems come in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from huikuan.cli.faults import DONE
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.sheet import sheet
from huikuan.cli.speech import _


def issue(code: str, name: str, scopes: Collection[str], *, last_on: date | None, by: str | None, on: date) -> int:
    """Issue a token and print its secret, this once; returns the exit code."""
    open_memory()
    from huikuan.desk import staff

    issued = staff.issue_token(code, name, scopes, last_on=last_on, actor=acting(by), on=on)
    print(_("Token {number} for {name}, acting as {code}:").format(number=issued.number, name=name, code=code))
    print(issued.secret)
    print(_("It is shown only now. huikuan people revoke {number} closes it.").format(number=issued.number))
    return DONE


def print_tokens(*, by: str | None, on: date) -> int:
    """Print every token; returns the exit code."""
    open_memory()
    from huikuan.desk import staff

    rows = [
        [
            str(token.number),
            token.person,
            token.name,
            ", ".join(token.scopes),
            token.issued_on.isoformat(),
            str(token.last_on or ""),
            str(token.revoked_on or ""),
        ]
        for token in staff.tokens_seen(viewer=acting(by), on=on)
    ]
    heads = [_("No."), _("Acts as"), _("System"), _("Scopes"), _("Issued on"), _("Last day"), _("Revoked on")]
    print(sheet(heads, rows, right={0}) if rows else _("No token was issued yet; huikuan people token issues one."))
    return DONE


def revoke(number: int, *, by: str | None, on: date) -> int:
    """Close a token; returns the exit code."""
    open_memory()
    from huikuan.desk import staff

    staff.revoke_token(number, actor=acting(by), on=on)
    print(_("Token {number} opens nothing any more.").format(number=number))
    return DONE
