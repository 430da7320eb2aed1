"""Mistakes in the command line itself, said in the house's words instead of the parser's."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from huikuan.cli.faults import Fault
from huikuan.cli.speech import _

if TYPE_CHECKING:
    from typer._click.exceptions import UsageError


def usage_fault(error: UsageError) -> Fault:
    """Return the fault for what the parser refused, with where to look."""
    # The classes live in a private module of typer; their names and fields are all we lean on.
    kind = type(error).__name__
    path = error.ctx.command_path if error.ctx is not None else "huikuan"
    remedy = _("{command} --help shows how it is used.").format(command=path)
    if kind == "NoSuchOption":
        option = str(getattr(error, "option_name", ""))
        known = [name for parameter in _parameters(error) for name in parameter]
        return Fault(_("There is no option {option}.").format(option=option), _nearest(option, known) or remedy)
    if kind == "MissingParameter":
        return Fault(_("{name} is missing.").format(name=_named(error)), remedy)
    if kind == "BadOptionUsage":
        return Fault(_("{option} needs a value.").format(option=getattr(error, "option_name", "")), remedy)
    if kind == "BadParameter":
        unusable = _("{name} is not usable: {message}").format(name=_named(error), message=error.message)
        return Fault(_number_wanted(error) or unusable, remedy)
    return Fault(
        _unknown_command(error) or _("The command cannot be read: {message}").format(message=error.message), remedy
    )


def _parameters(error: UsageError) -> list[list[str]]:
    if error.ctx is None:
        return []
    return [[*parameter.opts] for parameter in error.ctx.command.params if parameter.param_type_name == "option"]


def _named(error: UsageError) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return _("An argument")
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    return str(parameter.metavar or parameter.name).upper()


def _number_wanted(error: UsageError) -> str:
    """Return which numbers an argument takes; nothing where it takes no number."""
    parameter = getattr(error, "param", None)
    if getattr(getattr(parameter, "type_descriptor", None), "annotation", None) is not int:
        return ""
    least, most = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if least is None:
        return _("{name} takes a whole number.").format(name=_named(error))
    if most is None:
        return _("{name} takes a whole number of at least {least}.").format(name=_named(error), least=least)
    return _("{name} takes a whole number from {least} to {most}.").format(name=_named(error), least=least, most=most)


def _nearest(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=1)
    return _("Did you mean {word}?").format(word=near[0]) if near else ""


def _unknown_command(error: UsageError) -> str:
    group = error.ctx.command if error.ctx is not None else None
    commands = list(getattr(group, "commands", {}))
    if not commands:
        return ""
    quoted = error.message.split("'")
    if len(quoted) < 2:
        return _("Say which of these to do: {commands}.").format(commands=", ".join(commands))
    near = _nearest(quoted[1], commands)
    sentence = _("There is no command {command}.").format(command=quoted[1])
    return f"{sentence} {near}".strip()
