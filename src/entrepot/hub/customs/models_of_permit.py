"""What customs records beside a permit: the fee of an application, and the files that its applicant handed in."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.hub.customs.models_of_file import SealedFile
from entrepot.trade.enclosure import EXTENSIONS


class PermitFee(models.Model):
    """What one application costs. Whether it is paid, the payment order says under whose reference it was last asked.

    The amount is that of the day of the application: a later change of the law changes no application that was made.
    """

    permit = models.OneToOneField("customs.Permit", on_delete=models.PROTECT, related_name="fee")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    given_back: models.JSONField[Any, Any] = models.JSONField("endings after which it goes back", default=list)
    law = models.CharField(max_length=200, blank=True)
    payment = models.CharField("reference of the payment order", max_length=35, unique=True)
    asked = models.PositiveSmallIntegerField("how often it was asked", default=1)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="customs_permit_fee_is_something")]

    def __str__(self) -> str:
        return f"{self.payment}: {self.amount_minor} {self.currency}"


class PermitEnclosure(SealedFile):
    """A file that an applicant handed in, or that the agency sent back. Only the applicant and the agency open it.

    The same file is kept once with one application.
    """

    permit = models.ForeignKey("customs.Permit", on_delete=models.PROTECT, related_name="enclosures")
    question = models.ForeignKey(
        "customs.PermitQuestion", on_delete=models.PROTECT, related_name="enclosures", null=True, blank=True
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(media_type__in=tuple(EXTENSIONS)), name="customs_permit_enclosure_kind"),
            models.UniqueConstraint(fields=["permit", "digest"], name="customs_permit_enclosure_once"),
        ]

    def __str__(self) -> str:
        """Its number and digest: whoever looks at tables is not told its name."""
        return f"{self.permit_id}: {self.digest[:12]}"
