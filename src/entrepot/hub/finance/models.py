"""What finance records: money a lender pays a seller before the buyer's parcel has arrived."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import ADVANCE

OPEN = ("offered", "drawn")


class Advance(models.Model):
    """One lender's advance on the proceeds of one consignment, repaid when they are settled.

    The terms are between the lender and the seller: no event body and no message to a peer names them.
    """

    LIFECYCLE: Lifecycle = ADVANCE

    lender = models.ForeignKey("parties.Party", on_delete=models.PROTECT, to_field="code", related_name="+")
    seller = models.ForeignKey("parties.Party", on_delete=models.PROTECT, to_field="code", related_name="+")
    ucr = models.CharField(max_length=35, db_index=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    terms: models.JSONField[Any, Any] = models.JSONField("how the offer was worked out", default=dict)
    state = models.CharField(max_length=12, default=ADVANCE.initial)
    offered_at = models.DateTimeField()
    open_until = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ADVANCE.states), name="finance_advance_state"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0) & Q(fee_minor__gte=0), name="finance_advance_amount"
            ),
            models.UniqueConstraint(
                fields=["lender", "ucr"], condition=Q(state__in=OPEN), name="finance_one_open_offer_a_lender"
            ),
            models.UniqueConstraint(fields=["ucr"], condition=Q(state="drawn"), name="finance_one_drawn_advance"),
        ]

    @property
    def due_minor(self) -> int:
        """What the lender gets back: the amount and the fee."""
        return self.amount_minor + self.fee_minor

    def __str__(self) -> str:
        return f"{self.lender_id} {self.ucr}"
