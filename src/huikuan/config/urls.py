"""Where everything is: the pages at the root, the interface for systems beside them."""

from __future__ import annotations

from django.urls import include, path

from huikuan.api.root import addresses

urlpatterns = [path("", include("huikuan.web.urls")), path("api/v1/", addresses())]

handler400 = "huikuan.web.faults.unreadable"
handler404 = "huikuan.web.faults.nothing_here"
handler500 = "huikuan.web.faults.our_fault"
