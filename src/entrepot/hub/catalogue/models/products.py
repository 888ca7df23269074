"""What sellers offer, one product per seller and SKU."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from entrepot.trade.money import Money


class Product(models.Model):
    """Something a seller lists, known by the seller's own SKU.

    The HS code is at least the subheading; `codes` holds national lines by country where the seller knows them, since
    six digits alone often give a range of rates. Titles in other languages stand in `texts`.
    """

    seller = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="products")
    sku = models.CharField(max_length=64)
    title = models.CharField(max_length=250)
    hs = models.CharField(max_length=12)
    codes = models.JSONField(default=dict, blank=True)
    origin = models.CharField(max_length=2)
    net_mass_g = models.BigIntegerField()
    gtin = models.CharField(max_length=14, blank=True)
    price_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    listed_at = models.DateTimeField()

    class Meta:
        ordering = ["seller", "sku"]
        constraints = [
            models.UniqueConstraint(fields=["seller", "sku"], name="one_product_per_seller_and_sku"),
            models.CheckConstraint(condition=Q(net_mass_g__gt=0), name="product_has_mass"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.title}"

    @property
    def price(self) -> Money | None:
        """The list price, if the seller states one."""
        return None if self.price_minor is None else Money.from_minor(self.price_minor, self.currency)

    @property
    def price_text(self) -> str:
        return "" if self.price is None else self.price.text
