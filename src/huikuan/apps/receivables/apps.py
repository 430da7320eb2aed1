"""Registers the app with Django."""

from django.apps import AppConfig


class ReceivablesConfig(AppConfig):
    """应收."""

    name = "huikuan.apps.receivables"
