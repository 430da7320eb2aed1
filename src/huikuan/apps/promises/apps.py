"""Registers the app with Django."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """承诺."""

    name = "huikuan.apps.promises"
