"""What is owed to a treasury over time: statements of duty and tax, what each gathers, and goods that came back."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import GOODS_RETURN, STATEMENT


class Statement(models.Model):
    """Declarations of one debtor that are stated and paid together, under one kind that the law names."""

    LIFECYCLE: Lifecycle = STATEMENT

    number = models.CharField(max_length=60, unique=True)
    code = models.CharField("kind of statement, as in statements.yaml", max_length=40)
    country = models.CharField(max_length=2)
    debtor = models.ForeignKey("parties.Party", on_delete=models.PROTECT, to_field="code", related_name="+")
    registration = models.CharField("number of the tax scheme, where it states by that", max_length=60, blank=True)
    begins = models.DateField("first day of release")
    ends = models.DateField("last day of release")
    due_by = models.DateField()
    currency = models.CharField(max_length=3, blank=True)
    duty_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    declarations = models.PositiveIntegerField(default=0)
    lines: models.JSONField[Any, Any] = models.JSONField("goods added up, for a summary", default=list)
    law = models.CharField(max_length=200, blank=True)
    confidence = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default=STATEMENT.initial)
    drawn_up_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    receipt = models.CharField("the treasury's reference", max_length=60, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATEMENT.states), name="duties_statement_state"),
            models.CheckConstraint(
                condition=Q(duty_minor__gte=0) & Q(tax_minor__gte=0), name="duties_statement_never_negative"
            ),
        ]
        indexes = [models.Index(fields=["debtor", "state"], name="duties_of_debtor")]

    @property
    def due_minor(self) -> int:
        return self.duty_minor + self.tax_minor

    def __str__(self) -> str:
        return self.number


class Stated(models.Model):
    """One declaration in one statement, with what it was stated at; for ever in that one alone."""

    declaration = models.OneToOneField("customs.Declaration", on_delete=models.PROTECT, related_name="stated")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="stated")
    duty_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.declaration_id} in {self.statement_id}"


class GoodsReturn(models.Model):
    """Goods that go back within the time the law leaves: applied for, then taken back or lapsed."""

    LIFECYCLE: Lifecycle = GOODS_RETURN

    declaration = models.OneToOneField("customs.Declaration", on_delete=models.PROTECT, related_name="goods_return")
    reason = models.TextField()
    back_by = models.DateField("last day on which the goods may be back")
    state = models.CharField(max_length=12, default=GOODS_RETURN.initial)
    law = models.CharField(max_length=200, blank=True)
    applied_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=GOODS_RETURN.states), name="duties_return_state")]

    def __str__(self) -> str:
        return f"return of {self.declaration_id}"
