"""Stored files. The bytes lie under the data folder, named by their own digest; the row comes first."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class StoredFile(models.Model):
    """One content; the same bytes are stored once whatever they are called."""

    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()


class Attachment(models.Model):
    """A content in its place: what it was called and what it belongs to."""

    file = models.ForeignKey("attachments.StoredFile", on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=255)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    attached_at = models.DateTimeField()
    act_id = models.UUIDField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"], name="attachment_subject")]
