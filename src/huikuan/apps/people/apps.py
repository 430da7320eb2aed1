"""Registers the app with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """人员."""

    name = "huikuan.apps.people"
