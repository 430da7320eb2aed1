"""The next version of a policy: edited rung by rung or as a file, sent for approval, dropped."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from huikuan.apps.policies.selectors import DraftSeen, draft_of, simulation_of_text
from huikuan.desk.drafting import (
    DraftNamed,
    DraftText,
    day_after,
    draft_read,
    drop_draft,
    next_version,
    propose_draft,
    save_draft,
)
from huikuan.desk.manual import manual_on
from huikuan.desk.rights import require
from huikuan.engine.ladder.document import Policy
from huikuan.gateways.policies import PRESETS, preset_text
from huikuan.gateways.policies.editing import steps_written, with_rung, with_rung_behind, without_rung
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.policies.differences import changes, text_lines
from huikuan.web.policies.editor import edit_of, mark_problems, problem_told, rung_fields, values_of
from huikuan.web.policies.ladder import policy_stairs, policy_tabs, tags
from huikuan.web.policies.trial import trial_of
from huikuan.web.policies.views import looking
from huikuan.web.refusals import Told
from huikuan.web.visitors import Visit

LARGEST_FILE = 200_000  # bytes; the longest shipped document has 8,000


class Writing:
    """A policy while its next version is written: what holds, the draft if there is one, and the text to begin with."""

    def __init__(self, policy_id: str, visit: Visit) -> None:
        require("draft_policy", actor=visit.actor, on=visit.business_date)
        manual = manual_on(visit.business_date)
        self.visit, self.policy_id = visit, policy_id
        self.present: Policy | None = manual.policies.get(policy_id)
        self.draft: DraftSeen | None = draft_of(policy_id)
        if self.draft is None and self.present is None:
            raise Http404
        self.text = self.draft.text if self.draft else manual.texts.get(policy_id, "") or preset_text(policy_id)
        read, _problems = draft_read(self.text, visit.business_date)
        if read is None:
            raise Http404
        self.policy: Policy = read

    @property
    def version(self) -> int | None:
        """The version of the draft, None where none was begun."""
        return self.draft.version if self.draft else None

    @property
    def changed(self) -> frozenset[str]:
        """The rungs that differ from the version in force."""
        if self.present is None:
            return frozenset()
        return frozenset(change.rung for change in changes(self.present, self.policy, self.visit.words))

    def page(self, here: str) -> dict[str, object]:
        """Return what stands around every page of a draft."""
        words, draft = self.visit.words, self.draft
        return {
            "policy": self.policy_id,
            "title": self.policy.name[words.lang],
            "tags": tags(self.present, draft, self.visit) if self.present else [],
            "tabs": policy_tabs(self.policy_id, here, draft, self.visit),
            "has_draft": draft is not None,
            "is_waiting": draft is not None and draft.is_waiting,
            "request": draft.request_no if draft else None,
            "was_refused": draft is not None and draft.request_state == "refused",
            "version": draft.version if draft else None,
            "number": f"v{next_version(self.policy_id, self.visit.business_date)}",
        }


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Edit a draft rung by rung."""
    visit = looking(request)
    writing = Writing(policy_id, visit)
    rungs = [rung.id for rung in writing.policy.rungs]
    asked = request.POST.get("rung") or request.GET.get("rung", "")
    rung_id = asked if asked in rungs else next((one for one in rungs if one in writing.changed), rungs[0])
    form = Form.of(visit)
    rest: list[Told] = []
    if form.is_sent:
        text = _edited(form, writing, rung_id)
        read, problems = draft_read(text, visit.business_date)
        rest = mark_problems(form, problems)
        if problems and not form.mistakes:
            form.refusal = rest.pop(0)
        for_everybody = bool(writing.draft and writing.draft.for_everybody)
        whole = DraftText(policy_id, text, form.version, for_everybody, sent=form.typed)
        made = None
        if read is not None:
            made = attempted(form, lambda: save_draft(whole, actor=visit.actor, on=visit.business_date, key=form.key))
        if made is not None and read is not None:
            ids = [one.id for one in read.rungs]
            there = next((one for one in ids if one not in rungs), rung_id if rung_id in ids else ids[0])
            return done(visit, f"{_address(policy_id)}?rung={there}#editor", visit.words.text("The draft is saved."))
    if not form.is_sent and not form.was_kept:
        form.typed = values_of(writing.policy.rung(rung_id), steps_written(writing.text, rung_id))
    return _editor(form, writing, rung_id, rest)


def _address(policy_id: str) -> str:
    return reverse("policy_draft", args=[policy_id])


def _edited(form: Form, writing: Writing, rung_id: str) -> str:
    """Return the document with what the form asks for: the fields of a rung, a new one behind it, or none."""
    act = form.value("act")
    if act == "remove":
        return without_rung(writing.text, rung_id)
    edited = with_rung(writing.text, edit_of(form, writing.policy, rung_id, writing.text))
    if act != "add":
        return edited
    taken = {rung.id for rung in writing.policy.rungs} | {step.id for step in writing.policy.steps}
    new_id = next(f"{rung_id}-{n}" for n in range(2, 100) if f"{rung_id}-{n}" not in taken)
    days = [rung.from_day for rung in writing.policy.rungs]
    place = [rung.id for rung in writing.policy.rungs].index(rung_id)
    day, following = days[place] or 0, days[place + 1] if place + 1 < len(days) else None
    return with_rung_behind(edited, rung_id, new_id, (day + following) // 2 if following else day + 7)


def _editor(form: Form, writing: Writing, rung_id: str, rest: list[Told]) -> HttpResponse:
    visit = form.visit
    addresses = {rung.id: f"{_address(writing.policy_id)}?rung={rung.id}#editor" for rung in writing.policy.rungs}
    stairs = policy_stairs(
        writing.policy,
        visit.words,
        before=writing.present,
        changed=writing.changed,
        here=rung_id,
        addresses=addresses,
    )
    editor = rung_fields(writing.policy, rung_id, writing.text, form, before=writing.present)
    page = {
        **writing.page("policy_draft"),
        "stairs": stairs,
        "editor": editor,
        "rest": rest,
        "both": _both(form, writing, rung_id) if _was_overtaken(form, writing) else [],
    }
    trial = trial_of(writing.draft, visit) if writing.draft else None
    return shown(visit, form, "web/policy_draft.html", {"page": page, "trial": trial})


def _was_overtaken(form: Form, writing: Writing) -> bool:
    return form.is_sent and form.refusal is not None and form.version != writing.version


def _both(form: Form, writing: Writing, rung_id: str) -> list[tuple[str, str, str]]:
    """Return the fields in which what was typed differs from what holds now: label, mine, theirs."""
    words = form.visit.words
    theirs = values_of(writing.policy.rung(rung_id), steps_written(writing.text, rung_id))
    editor = rung_fields(writing.policy, rung_id, writing.text, form, before=None)
    fields = [*editor.own, *(one for step in editor.steps for one in step.fields), *editor.words]
    found = []
    for one in fields:
        mine, holds = form.value(one.name), ", ".join(theirs.get(one.name, []))
        if mine != holds:
            said = dict(one.choices)
            found.append((one.label, said.get(mine, mine) or "—", said.get(holds, holds) or "—"))
    for step in editor.steps:
        mine_too, holds_too = form.many(step.channels_name), tuple(theirs.get(step.channels_name, []))
        if set(mine_too) != set(holds_too):
            said = {code: word for code, word, _ticked in step.channels}
            joint = words.text(", ")
            listed = [joint.join(said.get(code, code) for code in several) for several in (mine_too, holds_too)]
            found.append((words.text("Channels"), listed[0], listed[1]))
    return found


@require_http_methods(["GET", "POST"])
def draft_file(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Edit a draft as the document it is."""
    visit = looking(request)
    writing = Writing(policy_id, visit)
    form = Form.of(visit, text=writing.text)
    return _as_file(form, writing, policy_id)


def _as_file(form: Form, writing: Writing, policy_id: str) -> HttpResponse:
    visit, mistakes = form.visit, list[Told]()
    default = manual_on(visit.business_date).parameters.default_policy
    if form.is_sent:
        text = _given(form)
        for_everybody = form.value("for_everybody") == "yes"
        whole = DraftText(policy_id, text, form.version, for_everybody)
        mistakes = _mistakes(text, visit)
        if mistakes:
            form.refusal = _to_mend(mistakes, visit)
        if attempted(form, lambda: save_draft(whole, actor=visit.actor, on=visit.business_date, key=form.key)):
            return done(visit, _address(policy_id), visit.words.text("The draft is saved."))
    lines = text_lines(writing.text, form.value("text")) if _was_overtaken(form, writing) and not mistakes else []
    page = {**writing.page("policy_draft"), "mistakes": mistakes, "both": lines, "is_default": policy_id == default}
    page["ticked"] = (
        form.value("for_everybody") == "yes" if form.is_sent else bool(writing.draft and writing.draft.for_everybody)
    )
    return shown(visit, form, "web/policy_file.html", {"page": page})


def _given(form: Form) -> str:
    """Return the document that was sent: of a file, if one came, else what was typed."""
    upload = form.visit.FILES.get("file")
    if upload is not None and upload.size and upload.size <= LARGEST_FILE:
        form.typed["text"] = [upload.read().decode("utf-8-sig", errors="replace")]
    return form.value("text").replace("\r\n", "\n").rstrip() + "\n"


def _mistakes(text: str, visit: Visit) -> list[Told]:
    _read, problems = draft_read(text, visit.business_date)
    return [problem_told(problem, visit.words, with_line=True) for problem in problems]


def _to_mend(mistakes: list[Told], visit: Visit) -> Told:
    return Told(visit.words.count("{n} place is to be mended.", "{n} places are to be mended.", len(mistakes)), "")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a policy of the house's own, from a shipped one or a file."""
    visit = looking(request)
    require("draft_policy", actor=visit.actor, on=visit.business_date)
    model = request.GET.get("from", PRESETS[0])
    form = Form.of(visit, text=preset_text(model) if model in PRESETS else "")
    mistakes: list[Told] = []
    if form.is_sent:
        text = _given(form)
        read, _problems = draft_read(text, visit.business_date)
        mistakes = _mistakes(text, visit)
        if read is None:
            form.refusal = _to_mend(mistakes, visit)
        elif read.id in manual_on(visit.business_date).policies:
            form.refusal = Told(
                visit.words.text("There is a policy {id} already.", id=read.id),
                visit.words.text("Give it an id of its own, or write the next version of that one."),
            )
        else:
            made = DraftText(read.id, text, None, form.value("for_everybody") == "yes")
            if attempted(form, lambda: save_draft(made, actor=visit.actor, on=visit.business_date, key=form.key)):
                return done(visit, _address(read.id), visit.words.text("The draft is saved."))
    models = [(name, reverse("policy_new") + f"?from={name}", name == model) for name in PRESETS]
    page = {"mistakes": mistakes, "models": models, "is_default": False, "ticked": form.value("for_everybody") == "yes"}
    return shown(visit, form, "web/policy_new.html", {"page": page})


@require_http_methods(["GET"])
def draft_changes(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Show what a draft changes."""
    visit = looking(request)
    writing = Writing(policy_id, visit)
    if writing.draft is None:
        raise Http404
    present = manual_on(visit.business_date).texts.get(policy_id, "") or ""
    found = changes(writing.present, writing.policy, visit.words) if writing.present else []
    page = {**writing.page("policy_draft_changes"), "changes": found, "lines": text_lines(present, writing.text)}
    page["stairs"] = policy_stairs(writing.policy, visit.words, before=writing.present, changed=writing.changed)
    return shown(visit, Form.of(visit), "web/policy_draft_changes.html", {"page": page})


@require_POST
def drop(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Drop a draft; asked for once more before."""
    visit = looking(request)
    writing, form = Writing(policy_id, visit), Form.of(visit)
    if not form.is_confirmed:
        return shown(visit, form, "web/policy_drop.html", {"page": writing.page("policy_draft")})
    dropped = DraftNamed(policy_id, form.version)
    if attempted(form, lambda: drop_draft(dropped, actor=visit.actor, on=visit.business_date, key=form.key)):
        return done(visit, reverse("policies"), visit.words.text("The draft was dropped; what is in force stays."))
    return shown(visit, form, "web/policy_drop.html", {"page": writing.page("policy_draft")})


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Say once more what is asked for, then ask for the approval."""
    visit = looking(request)
    require("use_policy", actor=visit.actor, on=visit.business_date)
    writing, form = Writing(policy_id, visit), Form.of(visit)
    if writing.draft is None:
        raise Http404
    seen = simulation_of_text(policy_id, writing.draft.sha256, for_everybody=writing.draft.for_everybody)
    was_simulated = seen is not None and seen.state == "done"
    if form.is_sent:
        if not was_simulated:
            form.needed("reason")
        proposed = DraftNamed(policy_id, form.version, form.value("reason"))
        made = attempted(form, lambda: propose_draft(proposed, actor=visit.actor, on=visit.business_date, key=form.key))
        if made:
            said = visit.words.text("Sent for approval: {policy}.", policy=writing.policy.name[visit.words.lang])
            request_no = made.facts.get("request")
            return done(visit, reverse("approval", args=[request_no]) if request_no else reverse("policies"), said)
    present = writing.present
    page = {
        **writing.page("policy_draft"),
        "changes": changes(present, writing.policy, visit.words) if present else [],
        "first_on": visit.words.day_full(day_after(visit.business_date)),
        "was_simulated": was_simulated,
    }
    return shown(visit, form, "web/policy_send.html", {"page": page, "trial": trial_of(writing.draft, visit)})
