"""Registers the app with Django."""

from django.apps import AppConfig


class DunningConfig(AppConfig):
    """催收."""

    name = "huikuan.apps.dunning"
