"""Registers the app with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """留痕."""

    name = "huikuan.apps.audit"
