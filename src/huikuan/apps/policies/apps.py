"""Registers the app with Django."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """策略."""

    name = "huikuan.apps.policies"
