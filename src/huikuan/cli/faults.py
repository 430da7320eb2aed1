"""What went wrong, as a sentence with a remedy: nobody at a terminal is shown a traceback.

    Fault               the person can mend it: exit 2, nothing was written
    Refused             a rule of the house says no: exit 2, nothing was written
    OSError             the machine said no (disk, rights, a missing file): a sentence by its number
    MemoryError         too large for this machine
    anything else       our own mistake: exit 70, named as such, with how to see and report it

Exit codes: 0 done; 1 done under ``--strict`` with rows set aside (R-29); 2 unusable input or usage; 70 our own
mistake; 130 stopped by Ctrl-C; 141 the reader of our output went away, as a shell reports it.
"""

from __future__ import annotations

import errno
import re

from huikuan.apps.audit.errors import Refused
from huikuan.cli.speech import N_, _, spoken_language

DONE, DONE_WITH_PROBLEMS, UNUSABLE, OUR_MISTAKE, INTERRUPTED, READER_GONE = 0, 1, 2, 70, 130, 141


class Fault(Exception):  # noqa: N818 - the fault is in what was given, not in the program
    """Something a person can mend. Both parts are sentences in the terminal's language."""

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy


_BY_ERRNO = {
    errno.ENOSPC: (
        N_("The disk is full: {path}."),
        N_("Free some space or give another folder with --out; nothing half-written is left behind."),
    ),
    errno.EDQUOT: (N_("Your disk quota is used up: {path}."), N_("Free some space or give another folder with --out.")),
    errno.EACCES: (
        N_("No permission for {path}."),
        N_("Ask its owner for the right to it, or use a folder of your own."),
    ),
    errno.EPERM: (
        N_("No permission for {path}."),
        N_("Ask its owner for the right to it, or use a folder of your own."),
    ),
    errno.EROFS: (N_("{path} is on a disk that cannot be written to."), N_("Give another folder with --out.")),
    errno.ENOENT: (N_("{path} does not exist."), N_("Check the spelling; a path starts from the folder you stand in.")),
    errno.ENOTDIR: (N_("A part of {path} is a file, not a folder."), N_("Give another path.")),
    errno.EISDIR: (N_("{path} is a folder, not a file."), N_("Name a file in it.")),
    errno.ENAMETOOLONG: (N_("The name is too long: {path}."), N_("Give a shorter one.")),
    errno.EMFILE: (N_("Too many files are open on this machine."), N_("Close other programs and try again.")),
}


def fault_of(error: Exception) -> Fault | None:
    """Return the sentence for what the machine refused; nothing where the mistake is ours."""
    if isinstance(error, Fault):
        return error
    if isinstance(error, Refused):
        from huikuan.gateways.texts.refusal_words import refusal_sentences

        return Fault(*refusal_sentences(error.code, error.facts, spoken_language()))
    if isinstance(error, MemoryError):
        return Fault(
            _("There is not enough memory for this folder."),
            _("Close other programs, or plan one legal entity at a time."),
        )
    if isinstance(error, OSError):
        sentence, remedy = _BY_ERRNO.get(_number_of(error), (N_("The machine refused: {detail}."), ""))
        path = error.filename if error.filename is not None else _("the output folder")
        return Fault(_(sentence).format(path=path, detail=error.strerror or error), _(remedy) if remedy else "")
    return None


def _number_of(error: OSError) -> int:
    """Return the system's number of the refusal; Polars gives it in its sentence alone."""
    if error.errno is not None:
        return error.errno
    said = re.search(r"\(os error (\d+)\)", str(error))
    return int(said[1]) if said else 0


def printed_fault(fault: Fault) -> str:
    """Return the fault as it stands on the terminal: what is wrong, then what to do."""
    lines = [_("Error: {sentence}").format(sentence=fault.sentence)]
    if fault.remedy:
        lines.append(_("Remedy: {remedy}").format(remedy=fault.remedy))
    return "\n".join(lines)


def printed_mistake(error: BaseException) -> str:
    """Return what to say when the mistake is ours: never a bare traceback."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_name}:{where.tb_lineno}" if where is not None else "?"
    return "\n".join(
        (
            _("Error: Huikuan made a mistake of its own ({kind} in {place}); nothing was written.").format(
                kind=type(error).__name__, place=place
            ),
            _("Remedy: Run it again with HUIKUAN_TRACEBACK=1 set and send us what it prints."),
        )
    )
