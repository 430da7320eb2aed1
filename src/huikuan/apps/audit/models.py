"""The audit rows. An entry is written in the transaction of its act; the sealer chains committed entries later.

Sealing apart keeps the acts fast: a chain inside each transaction would make them wait for each other. What may have to
be erased one day (names, phone numbers) stands in ``personal``, of which the chain knows only a salted digest.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One act: who, what, on what, with which facts. A bulk act is one entry."""

    at = models.DateTimeField()
    act_id = models.UUIDField(db_index=True)  # one per act, also when it touches several apps
    act = models.CharField(max_length=60)  # a row of the permission table, or a system's act
    actor_kind = models.CharField(max_length=10)  # person, system, token, portal
    actor_id = models.BigIntegerField(null=True)
    on_behalf_of_id = models.BigIntegerField(null=True)  # a deputy acts for somebody
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    facts = models.TextField()  # canonical JSON: what changed, by ids and figures
    personal = models.TextField(null=True)  # canonical JSON that the erase act may empty
    salt = models.BinaryField(null=True, max_length=16)  # emptied with it
    personal_digest = models.BinaryField(null=True, max_length=32)  # sha256(salt + personal); stays

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id"], name="audit_entry_subject"),
            models.Index(fields=["at"], name="audit_entry_at"),
            models.Index(fields=["act", "id"], name="audit_entry_act"),
            models.Index(fields=["actor_id", "id"], name="audit_entry_actor"),
        ]


class Seal(models.Model):
    """A link of the chain: the digest of one entry, bound to the link before it."""

    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    entry = models.OneToOneField("audit.Entry", on_delete=models.PROTECT, related_name="seal")
    entry_digest = models.BinaryField(max_length=32)
    chain = models.BinaryField(max_length=32)  # sha256(the link before + number + entry_digest)


class Head(models.Model):
    """The end of the chain as it was exported, so that a chain rewritten as a whole shows too."""

    exported_at = models.DateTimeField()
    seal_number = models.BigIntegerField()
    chain = models.BinaryField(max_length=32)
