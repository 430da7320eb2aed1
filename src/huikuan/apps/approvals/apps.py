"""Registers the app with Django."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """审批."""

    name = "huikuan.apps.approvals"
