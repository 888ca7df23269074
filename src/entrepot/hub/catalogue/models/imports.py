"""Files of products that sellers brought: how their columns were read, what became of each row, and how to undo it."""

from __future__ import annotations

from typing import Any, Literal

from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycles import IMPORT


class Import(models.Model):
    """One file of products. Nothing of it is in the catalogue before it was started, and it can be undone.

    `mapping` says which column holds which fact and what counts for the whole file; `codes` are those that the seller
    chose for rows without one, by SKU. `done` counts the rows that were answered so far.
    """

    seller = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="imports")
    name = models.CharField(max_length=120)
    content = models.BinaryField("the file as it was handed in")
    digest = models.CharField("SHA-256 of the file", max_length=64)
    shop = models.CharField(max_length=12)
    mapping: models.JSONField[Any, Any] = models.JSONField(default=dict)
    codes: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, default=IMPORT.initial)
    rows = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    brought_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(state__in=IMPORT.states), name="import_state_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def fresh(self) -> Literal["offered", "draft"]:
        """What becomes of products that the catalogue did not have."""
        return "draft" if self.mapping.get("fresh") == "draft" else "offered"

    @property
    def subject(self) -> str:
        """How events name it."""
        return f"import:{self.pk}"


class ImportedRow(models.Model):
    """What became of one row: new, changed, same or refused; and of its undoing.

    `before` and `after` are the product, its family and its state in plain facts, as they stood on either side.
    `opened` is the number of pieces with which the row opened the stock of its product; None where it opened none.
    """

    OUTCOMES = ("new", "changed", "same", "refused", "undone", "kept")

    brought = models.ForeignKey(Import, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    sku = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=8)
    before: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    after: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    findings: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    opened = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["brought", "line"], name="each_line_answered_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["new", "changed", "same", "refused", "undone", "kept"]),
                name="imported_row_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.sku} {self.outcome}"


class NamedPicture(models.Model):
    """A picture that a row of a file names by its address: to be fetched, and what came of it.

    `digest` is the picture that the family shows for it; `added` says that the family did not show it before.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        KEPT = "kept"
        REFUSED = "refused"
        UNDONE = "undone"

    brought = models.ForeignKey(Import, models.CASCADE, related_name="pictures")
    line = models.PositiveIntegerField()
    handle = models.CharField("the family that it shows", max_length=80)
    position = models.PositiveIntegerField()
    address = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    digest = models.CharField(max_length=64, blank=True)
    added = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "next_try"])]
        constraints = [
            models.UniqueConstraint(fields=["brought", "handle", "position"], name="each_named_picture_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "kept", "refused", "undone"]), name="named_picture_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.address


class KeptMapping(models.Model):
    """How a seller read the columns of a file last time, found again by the file's header."""

    seller = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="+")
    header = models.CharField("SHA-256 of the names of the columns", max_length=64)
    mapping: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "header"], name="one_mapping_per_header")]

    def __str__(self) -> str:
        return self.header
