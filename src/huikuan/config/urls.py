"""Where everything is: the pages at the root; the interface for systems will stand beside them."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("huikuan.web.urls"))]
