"""Every address of the pages; one that is missing in the permission test makes it fail."""

from __future__ import annotations

from django.urls import path

from huikuan.web.alerts import views as alerts
from huikuan.web.approvals import views as approvals
from huikuan.web.customers import views as customers
from huikuan.web.disputes import views as disputes
from huikuan.web.portfolio import views as portfolio
from huikuan.web.promises import views as promises
from huikuan.web.receivables import views as receivables
from huikuan.web.session import views as session
from huikuan.web.today import views as today
from huikuan.web.worklist import views as worklist

urlpatterns = [
    path("", today.home, name="home"),
    path("today", today.page, name="today"),
    path("more", today.more, name="more"),
    path("sign-in", session.sign_in, name="sign_in"),
    path("sign-out", session.sign_out, name="sign_out"),
    path("language", session.language, name="language"),
    path("worklist", worklist.listing, name="worklist"),
    path("approvals", approvals.listing, name="approvals"),
    path("approvals/<int:number>", approvals.approval, name="approval"),
    path("promises", promises.listing, name="promises"),
    path("promises/<int:number>", promises.promise, name="promise"),
    path("disputes", disputes.listing, name="disputes"),
    path("disputes/new", disputes.new, name="dispute_new"),
    path("disputes/<int:number>", disputes.dispute, name="dispute"),
    path("alerts", alerts.listing, name="alerts"),
    path("alerts/<int:number>", alerts.alert, name="alert"),
    path("portfolio", portfolio.portfolio, name="portfolio"),
    path("portfolio/cases", portfolio.cases, name="portfolio_cases"),
    path("portfolio/export", portfolio.export, name="portfolio_export"),
    path("customers", customers.listing, name="customers"),
    path("exports/customers", customers.export, name="customers_export"),
    path("receivables", receivables.listing, name="receivables"),
    path("exports/receivables", receivables.export, name="receivables_export"),
    path("customers/<str:customer_id>", customers.customer, name="customer"),
    path("customers/<str:customer_id>/call", customers.call, name="call"),
    path("customers/<str:customer_id>/numbers", customers.numbers, name="numbers"),
]
