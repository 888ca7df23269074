"""Appeals: what a declarant brings against a decision, and what another officer made of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import APPEAL


class Appeal(models.Model):
    """An appeal against one decision, within the days that the law gives; a decision has one that stands."""

    LIFECYCLE: Lifecycle = APPEAL

    declaration = models.ForeignKey("customs.Declaration", on_delete=models.PROTECT, related_name="appeals")
    decision = models.ForeignKey("customs.Decision", on_delete=models.PROTECT, related_name="appeals")
    grounds = models.TextField()
    last_day = models.DateField("last day on which it could be lodged")
    state = models.CharField(max_length=12, default=APPEAL.initial)
    lodged_by: models.JSONField[Any, Any] = models.JSONField()
    lodged_at = models.DateTimeField()
    reason = models.TextField("of the ruling", blank=True)
    law = models.CharField(max_length=200, blank=True)
    duty_minor = models.BigIntegerField("duty due instead", null=True, blank=True)
    tax_minor = models.BigIntegerField("tax due instead", null=True, blank=True)
    closed_by: models.JSONField[Any, Any] = models.JSONField(default=dict)
    closed_at = models.DateTimeField("ruled on, or withdrawn", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=APPEAL.states), name="customs_appeal_state"),
            models.UniqueConstraint(
                fields=["decision"], condition=~Q(state="withdrawn"), name="customs_one_standing_appeal"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("lodged", "withdrawn")) | (~Q(law="") & ~Q(reason="")),
                name="customs_ruling_by_law_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.state}"
