"""What is asked for carriage: a table by weight, stated by a seller, or by a carrier for all who send with it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class FreightRate(models.Model):
    """One step of a table: a parcel of up to so many grams, packing included, costs so much to bring there.

    `owner` is a seller, or a carrier whose table holds for sellers of its country that state none. A blank destination
    stands for everywhere that has no step of its own. `days_least` and `days_most` are the working days it takes.
    `source` says where the figure was taken from.
    """

    owner = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="freight_rates")
    channel = models.CharField(max_length=8)
    destination = models.CharField(max_length=2, blank=True)
    up_to_g = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    days_least = models.PositiveSmallIntegerField()
    days_most = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=250)
    stated_on = models.DateField()

    class Meta:
        ordering = ["owner", "channel", "destination", "currency", "up_to_g"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "channel", "destination", "currency", "up_to_g"], name="one_freight_rate_per_step"
            ),
            models.CheckConstraint(condition=Q(channel__in=["post", "bonded"]), name="freight_channel_known"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="freight_never_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.destination or '*'} {self.up_to_g} g"
