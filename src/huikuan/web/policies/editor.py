"""The fields of one rung and of its steps, filled from a policy, and what a person makes of them.

What is typed goes into the document as it is; whether the document may stand is judged by its reader alone, and what it
finds is said at the field it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, get_args

from huikuan.engine.codes import CHANNELS, ROLES
from huikuan.engine.ladder.document import Action, Policy, Rung, Step
from huikuan.gateways.policies import POLICY_PROBLEMS, PolicyProblem
from huikuan.gateways.policies.editing import NOTHING, RungEdit, steps_written
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.forms import Form
from huikuan.web.refusals import Told

_UNITS = {"": N_("once"), "cal": N_("calendar days"), "wd": N_("working days")}
_YES_NO = {"yes": N_("yes"), "no": N_("no, inside the house")}


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it is drawn; ``was``: what the version in force says, where that differs."""

    name: str
    label: str
    kind: str = "text"
    choices: list[tuple[str, str]] = field(default_factory=list)
    unit: str = ""
    was: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class StepFields:
    """The fields of a step; ``channels``: code, word, whether it is ticked; ``note``: what only the file can change."""

    name: str
    fields: list[Field]
    channels_name: str
    channels: list[tuple[str, str, bool]]
    note: str


@dataclass(frozen=True, slots=True)
class RungFields:
    """The editor of a rung."""

    rung: str
    name: str
    source: str
    clause: str
    own: list[Field]
    steps: list[StepFields]
    words: list[Field]
    note: str


def values_of(rung: Rung, written: list[str]) -> dict[str, list[str]]:
    """Return what stands in the fields of a rung, by name of the field."""
    values = {
        "name_zh": [rung.name["zh"]],
        "name_en": [rung.name["en"]],
        "clause_zh": [rung.clause["zh"]],
        "clause_en": [rung.clause["en"]],
    }
    if rung.from_day is not None:
        values["from_day"] = [str(rung.from_day)]
    for step in rung.steps:
        if step.id in written:
            values |= {f"{step.id}--{name}": value for name, value in _step_values(step).items()}
    return values


def _step_values(step: Step) -> dict[str, list[str]]:
    return {
        "action": [step.action],
        "role": [step.role],
        "approval": [step.approval],
        "channels": list(step.channels),
        "count": [str(step.every.count) if step.every else ""],
        "unit": [step.every.unit if step.every else ""],
        "template": [step.template],
        "amount": [f"{Decimal(step.min_amount):,}" if step.min_amount else ""],
        "requires": [step.requires.step if step.requires else ""],
        "facing": ["yes" if step.customer_facing else "no"],
    }


def rung_fields(policy: Policy, rung_id: str, text: str, form: Form, *, before: Policy | None) -> RungFields:
    """Return the editor of a rung, with what the version in force says where a field differs."""
    rung, words, written = policy.rung(rung_id), form.visit.words, steps_written(text, rung_id)
    was = _was(rung_id, values_of(rung, written), written, before)
    note = "" if written else words.text("Its steps are those of another ladder; they are changed in the file.")
    day = Field("from_day", words.text("Days past the due date"), unit=words.text("calendar days"), was=was("from_day"))
    return RungFields(
        rung=rung_id,
        name=rung.name[words.lang],
        source=words.source(rung.source),
        clause=rung.clause[words.lang],
        own=[day] if rung.from_day is not None else [],
        steps=[_step_fields(step, policy, form, was) for step in rung.steps if step.id in written],
        words=[
            Field("name_zh", words.text("Name in Chinese"), was=was("name_zh")),
            Field("name_en", words.text("Name in English"), was=was("name_en")),
            Field("clause_zh", words.text("What the manual says, in Chinese"), was=was("clause_zh")),
            Field("clause_en", words.text("What the manual says, in English"), was=was("clause_en")),
        ],
        note=note or ("" if rung.from_day is not None else words.text("Begins: {when}", when=words.when(rung.begins))),
    )


def _was(rung_id: str, now: Mapping[str, list[str]], written: list[str], before: Policy | None) -> Any:
    """Return how to find what the version in force says in a field that differs."""
    earlier = next((rung for rung in before.rungs if rung.id == rung_id), None) if before else None
    then = values_of(earlier, written) if earlier else {}

    def was(name: str, choices: Mapping[str, str] | None = None) -> str:
        if name not in then or then[name] == now.get(name):
            return ""
        told = [(choices or {}).get(value, value) for value in then[name]]
        return ", ".join(told) or "—"

    return was


def _step_fields(step: Step, policy: Policy, form: Form, was: Any) -> StepFields:
    words, names = form.visit.words, policy_names(policy, form.visit.words)

    def named(name: str) -> str:
        return f"{step.id}--{name}"

    def choice(name: str, label: str, choices: Mapping[str, str]) -> Field:
        return Field(named(name), label, "choice", list(choices.items()), was=was(named(name), choices))

    roles = {role: words.title("role", role) for role in ROLES}
    fields = [
        choice("action", words.text("What is done"), {act: words.title("action", act) for act in get_args(Action)}),
        choice("role", words.text("By"), roles),
        choice("approval", words.text("Approval"), {"": words.text("not needed"), **roles}),
        Field(named("template"), words.text("Wording"), was=was(named("template"))),
    ]
    if not step.slots:
        units = {unit: words.text(word) for unit, word in _UNITS.items()}
        every = Field(named("count"), words.text("Again after"), was=was(named("count")), optional=True)
        fields += [every, choice("unit", words.text("Counted in"), units)]
    needed = {"": words.text("nothing"), **{one: name for one, name in names.items() if one != step.id}}
    facing = {code: words.text(word) for code, word in _YES_NO.items()}
    fields += [
        Field(named("amount"), words.text("Not below"), "amount", was=was(named("amount")), optional=True),
        choice("requires", words.text("Only after"), needed),
        choice("facing", words.text("Faces the customer"), facing),
    ]
    ticked = form.many(named("channels"))
    return StepFields(
        name=names[step.id],
        fields=fields,
        channels_name=named("channels"),
        channels=[(code, words.title("channel", code), code in ticked) for code in CHANNELS],
        note=words.text("It falls on days of its own; they are changed in the file.") if step.slots else "",
    )


def policy_names(policy: Policy, words: Words) -> dict[str, str]:
    """Return what the steps of a policy are called."""
    names = words.ladder([policy]).steps
    return {step.id: names.get(step.id, step.id) for step in policy.steps}


def edit_of(form: Form, policy: Policy, rung_id: str, text: str) -> RungEdit:
    """Return what the form makes of a rung."""
    rung, written = policy.rung(rung_id), steps_written(text, rung_id)
    entries: dict[str, Any] = {
        "name": {"zh": form.value("name_zh"), "en": form.value("name_en")},
        "clause": {"zh": form.value("clause_zh"), "en": form.value("clause_en")},
    }
    if rung.from_day is not None:
        entries["from_day"] = _plain(form.value("from_day"))
    earlier = values_of(rung, written)
    entries = {name: value for name, value in entries.items() if value != _entry(rung, name)}
    steps = {
        step.id: dict(_step_entries(form, step, {name.removeprefix(f"{step.id}--"): v for name, v in earlier.items()}))
        for step in rung.steps
        if step.id in written
    }
    return RungEdit(rung_id, entries, steps)


def _entry(rung: Rung, name: str) -> Any:
    return {"name": dict(rung.name), "clause": dict(rung.clause), "from_day": rung.from_day}[name]


def _step_entries(form: Form, step: Step, earlier: Mapping[str, list[str]]) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a step that the form changes: what stays is left as its writer put it."""

    def value(name: str) -> str:
        return form.value(f"{step.id}--{name}")

    for name in ("action", "role", "approval", "template"):
        if [value(name)] != earlier[name]:
            yield name, value(name) or NOTHING
    ticked = form.many(f"{step.id}--channels")
    if set(ticked) != set(step.channels):  # those that stay keep their order: it is that of trying them
        kept = [code for code in step.channels if code in ticked]
        yield "channels", [*kept, *(code for code in CHANNELS if code in ticked and code not in kept)]
    every = [value("count"), value("unit")]
    if not step.slots and every != [*earlier["count"], *earlier["unit"]]:
        yield "every", f"{every[0]} {every[1]}".strip() if any(every) else NOTHING
    if [value("amount")] != earlier["amount"]:
        yield "min_amount", str(form.amount(f"{step.id}--amount")) if value("amount") else NOTHING
    if [value("requires")] != earlier["requires"]:
        yield "requires", {"step": value("requires")} if value("requires") else NOTHING
    if [value("facing")] != earlier["facing"]:
        yield "customer_facing", value("facing")


def _plain(text: str) -> int | str:
    return int(text) if text.removeprefix("-").isdecimal() else text


_FIELDS = {"every": "count", "min_amount": "amount", "customer_facing": "facing"}  # entry -> field


def mark_problems(form: Form, problems: list[PolicyProblem]) -> list[Told]:
    """Say at each field what is wrong with it; returns what is about none of them."""
    words, rest = form.visit.words, []
    for problem in problems:
        told = problem_told(problem, words)
        part, _, entry = problem.where.partition(" ")
        name = f"{part}--{_FIELDS.get(entry or problem.value, entry or problem.value)}"
        name = entry if entry in form.typed else name
        if name in form.typed:
            form.mistakes.setdefault(name, told)
        else:
            rest.append(told)
    return rest


def problem_told(problem: PolicyProblem, words: Words, *, with_line: bool = False) -> Told:
    """Return what is wrong with a document and what to do about it."""
    facts = {"where": problem.where, "value": problem.value, "detail": problem.detail}
    sentence, remedy = (words.text(template, **facts) for template in POLICY_PROBLEMS[problem.code])
    if with_line:
        sentence = words.text("line {line}: {message}", line=problem.line, message=sentence)
    return Told(sentence, remedy)
