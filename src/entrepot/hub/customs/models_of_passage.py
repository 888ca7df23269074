"""Goods that pass through under customs control: declared, secured by a guarantee, sealed, gone in time or charged."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import PASSAGE


class Passage(models.Model):
    """One consignment on its way through a country that it neither leaves from nor goes to.

    `duty_minor` and `tax_minor` are what would be due if the goods stayed; the declarant's guarantee (`charged_to`)
    stands for them until the goods have left. `seals` are those put on at entry, `found` those read at exit. Who
    receives the goods is not known here: the facts came with the name masked.
    """

    LIFECYCLE: Lifecycle = PASSAGE

    mrn = models.CharField("movement reference number", max_length=18, unique=True)
    lrn = models.CharField("local reference number", max_length=35)
    ucr = models.CharField("unique consignment reference", max_length=35)
    declarant = models.ForeignKey("parties.Party", on_delete=models.PROTECT, to_field="code", related_name="+")
    country = models.CharField(max_length=2)
    origin = models.CharField("where the goods come from", max_length=2)
    destination = models.CharField("where the goods go", max_length=2)
    state = models.CharField(max_length=12, default=PASSAGE.initial)
    facts: models.JSONField[Any, Any] = models.JSONField()
    law_digest = models.CharField(max_length=71)
    currency = models.CharField(max_length=3)
    duty_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    charged_to = models.CharField("account that stands for duty and tax", max_length=80)
    days = models.PositiveIntegerField("days from entry within which the goods leave")
    seals: models.JSONField[Any, Any] = models.JSONField(default=list)
    found: models.JSONField[Any, Any] = models.JSONField("seals read at exit", default=list)
    due_on = models.DateField("last day for the exit", null=True, blank=True)
    reason = models.TextField(blank=True)
    by: models.JSONField[Any, Any] = models.JSONField("who moved it last", default=dict)
    accepted_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["country", "ucr"], name="customs_one_passage_a_consignment"),
            models.CheckConstraint(condition=Q(state__in=PASSAGE.states), name="customs_passage_state"),
            models.CheckConstraint(
                condition=Q(duty_minor__gte=0) & Q(tax_minor__gte=0), name="customs_passage_never_negative"
            ),
            models.CheckConstraint(
                condition=~Q(state="under-way") | Q(entered_at__isnull=False, due_on__isnull=False),
                name="customs_passage_under_way_has_a_last_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "due_on"],
                name="customs_passages_open",
                condition=Q(state__in=["accepted", "under-way"]),
            )
        ]

    def __str__(self) -> str:
        return self.mrn

    @property
    def secured_minor(self) -> int:
        """What the guarantee stands for."""
        return int(self.duty_minor + self.tax_minor)
