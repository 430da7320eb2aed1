"""Speaks to operators. ``huikuan plan`` needs no database; every error is a sentence with a remedy."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

# Tables of a million rows come and go by the dozen. Memory handed back to the system between two of them has to be
# asked for again page by page, which took a fifth of a plan's time; so it is kept for ten seconds. Polars reads this
# when it is imported; whoever sets the variable decides for himself.
_KEPT_MEMORY = "narenas:1,oversize_threshold:0,dirty_decay_ms:10000,muzzy_decay_ms:10000"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code (see ``faults``)."""
    os.environ.setdefault("_RJEM_MALLOC_CONF", _KEPT_MEMORY)
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run one command; returns its exit code and lets no exception out."""
    from huikuan.cli import faults
    from huikuan.cli.speech import choose_language, terminal_language

    _soften_streams()
    choose_language(terminal_language(os.environ, arguments))
    try:
        code = _command_code(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _stopped()
    except BrokenPipeError:
        _forget_output()
        return faults.READER_GONE
    except Exception as error:
        fault = faults.fault_of(error)
        if os.environ.get("HUIKUAN_TRACEBACK"):
            raise
        print(faults.printed_fault(fault) if fault else faults.printed_mistake(error), file=sys.stderr)
        return faults.UNUSABLE if fault else faults.OUR_MISTAKE
    return code


def _command_code(arguments: list[str]) -> int:
    import typer
    from typer._click.exceptions import NoArgsIsHelpError, UsageError

    from huikuan.cli.app import command_tree
    from huikuan.cli.usage import usage_fault

    tree = command_tree()
    try:
        # Not tree.main(): that would swallow a broken pipe as exit code 1, which here means something else.
        with tree.make_context("huikuan", arguments) as context:
            answer = tree.invoke(context)
    except NoArgsIsHelpError as error:
        print(error.format_message())
        return 2
    except UsageError as error:
        raise usage_fault(error) from error
    except typer.Exit as leaving:
        return leaving.exit_code
    return answer if isinstance(answer, int) else 0


def _stopped() -> int:
    from huikuan.cli import faults
    from huikuan.cli.speech import _

    print("\n" + _("Stopped; nothing half-written is left behind."), file=sys.stderr)
    return faults.INTERRUPTED


def _soften_streams() -> None:
    # A terminal in an old encoding shows a question mark for a sign it lacks rather than failing half-way.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _forget_output() -> None:
    # Python flushes standard output once more at exit; the reader has gone, so let that go nowhere.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
