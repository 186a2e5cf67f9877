"""Files by their content: the name of a file is the salted digest of what is in it."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """A file that was taken in. ``digest`` is the SHA-256 (hex) of ``salt`` and content, and its name on disk."""

    digest = models.CharField(max_length=64, unique=True)
    salt = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    mime = models.CharField(max_length=100)
    preview = models.BooleanField(default=False)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.mime} {self.digest[:12]}"
