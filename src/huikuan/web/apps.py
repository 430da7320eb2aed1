"""Registers the pages with Django: their templates, tags and files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """工作台."""

    name = "huikuan.web"
