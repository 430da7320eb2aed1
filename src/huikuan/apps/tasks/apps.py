"""Registers the app with Django."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """任务."""

    name = "huikuan.apps.tasks"
