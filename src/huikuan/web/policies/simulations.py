"""A draft lived through on the present portfolio: asked for, watched, and read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huikuan.desk.rights import require
from huikuan.desk.simulating import simulate_draft
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.policies.drafts import Writing
from huikuan.web.policies.trial import MOVERS_SHOWN, trial_of
from huikuan.web.policies.views import looking

_ALL_MOVERS = 1_000


@require_http_methods(["GET", "POST"])
def simulation(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Show how far the simulation of a draft is, or what came of it; ask for it."""
    visit = looking(request)
    require("simulate_policy", actor=visit.actor, on=visit.business_date)
    writing, form = Writing(policy_id, visit), Form.of(visit)
    if writing.draft is None:
        raise Http404
    if form.is_sent:
        asked = attempted(form, lambda: simulate_draft(policy_id, actor=visit.actor, on=visit.business_date))
        if asked is not None:
            is_done = asked.state == "done"
            said = (
                visit.words.text("The simulation is done.")
                if is_done
                else visit.words.text("The simulation is asked for.")
            )
            return done(visit, reverse("policy_simulation", args=[policy_id]), said)
    movers = _ALL_MOVERS if request.GET.get("movers") == "all" else MOVERS_SHOWN
    trial = trial_of(writing.draft, visit, movers=movers)
    page = {
        **writing.page("policy_simulation"),
        "is_going_on": trial is not None and trial.state in ("waiting", "running"),
    }
    return shown(visit, form, "web/policy_simulation.html", {"page": page, "trial": trial})
