"""Pictures of what is sold."""

from __future__ import annotations

from typing import Any

from django.db import models

from entrepot.hub.catalogue.models.products import Family


class Picture(models.Model):
    """A picture of a family. Its content is a file under its own hash, without what the camera wrote beside it.

    `alt` says in words what is to be seen, by language.
    """

    family = models.ForeignKey(Family, models.CASCADE, related_name="pictures")
    digest = models.CharField("SHA-256 of the file", max_length=64, db_index=True)
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField("pixels across")
    height = models.PositiveIntegerField("pixels down")
    size = models.PositiveIntegerField("bytes")
    alt: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["family", "digest"], name="each_picture_once_in_a_family")]

    def __str__(self) -> str:
        return self.digest

    @property
    def address(self) -> str:
        """Where this hub shows it."""
        return f"/pictures/{self.digest}"
