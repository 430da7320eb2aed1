"""Registers the app with Django."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """争议."""

    name = "huikuan.apps.disputes"
