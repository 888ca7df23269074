"""What customs records of risk: the lists of names it screens against, edition by edition."""

from __future__ import annotations

from typing import Any

from django.db import models


class NameList(models.Model):
    """One edition of a list of names, as its publisher put it out. The newest of a list counts; earlier ones stay.

    The entries lie packed in one column: an edition is read whole or not at all, and has up to some 200,000 of them.
    """

    code = models.CharField(max_length=40)
    edition = models.PositiveIntegerField("number of the edition here, from 1")
    title = models.CharField(max_length=200)
    form = models.CharField("form in which it was read", max_length=20)
    digest = models.CharField("hash of what was read", max_length=64)
    published = models.CharField("date that the list itself names", max_length=40, blank=True)
    count = models.PositiveIntegerField("entries")
    packed = models.BinaryField("the entries")
    loaded_at = models.DateTimeField()
    checked_at = models.DateTimeField("when its source was last seen to be the same")
    loaded_by: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["code", "edition"], name="customs_name_list_edition_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.edition}"
