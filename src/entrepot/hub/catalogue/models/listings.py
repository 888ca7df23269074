"""What the shop of this hub shows: one row for each thing that a shopper sees, ours and the peers' in one table."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Listing(models.Model):
    """A family of variants as the shop shows it, by whichever hub it is sold (`hub` is blank for ours).

    It is told whole and never written by hand: ours from products, a peer's from its messages. `version` only grows,
    so that an older message never undoes a newer one. `told` is what its seller or its hub says, `state` what the shop
    does: it may hide what is told as shown. `variants` are plain facts (`catalogue.offered.Variant`);
    `price_minor` is the lowest of their prices. `restrictions` says by destination what its border asks or forbids,
    `barred` lists the destinations to which it may not be sold at all (",AU,SG,"). `registrations` are the seller's
    numbers in schemes of tax at sale, by country, and `freight` the seller's terms of delivery: both decide what is
    paid. `ratings` are number and sum of stars by SKU, one to five each; `rating_count`, `rating_sum` of all.
    """

    class State(models.TextChoices):
        SHOWN = "shown", _("shown")
        HIDDEN = "hidden", _("hidden")
        WITHDRAWN = "withdrawn", _("withdrawn")

    key = models.CharField(max_length=250, unique=True)
    hub = models.CharField(max_length=120, blank=True)
    seller = models.CharField(max_length=60)
    seller_name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    handle = models.CharField(max_length=120)
    title = models.CharField(max_length=250)
    texts = models.JSONField(default=dict, blank=True)
    brand = models.CharField(max_length=120, blank=True)
    hs = models.CharField(max_length=12)
    origin = models.CharField(max_length=2)
    pictures = models.JSONField(default=list, blank=True)
    variants = models.JSONField(default=list)
    price_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    registrations = models.JSONField(default=dict, blank=True)
    restrictions = models.JSONField(default=dict, blank=True)
    barred = models.CharField(max_length=400, blank=True)
    freight = models.JSONField(default=list, blank=True)
    ratings = models.JSONField(default=dict, blank=True)
    rating_count = models.PositiveIntegerField(default=0)
    rating_sum = models.PositiveIntegerField(default=0)
    told = models.CharField(max_length=9, choices=State.choices, default=State.SHOWN)
    state = models.CharField(max_length=9, choices=State.choices, default=State.SHOWN)
    why = models.CharField(max_length=250, blank=True)
    version = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["key"]
        indexes = [
            models.Index(fields=["-changed_at", "id"], name="listing_newest", condition=Q(state="shown")),
            models.Index(fields=["hub", "seller"], name="listing_by_seller"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["shown", "hidden", "withdrawn"]), name="listing_state_known"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def path(self) -> str:
        """Its place in the shop's addresses: the key, in which our own hub is not named."""
        return self.key.removeprefix("/")

    def variant(self, sku: str) -> dict[str, Any] | None:
        """The variant of this SKU, if it is offered."""
        found: dict[str, Any] | None = next((each for each in self.variants if each["sku"] == sku), None)
        return found


class Word(models.Model):
    """One word by which a listing is found, folded, with the weight of the best place where it stands.

    It is kept as UTF-8, so that every database sorts it alike and finds words by their beginning.
    """

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="words", db_index=False)
    word = models.BinaryField()
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["word", "listing", "weight"], name="word_to_listings"),
            models.Index(fields=["listing"], name="word_of_listing"),
        ]

    def __str__(self) -> str:
        return bytes(self.word).decode()
