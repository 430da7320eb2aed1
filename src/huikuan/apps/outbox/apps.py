"""Registers the app with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """发件箱."""

    name = "huikuan.apps.outbox"
