"""Registers the app with Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """数据接收."""

    name = "huikuan.apps.intake"
