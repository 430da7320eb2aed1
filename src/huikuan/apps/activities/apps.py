"""Registers the app with Django."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """跟进."""

    name = "huikuan.apps.activities"
