"""What customs records while it looks: what was asked and answered, files handed in, and versions that were amended."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.trade.enclosure import EXTENSIONS
from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import INFORMATION_REQUEST

WANTED = ("information", "amendment")


class InformationRequest(models.Model):
    """A question of an officer, with the last day for its answer; an amendment is asked for in the same way.

    One declaration has no two open questions alike.
    """

    LIFECYCLE: Lifecycle = INFORMATION_REQUEST

    declaration = models.ForeignKey("customs.Declaration", on_delete=models.PROTECT, related_name="requests")
    wanted = models.CharField(max_length=12)
    question = models.TextField()
    law = models.CharField(max_length=200, blank=True)
    answer_by = models.DateField("last day for the answer")
    state = models.CharField(max_length=20, default=INFORMATION_REQUEST.initial)
    asked_by: models.JSONField[Any, Any] = models.JSONField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    closed_by: models.JSONField[Any, Any] = models.JSONField(default=dict)
    closed_at = models.DateTimeField("answered, withdrawn or lapsed", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=INFORMATION_REQUEST.states), name="customs_request_state"),
            models.CheckConstraint(condition=Q(wanted__in=WANTED), name="customs_request_wanted"),
            models.UniqueConstraint(
                fields=["declaration", "wanted", "question"],
                condition=Q(state="open"),
                name="customs_no_two_open_questions_alike",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wanted} {self.declaration_id}"


class Enclosure(models.Model):
    """A file that was handed in, sealed; its digest stays readable. The same file is kept once in one place.

    Only the declarant and the officers of the country open it.
    """

    declaration = models.ForeignKey("customs.Declaration", on_delete=models.PROTECT, related_name="enclosures")
    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="enclosures", null=True, blank=True
    )
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField("bytes")
    digest = models.CharField("SHA-256 of the content", max_length=64)
    sealed = models.BinaryField("the content, readable by this hub only")
    added_by: models.JSONField[Any, Any] = models.JSONField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(media_type__in=tuple(EXTENSIONS)), name="customs_enclosure_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class DeclarationVersion(models.Model):
    """What a declaration said before it was amended, and how it was judged then."""

    declaration = models.ForeignKey("customs.Declaration", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    facts: models.JSONField[Any, Any] = models.JSONField()
    sealed = models.BinaryField("who receives the goods, readable by this hub only", default=bytes)
    assessment: models.JSONField[Any, Any] = models.JSONField(default=dict)
    findings: models.JSONField[Any, Any] = models.JSONField(default=list)
    hits: models.JSONField[Any, Any] = models.JSONField(default=list)
    lane = models.CharField(max_length=6)
    currency = models.CharField(max_length=3)
    duty_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    amended_by: models.JSONField[Any, Any] = models.JSONField("who put another in its place")
    amended_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["declaration", "number"], name="customs_version_once")]

    def __str__(self) -> str:
        return f"{self.declaration_id}/{self.number}"
