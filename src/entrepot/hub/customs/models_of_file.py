"""Files that were handed in to customs or to an agency, sealed: what is kept of each, wherever it belongs."""

from __future__ import annotations

from typing import Any

from django.db import models


class SealedFile(models.Model):
    """A file as it is kept: its content sealed, its name, kind, size and digest readable."""

    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField("bytes")
    digest = models.CharField("SHA-256 of the content", max_length=64)
    sealed = models.BinaryField("the content, readable by this hub only")
    added_by: models.JSONField[Any, Any] = models.JSONField()
    added_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
