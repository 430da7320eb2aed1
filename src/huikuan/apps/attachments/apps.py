"""Registers the app with Django."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """附件."""

    name = "huikuan.apps.attachments"
