"""What the options mean: text from the command line becomes a day, a policy, a folder to read. Refusals are Faults."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from huikuan.cli.faults import Fault
from huikuan.cli.speech import LANGUAGES, _
from huikuan.engine.calling.presets import CALLS_PER_HOUR, DEFAULT_CALL_TIMES, PRESETS
from huikuan.gateways import clock

if TYPE_CHECKING:
    from huikuan.engine.assignment import Assignment
    from huikuan.engine.ladder.document import Policy
    from huikuan.engine.plan import Parameters
    from huikuan.engine.statements.document import StatementCycle
    from huikuan.gateways.imports import ReadOptions, Unusable
    from huikuan.gateways.imports.reading import HeaderMapping
    from huikuan.gateways.policies import AssignmentReading, PolicyProblem

Language = Literal["zh", "en"]
DEFAULT_POLICY = "b2b-standard"
CUSTOMER_ORDERS = ("amount", "days", "policy", "customer")
ONE_FILE_SUFFIXES = (".csv", ".json")
FORMATS = ("csv", "json", "xlsx", "html", "parquet")
_DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日")


@dataclass(frozen=True, slots=True)
class Source:
    """What to read and how."""

    folder: Path
    options: ReadOptions


@dataclass(frozen=True, slots=True)
class Times:
    """When to call, and how many an hour: the preset of D-802 and what one person manages (R-167)."""

    preset: str = DEFAULT_CALL_TIMES
    calls_per_hour: int = CALLS_PER_HOUR


DEFAULT_TIMES = Times()


@dataclass(frozen=True, slots=True)
class Ladder:
    """The policies a run may use: the shipped ones and the person's own, which of them is the default, when to call."""

    policies: Mapping[str, Policy]
    default: str
    force: bool
    cycle: StatementCycle | None = None  # beside the ladders, where statements are kept (P-0)
    times: Times = DEFAULT_TIMES
    assignment: Assignment | None = None

    def parameters(self, as_of: date) -> Parameters:
        """Return what a plan of that day is asked for."""
        from huikuan.engine.plan import Parameters

        return Parameters(
            as_of=as_of,
            default_policy=self.default,
            force_policy=self.force,
            statement_cycle=self.cycle,
            call_times=self.times.preset,
            calls_per_hour=self.times.calls_per_hour,
            assignment=self.assignment,
        )


def source(folder: Path, *, encoding: str | None, dates: str | None, mapping: Path | None, currency: str) -> Source:
    """Return the folder with its reading options, each checked before anything is read."""
    from huikuan.engine.money import EXPONENTS
    from huikuan.gateways.imports import ReadOptions

    if not folder.exists():
        raise Fault(
            _("There is no folder {folder}.").format(folder=folder),
            _nearest_sibling(folder) or _("Check the spelling; a path starts from the folder you stand in."),
        )
    if dates not in (None, "dmy", "mdy"):
        raise Fault(
            _("--dates knows dmy and mdy, not {given}.").format(given=dates),
            _("dmy: the day stands first; mdy: the month stands first."),
        )
    if encoding is not None:
        _check_encoding(encoding)
    if currency.upper() not in EXPONENTS:
        raise Fault(
            _("{given} is not a currency code.").format(given=currency), _("Give one of three letters, such as CNY.")
        )
    options = ReadOptions(
        currency=currency.upper(),
        encoding=encoding,
        dates=cast("Literal['dmy', 'mdy'] | None", dates),
        mapping=_header_mapping(mapping) if mapping is not None else {},
    )
    return Source(folder, options)


def folder_missing() -> Fault:
    """Return what to say where a folder to import is not named."""
    return Fault(
        _("{name} is missing.").format(name="FOLDER"),
        _("huikuan import FOLDER, or huikuan import --undo BATCH --reason TEXT."),
    )


def import_needs_no_key() -> Fault:
    """Return what to say where an import is given a key."""
    return Fault(
        _("An import takes no key: the same folder again records nothing."),
        _("Leave --key out; with --undo it names the undoing."),
    )


def refuse_folder_as_customer(given: Path) -> None:
    """Refuse a folder in the customer's place: whoever names only a folder has left the customer out."""
    if given.exists():
        raise Fault(
            _("{folder} is a folder; whom in it shall be explained?").format(folder=given),
            _("Name the customer after the folder."),
        )


def _header_mapping(path: Path) -> HeaderMapping:
    from huikuan.gateways.imports import Unusable, read_mapping

    try:
        return read_mapping(path)
    except Unusable as unusable:
        raise unusable_fault(unusable) from unusable


def unusable_fault(unusable: Unusable) -> Fault:
    """Return the finding that makes an input useless as a sentence with its remedy."""
    from huikuan.gateways.imports.problem_codes import UNUSABLE_INPUTS

    sentence, remedy = UNUSABLE_INPUTS[unusable.code]
    return Fault(_(sentence).format_map(unusable.params), _(remedy).format_map(unusable.params))


def _check_encoding(name: str) -> None:
    try:
        codecs.lookup(name)
    except LookupError:
        raise Fault(
            _("No encoding is called {name}.").format(name=name), _("Usual names are utf-8, gb18030, big5 and utf-16.")
        ) from None


def _nearest_sibling(folder: Path) -> str:
    try:
        names = [entry.name for entry in folder.parent.iterdir() if entry.is_dir()]
    except OSError:
        return ""
    near = get_close_matches(folder.name, names, n=1)
    return _("Did you mean {word}?").format(word=folder.parent / near[0]) if near else ""


def day(given: str | None) -> date:
    """Return the day that was given, else today where the business is."""
    if given is None:
        return clock.business_date()
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(given.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Fault(
        _("{given} is not a day of the calendar.").format(given=given), _("Write it as year-month-day: 2026-11-20.")
    )


def language(given: str) -> Language:
    """Return the language that was given."""
    if given not in LANGUAGES:
        raise Fault(_("--lang knows zh and en, not {given}.").format(given=given), _("zh is Chinese, en is English."))
    return cast("Language", given)


def output_formats(given: str) -> tuple[str, ...]:
    """Return the formats of a comma-separated list, each once, in the house's order."""
    wanted = {part.strip().lower() for part in given.replace("，", ",").split(",") if part.strip()}
    unknown = sorted(wanted - set(FORMATS))
    if unknown or not wanted:
        raise Fault(
            _("--formats does not know {given}.").format(given=", ".join(unknown) or _("an empty list")),
            _("Choose from {known}, with commas between.").format(known=", ".join(FORMATS)),
        )
    return tuple(name for name in FORMATS if name in wanted)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person wants a day to go by instead of what the house has chosen; None: as the house."""

    policy: str | None = None
    force: bool = False
    assign: Path | None = None
    cycle: str | None = None
    call_times: str | None = None
    calls_per_hour: int | None = None


def check_call_times(given: str) -> None:
    """Refuse a preset of call times that there is not."""
    if given not in PRESETS:
        near = get_close_matches(given, PRESETS, n=1)
        raise Fault(
            _("--call-times does not know {given}.").format(given=given),
            _("Did you mean {word}?").format(word=near[0])
            if near
            else _("Choose from {known}.").format(known=", ".join(PRESETS)),
        )


def ladder(
    given: str | None,
    *,
    force: bool,
    assign: Path | None = None,
    cycle: str = "statement-cycle",
    times: Times = DEFAULT_TIMES,
) -> Ladder:
    """Return the policies of a run, the default among them, and who gets which (D-710).

    ``given``: a shipped name, else a file of the person's own; without it the default is the assignment's (R-58).
    ``cycle``: likewise for the statement cycle that runs beside them.
    """
    from huikuan.gateways.policies import preset_policies

    check_call_times(times.preset)
    policies: Mapping[str, Policy] = preset_policies()
    default = given or DEFAULT_POLICY
    if default not in policies:
        own = policy_from_file(Path(default), known=tuple(policies))
        policies, default = {**policies, own.id: own}, own.id
    beside = statement_cycle(cycle)
    if assign is None:
        return Ladder(policies, default, force, beside, times)
    assignment, policies = assignment_from_file(assign, policies)
    default = default if given else assignment.default or default
    return Ladder(policies, default, force, beside, times, assignment)


def assignment_from_file(path: Path, policies: Mapping[str, Policy]) -> tuple[Assignment, Mapping[str, Policy]]:
    """Return the assignment a file holds, and the policies with those that its rules name as files.

    Raises:
        Fault: no such file; or the file has mistakes, each named with its line.
    """
    reading = assignment_reading(path, policies)
    assert reading.assignment is not None
    return reading.assignment, reading.policies


def assignment_reading(path: Path, policies: Mapping[str, Policy]) -> AssignmentReading:
    """Return what an assignment document says and which policies it brings along.

    Raises:
        Fault: no such file; or the file has mistakes, each named with its line.
    """
    from huikuan.cli.mistakes import printed_mistakes
    from huikuan.gateways.policies import read_assignment

    if not path.is_file():
        raise Fault(
            _("There is no assignment document {path}.").format(path=path),
            _("Check the spelling; a path starts from the folder you stand in."),
        )
    reading = read_assignment(path, policies)
    if reading.assignment is None:
        raise Fault(
            _("The assignment document {path} has mistakes:").format(path=path)
            + "\n"
            + printed_mistakes(reading.problems),
            _("huikuan policy check {path} shows them again once you have mended it.").format(path=path),
        )
    return reading


def statement_cycle(given: str) -> StatementCycle:
    """Return the statement cycle of that name, else the one a file holds.

    Raises:
        Fault: no such file; or the file has mistakes, each named with its line.
    """
    from huikuan.gateways.policies import CYCLE_PRESET, preset_cycle, read_cycle

    if given == CYCLE_PRESET:
        return preset_cycle()
    _check_document(Path(given), known=(CYCLE_PRESET,))
    cycle, mistakes = read_cycle(Path(given))
    if cycle is None:
        raise _mistaken(Path(given), mistakes)
    return cycle


def policy_from_file(path: Path, *, known: tuple[str, ...]) -> Policy:
    """Return the policy a file holds.

    Raises:
        Fault: no such file or shipped name; or the file has mistakes, each named with its line.
    """
    from huikuan.gateways.policies import read_policy

    _check_document(path, known=known)
    policy, mistakes = read_policy(path)
    if policy is None:
        raise _mistaken(path, mistakes)
    return policy


def _check_document(path: Path, *, known: tuple[str, ...]) -> None:
    if not path.is_file():
        near = get_close_matches(str(path), known, n=1)
        raise Fault(
            _("There is no policy {name}, neither shipped nor as a file.").format(name=path),
            _("Did you mean {word}?").format(word=near[0])
            if near
            else _("Shipped are {known}; huikuan policy list shows them.").format(known=", ".join(known)),
        )


def _mistaken(path: Path, mistakes: Iterable[PolicyProblem]) -> Fault:
    from huikuan.cli.mistakes import printed_mistakes

    return Fault(
        _("The policy file {path} has mistakes:").format(path=path) + "\n" + printed_mistakes(mistakes),
        _("huikuan policy check {path} shows them again once you have mended it.").format(path=path),
    )


def customer_order(given: str) -> str:
    """Return the order of a list of customers that was given."""
    if given not in CUSTOMER_ORDERS:
        raise Fault(
            _("--sort knows {known}, not {given}.").format(known=", ".join(CUSTOMER_ORDERS), given=given),
            _("amount and days put the largest first."),
        )
    return given


def refuse_output_file(out: Path, *, overwrite: bool) -> None:
    """Refuse a file that cannot be written before the work, rather than after it."""
    if out.suffix.lower() not in ONE_FILE_SUFFIXES:
        raise Fault(
            _("{file} names no format that can be written here.").format(file=out),
            _("Let the name end in .csv or .json."),
        )
    if out.is_dir():
        raise Fault(_("{path} is a folder, not a file.").format(path=out), _("Name a file in it."))
    if out.exists() and not overwrite:
        raise Fault(
            _("The file {file} is there already.").format(file=out),
            _("Give another name with --out, or --overwrite to replace it."),
        )
