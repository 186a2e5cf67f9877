"""Take a file in: look at what it really is, put it on disk under its digest, write its row."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from qingdan.records.files import disk
from qingdan.records.files.checking import checked
from qingdan.records.files.models import StoredFile


def store(*, upload: UploadedFile, salt: str, at: datetime) -> StoredFile:
    """Keep an uploaded file; call it inside an act, whose entry then names the digest.

    The same content with the same salt is one file and one row, however often it comes. The salt (hex, one per case)
    keeps a digest from telling that two cases hold the same paper.

    :raises Refused: in the person's words, when the file is empty, too large, disguised or not of a known kind.
    """
    if not salt:
        raise ValueError("a file needs the salt of its case")
    content, kind = checked(upload)
    digest = disk.digest_of(salt, content)
    disk.keep(digest, salt, content)
    stored, _ = StoredFile.objects.get_or_create(
        digest=digest,
        defaults={"salt": salt, "size": len(content), "mime": kind.mime, "preview": kind.preview, "stored_at": at},
    )
    return stored
