"""Registers the app with Django."""

from django.apps import AppConfig


class CashConfig(AppConfig):
    """收款核销."""

    name = "huikuan.apps.cash"
