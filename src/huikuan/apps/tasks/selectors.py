"""Answers about tasks."""

from __future__ import annotations

import polars as pl
from django.db import connection

from huikuan.apps.tasks.models import Task
from huikuan.gateways import columns

KEY = ("case_no", "policy", "policy_version", "step", "cycle_on")
_TASKS = {
    "task_no": ("id", pl.Int64),
    "case_no": ("case", pl.Int64),
    "policy": ("policy", pl.String),
    "policy_version": ("policy_version", pl.Int32),
    "step": ("step", pl.String),
    "cycle_on": ("cycle_on", pl.Date),
    "state": ("state", pl.String),
    "role": ("role", pl.String),
    "assignee": ("assignee", pl.String),
    "first_on": ("first_on", pl.Date),
    "postponed_until": ("postponed_until", pl.Date),
    "touched_by": ("touched_by", pl.Int64),
}


def unended_tasks() -> pl.DataFrame:
    """Return the open and postponed tasks: task_no, the key, state, role, assignee, first_on, touched_by …"""
    paths = [path for path, _ in _TASKS.values()]
    rows = Task.objects.filter(state__in=["open", "postponed"]).order_by("id").values_list(*paths)
    return columns.read_table(connection, rows, {name: dtype for name, (_, dtype) in _TASKS.items()})
