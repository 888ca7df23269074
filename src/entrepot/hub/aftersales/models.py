"""What follows a sale: goods sent back, disputes, ratings, and the files that belong to them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import SALE_RETURN

REASONS = ("changed-mind", "damaged", "wrong-goods", "not-as-described", "late")
FAULTS = ("damaged", "wrong-goods", "not-as-described")
"""Reasons that say something is wrong with the goods: they are to be described, and the longer window counts."""


class Return(models.Model):
    """Goods of one consignment that its buyer sends back. Both hubs keep it; the one with the order decides.

    `lines` are `[{"line", "sku", "pieces"}]`, by the place of the goods in the consignment. The amounts are what was
    given back, in the currency of the order; `customs` says what became of the duty: applied, undone, or why not.
    """

    LIFECYCLE: Lifecycle = SALE_RETURN

    number = models.CharField(max_length=48, unique=True)
    ucr = models.CharField(max_length=35, db_index=True)
    decides = models.BooleanField("this hub keeps the order")
    seller_code = models.CharField(max_length=60, db_index=True)
    reason = models.CharField(max_length=20)
    told = models.BinaryField("what the buyer says, sealed", default=bytes)
    lines: models.JSONField[Any, Any] = models.JSONField()
    state = models.CharField(max_length=12, default=SALE_RETURN.initial)
    answer = models.TextField("what the seller says", blank=True)
    whole = models.BooleanField("with it everything comes back", default=False)
    condition: models.JSONField[Any, Any] = models.JSONField("pieces by SKU that can be sold again", default=dict)
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField(default=0)
    freight_minor = models.BigIntegerField(default=0)
    charges_minor = models.BigIntegerField(default=0)
    taken_off_minor = models.BigIntegerField("given back before, by a decision", default=0)
    customs = models.CharField(max_length=40, blank=True)
    requested_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    back_by = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SALE_RETURN.states), name="sale_return_state_known"),
            models.CheckConstraint(condition=Q(reason__in=REASONS), name="sale_return_reason_known"),
        ]

    @property
    def given_minor(self) -> int:
        """What the buyer gets back."""
        return self.goods_minor + self.freight_minor + self.charges_minor - self.taken_off_minor

    def __str__(self) -> str:
        return self.number


class Evidence(models.Model):
    """A file that a buyer or a seller handed in for a return or a dispute, sealed."""

    about = models.CharField("number of the return or dispute", max_length=48, db_index=True)
    side = models.CharField("buyer or seller", max_length=6)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["about", "side", "digest"], name="one_evidence_per_file"),
            models.CheckConstraint(condition=Q(side__in=["buyer", "seller"]), name="evidence_has_a_side"),
        ]

    def __str__(self) -> str:
        return self.name
