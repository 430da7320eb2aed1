"""Registers the app with Django."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """客户."""

    name = "huikuan.apps.customers"
