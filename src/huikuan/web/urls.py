"""Every address of the pages; one that is missing in the permission test makes it fail."""

from __future__ import annotations

from django.urls import path

from huikuan.web.absences import views as absences
from huikuan.web.alerts import views as alerts
from huikuan.web.approvals import views as approvals
from huikuan.web.audit import views as audit
from huikuan.web.customers import acts as customer_acts
from huikuan.web.customers import views as customers
from huikuan.web.customers.concession import concession
from huikuan.web.disputes import views as disputes
from huikuan.web.imports import views as imports
from huikuan.web.imports import wizard
from huikuan.web.me import views as me
from huikuan.web.people import views as people
from huikuan.web.policies import drafts as policy_drafts
from huikuan.web.policies import simulations as policy_simulations
from huikuan.web.policies import views as policies
from huikuan.web.portfolio import views as portfolio
from huikuan.web.promises import views as promises
from huikuan.web.receivables import views as receivables
from huikuan.web.search import views as search
from huikuan.web.session import views as session
from huikuan.web.settings import views as settings
from huikuan.web.statements import views as statements
from huikuan.web.today import views as today
from huikuan.web.tokens import views as tokens
from huikuan.web.undo import views as undo
from huikuan.web.worklist import pinning, saved
from huikuan.web.worklist import views as worklist

urlpatterns = [
    path("", today.home, name="home"),
    path("today", today.page, name="today"),
    path("more", today.more, name="more"),
    path("sign-in", session.sign_in, name="sign_in"),
    path("sign-in/second", session.second, name="sign_in_second"),
    path("sign-in/provider", session.to_provider, name="sign_in_provider"),
    path("sign-in/back", session.from_provider, name="sign_in_back"),
    path("me", me.me, name="me"),
    path("me/password", me.password, name="me_password"),
    path("me/second-factor", me.second_factor, name="me_second_factor"),
    path("me/sessions", me.end_session, name="me_sessions"),
    path("sign-out", session.sign_out, name="sign_out"),
    path("language", session.language, name="language"),
    path("worklist", worklist.listing, name="worklist"),
    path("worklist/views", saved.keep, name="worklist_views"),
    path("worklist/views/<int:number>", saved.change, name="worklist_view"),
    path("worklist/pin/<int:case_no>", pinning.pin_page, name="worklist_pin"),
    path("worklist/postpone", worklist.postpone, name="worklist_postpone"),
    path("search", search.search, name="search"),
    path("undo", undo.undo, name="undo"),
    path("approvals", approvals.listing, name="approvals"),
    path("approvals/<int:number>", approvals.approval, name="approval"),
    path("promises", promises.listing, name="promises"),
    path("promises/<int:number>", promises.promise, name="promise"),
    path("promises/<int:number>/change", promises.change, name="promise_change"),
    path("disputes", disputes.listing, name="disputes"),
    path("disputes/new", disputes.new, name="dispute_new"),
    path("disputes/<int:number>", disputes.dispute, name="dispute"),
    path("disputes/<int:number>/assign", disputes.assign, name="dispute_assign"),
    path("alerts", alerts.listing, name="alerts"),
    path("alerts/<int:number>", alerts.alert, name="alert"),
    path("alerts/<int:number>/restore", alerts.restore, name="alert_restore"),
    path("statements", statements.listing, name="statements"),
    path("statements/<str:customer_id>/<str:entity>/<str:period>", statements.statement, name="statement"),
    path(
        "statements/<str:customer_id>/<str:entity>/<str:period>/take-back",
        statements.take_back,
        name="statement_take_back",
    ),
    path(
        "statements/<str:customer_id>/<str:entity>/<str:period>/proofs/<int:number>",
        statements.proof,
        name="statement_proof",
    ),
    path("portfolio", portfolio.portfolio, name="portfolio"),
    path("portfolio/cases", portfolio.cases, name="portfolio_cases"),
    path("portfolio/export", portfolio.export, name="portfolio_export"),
    path("customers", customers.listing, name="customers"),
    path("exports/customers", customers.export, name="customers_export"),
    path("receivables", receivables.listing, name="receivables"),
    path("exports/receivables", receivables.export, name="receivables_export"),
    path("settings", settings.hub, name="settings"),
    path("settings/people", people.listing, name="people"),
    path("settings/people/new", people.new, name="person_new"),
    path("settings/people/<int:number>", people.person, name="person"),
    path("settings/people/<int:number>/edit", people.edit, name="person_edit"),
    path("settings/people/<int:number>/last-day", people.last_day, name="person_last_day"),
    path("settings/people/<int:number>/role", people.grant, name="person_role"),
    path("settings/people/<int:number>/password", people.password, name="person_password"),
    path("settings/people/<int:number>/second-factor", people.second_factor, name="person_second_factor"),
    path("settings/sign-in", settings.sign_in_rules, name="sign_in_rules"),
    path("settings/tokens", tokens.listing, name="tokens"),
    path("settings/tokens/new", tokens.new, name="token_new"),
    path("settings/tokens/<int:number>", tokens.token, name="token"),
    path("settings/house", settings.house, name="house"),
    path("settings/codes", settings.codes, name="codes"),
    path("settings/roles", people.roles, name="roles"),
    path("settings/roles/<int:number>/end", people.end_role, name="role_end"),
    path("settings/absences", absences.listing, name="absences"),
    path("settings/absences/new", absences.new, name="absence_new"),
    path("settings/absences/<int:number>", absences.absence, name="absence"),
    path("settings/audit", audit.listing, name="audit"),
    path("settings/audit/<int:number>", audit.one_entry, name="audit_entry"),
    path("settings/audit/verification", audit.verify, name="audit_verify"),
    path("exports/audit", audit.export, name="audit_export"),
    path("standing-in", absences.stand_in, name="stand_in"),
    path("policies", policies.listing, name="policies"),
    path("policies/rules", policies.rules, name="policy_rules"),
    path("policies/new", policy_drafts.new, name="policy_new"),
    path("policies/of/<str:policy_id>", policies.policy, name="policy"),
    path("policies/of/<str:policy_id>/draft", policy_drafts.draft, name="policy_draft"),
    path("policies/of/<str:policy_id>/draft/file", policy_drafts.draft_file, name="policy_draft_file"),
    path("policies/of/<str:policy_id>/draft/changes", policy_drafts.draft_changes, name="policy_draft_changes"),
    path("policies/of/<str:policy_id>/draft/simulation", policy_simulations.simulation, name="policy_simulation"),
    path("policies/of/<str:policy_id>/draft/approval", policy_drafts.send, name="policy_send"),
    path("policies/of/<str:policy_id>/draft/drop", policy_drafts.drop, name="policy_drop"),
    path("policies/of/<str:policy_id>/versions", policies.versions, name="policy_versions"),
    path("policies/of/<str:policy_id>/compare", policies.compare, name="policy_compare"),
    path("imports", imports.listing, name="imports"),
    path("imports/<int:number>", imports.imported, name="import"),
    path("imports/<int:number>/files/<int:place>", imports.file, name="import_file"),
    path("imports/uploads/<int:number>", wizard.upload, name="upload"),
    path("imports/uploads/<int:number>/sheets/<int:place>", wizard.sheet, name="upload_sheet"),
    path("imports/uploads/<int:number>/check", wizard.check, name="upload_check"),
    path("imports/uploads/<int:number>/problems", wizard.problems, name="upload_problems"),
    path("customers/<str:customer_id>", customers.customer, name="customer"),
    path("customers/<str:customer_id>/concession", concession, name="concession"),
    path("customers/<str:customer_id>/call", customers.call, name="call"),
    path("customers/<str:customer_id>/call/dropped", customer_acts.call_dropped, name="call_dropped"),
    path("customers/<str:customer_id>/numbers", customers.numbers, name="numbers"),
    path("customers/<str:customer_id>/files", customer_acts.filing, name="filing"),
    path("documents/<int:number>", customer_acts.document, name="document"),
    path("follow-ups/<int:number>", customer_acts.follow_up_done, name="follow_up_done"),
]
