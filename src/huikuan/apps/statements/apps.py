"""Registers the app with Django."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """对账."""

    name = "huikuan.apps.statements"
