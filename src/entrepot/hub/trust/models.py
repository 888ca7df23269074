"""What is said against goods in the shop, and what the operators of this hub did about it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import MEASURE

KINDS = ("unsafe", "counterfeit", "prohibited", "other")
OUTCOMES = ("taken-down", "kept")
GROUNDS = ("law", "terms")


class Measure(models.Model):
    """A decision on one listing with its statement of reasons: taken down or kept, and what became of an appeal.

    `peer` names the hub that took the measure on goods of ours there; then it is only kept here for their seller.
    """

    LIFECYCLE: Lifecycle = MEASURE

    number = models.CharField(max_length=40, unique=True)
    key = models.CharField("of the listing", max_length=250, db_index=True)
    seller_code = models.CharField(max_length=60, db_index=True)
    hub = models.CharField("that sells it; blank for ours", max_length=120, blank=True)
    peer = models.CharField("that took the measure; blank for us", max_length=120, blank=True)
    title = models.CharField(max_length=250)
    kind = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12)
    ground = models.CharField(max_length=6)
    clause = models.CharField("of the law or the terms", max_length=200)
    facts = models.TextField("what was found")
    decided_by: models.JSONField[Any, Any] = models.JSONField()
    decided_at = models.DateTimeField()
    appeal_by = models.DateTimeField()
    state = models.CharField(max_length=12, default=MEASURE.initial)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField("of who decided the appeal", blank=True)
    second_by: models.JSONField[Any, Any] = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MEASURE.states), name="measure_state_known"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="measure_kind_known"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="measure_outcome_known"),
            models.CheckConstraint(condition=Q(ground__in=GROUNDS), name="measure_ground_known"),
        ]

    def __str__(self) -> str:
        return self.number


class Notice(models.Model):
    """What somebody says against a listing: anyone, an authority (`trusted`, looked at first), or a peer hub.

    Words and the way to reach the notifier are sealed; `said` is their keyed digest, so that the same is kept once.
    """

    key = models.CharField("of the listing", max_length=250, db_index=True)
    seller_code = models.CharField(max_length=60)
    hub = models.CharField("that sells it; blank for ours", max_length=120, blank=True)
    title = models.CharField(max_length=250)
    kind = models.CharField(max_length=12)
    told = models.BinaryField("words and contact, sealed")
    said = models.CharField(max_length=64, unique=True)
    trusted = models.BooleanField(default=False)
    party = models.CharField("authority that speaks", max_length=60, blank=True)
    peer = models.CharField("hub that speaks", max_length=120, blank=True)
    received_at = models.DateTimeField()
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="notices")

    class Meta:
        ordering = ["-trusted", "received_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=KINDS), name="notice_kind_known")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
