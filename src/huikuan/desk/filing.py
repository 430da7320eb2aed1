"""Papers filed with a customer: checked by what they are, kept once, opened on record (R-233)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from huikuan.apps.attachments.selectors import Filed, filed, kept_bytes
from huikuan.apps.attachments.services import attach, keep, written
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.desk.acts import act
from huikuan.desk.naming import named_customer
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About, require

LARGEST_BYTES = 20 * 2**20
_NAME_LENGTH = 120
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# Ending -> how the content begins, and what it is sent back as. An invoice comes as pdf or ofd.
KINDS: Mapping[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-", "application/pdf"),
    "png": (b"\x89PNG", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "ofd": (_ZIP, "application/ofd"),
    "xlsx": (_ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (_ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xls": (_OLE, "application/vnd.ms-excel"),
    "doc": (_OLE, "application/msword"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it was handed in."""

    customer: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Asked:
    customer: str
    name: str
    sha256: str


def file_document(paper: Paper, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Keep a paper with a customer; facts: file, sha256, size_bytes.

    Raises: Refused file_empty, file_too_large, file_kind_unknown, file_is_no, or as every act.
    """
    asked = _Asked(paper.customer, paper.name, hashlib.sha256(paper.content).hexdigest())
    return once("file_document", asked, lambda: _filed(paper, actor, on), actor=actor, key=key)


def _filed(paper: Paper, actor: Actor, on: date) -> Done:
    customer_id = named_customer(paper.customer, actor=actor, on=on)
    about, subject = About(customer_id), Subject("customer", customer_id)
    require("file_document", actor=actor, on=on, about=about)
    name, media_type = _checked(paper)
    with (
        written(paper.content) as content,
        act("file_document", actor=actor, on=on, subject=subject, about=about) as going_on,
    ):
        attach(keep(content, media_type=media_type), name=name, subject=subject, act_id=going_on.batch.act_id)
        going_on.facts = {"sha256": content.sha256, "size_bytes": content.size_bytes}
        going_on.personal = {"name": name}
    return Done(going_on.batch.pk, {"customer": customer_id, **going_on.facts})


def _checked(paper: Paper) -> tuple[str, str]:
    """Return name and media type of a paper that is what its name says."""
    name = PurePath(paper.name.replace("\\", "/")).name.strip()[-_NAME_LENGTH:]
    ending = name.rpartition(".")[2].lower()
    if not paper.content:
        raise Refused("file_empty", name=name)
    if len(paper.content) > LARGEST_BYTES:
        raise Refused("file_too_large", name=name, megabytes=LARGEST_BYTES // 2**20)
    if ending not in KINDS:
        raise Refused("file_kind_unknown", name=name, known=", ".join(KINDS))
    begins, media_type = KINDS[ending]
    if not paper.content.startswith(begins):
        raise Refused("file_is_no", name=name, kind=ending)
    return name, media_type


def opened_document(number: int, *, actor: Actor, on: date) -> tuple[Filed, bytes]:
    """Return a customer's filed paper with its content; who opened it is on record.

    Raises: Refused file_unknown, file_damaged, or as every act.
    """
    found = filed(number, kind="customer")
    require("open_document", actor=actor, on=on, about=About(found.subject_id))
    content, subject = kept_bytes(found.file_no), Subject("customer", found.subject_id)
    record_entry(act_id=uuid.uuid4(), act="open_document", actor=actor, subject=subject, facts={"file": number})
    return found, content
