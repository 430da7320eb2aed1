"""The jobs table, which is the outbox: a row written in the transaction of an act is work that will be done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """Work to be done once. Only whoever holds the lease of the present attempt may mark it done."""

    WAITING, RUNNING, DONE, DEAD = "waiting", "running", "done", "dead"

    name = models.CharField(max_length=60)  # a row of config/reactions
    key = models.CharField(max_length=200, null=True)  # at most one job has it: work asked for twice is one job
    payload = models.JSONField()
    state = models.CharField(max_length=8, default=WAITING)
    run_at = models.DateTimeField()
    attempt = models.IntegerField(default=0)  # the fence: a worker that lost its lease has an old number
    attempts_left = models.IntegerField()
    worker = models.CharField(max_length=80, default="")
    lease_until = models.DateTimeField(null=True)
    sending_at = models.DateTimeField(null=True)  # since then something may have left the house
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], name="outbox_job_key_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "dead"]), name="outbox_job_state_known"
            ),
            models.CheckConstraint(
                condition=Q(lease_until__isnull=False) | ~Q(state="running"), name="outbox_running_job_has_lease"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["run_at", "id"], name="outbox_job_waiting", condition=Q(state="waiting")),
            models.Index(fields=["lease_until"], name="outbox_job_running", condition=Q(state="running")),
        ]


class Schedule(models.Model):
    """Work that comes again: each due minute becomes a job with the key ``name@minute``."""

    name = models.CharField(max_length=60, unique=True)
    minute_of_day = models.IntegerField()  # in the zone
    zone = models.CharField(max_length=40)
    every_minutes = models.IntegerField(null=True)  # instead of once a day
    is_paused = models.BooleanField(default=False)
    last_due_at = models.DateTimeField(null=True)
