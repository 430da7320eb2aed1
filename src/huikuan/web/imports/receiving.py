"""Takes files in: to the disk, part by part, and only from whoever is signed in, on pages that take some, up to a size.

What is not taken is read past and thrown away, so that the page can answer with a sentence.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.urls import reverse

from huikuan.apps.audit.errors import Refused
from huikuan.desk.upload_sheets import Sent
from huikuan.gateways.uploads import ALL_BYTES
from huikuan.web.visitors import Visit

_ALLOWANCE = 64 * 1024  # of the other fields and the frames between files


class BoundedUploads(TemporaryFileUploadHandler):
    """The one handler of uploads (settings)."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Take a file, or let it pass by. Raises: SkipFile."""
        visit = cast(Visit, self.request)
        takes_files = visit.path.startswith((reverse("imports"), "/statements/", "/customers/"))
        if not takes_files or not visit.user.is_authenticated or is_too_large(visit):
            raise SkipFile
        super().new_file(*args, **kwargs)


def is_too_large(visit: Visit) -> bool:
    """Tell whether a request carries more than is taken at once."""
    length = visit.META.get("CONTENT_LENGTH") or "0"
    return int(length) > ALL_BYTES + _ALLOWANCE if length.isdecimal() else True


@contextmanager
def files_sent(visit: Visit) -> Iterator[list[Sent]]:
    """Yield the files of a request with the names that their sender gave them.

    Raises: Refused upload_too_large.
    """
    if is_too_large(visit):
        raise Refused("upload_too_large", megabytes=ALL_BYTES // 1024**2)
    files = [cast(TemporaryUploadedFile, file) for file in visit.FILES.getlist("files")]
    yield [Sent(file.name or "", Path(file.temporary_file_path())) for file in files]


@contextmanager
def sample_files(visit: Visit) -> Iterator[list[Sent]]:
    """Yield the files of the sample company, as of today."""
    from huikuan.gateways.sample import write_sample

    folder = Path(tempfile.mkdtemp(prefix="huikuan-sample-"))
    try:
        write_sample(folder, as_of=visit.business_date)
        yield [Sent(path.name, path) for path in sorted(folder.iterdir()) if path.is_file()]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
