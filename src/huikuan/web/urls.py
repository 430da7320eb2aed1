"""Every address of the pages; one that is missing in the permission test makes it fail."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from huikuan.web.approvals import views as approvals
from huikuan.web.customers import views as customers
from huikuan.web.session import views as session
from huikuan.web.worklist import views as worklist

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="worklist"), name="home"),
    path("sign-in", session.sign_in, name="sign_in"),
    path("sign-out", session.sign_out, name="sign_out"),
    path("language", session.language, name="language"),
    path("worklist", worklist.listing, name="worklist"),
    path("approvals", approvals.listing, name="approvals"),
    path("approvals/<int:number>", approvals.approval, name="approval"),
    path("customers/<str:customer_id>", customers.customer, name="customer"),
]
