"""What sellers offer, one product per seller and SKU."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycles import PRODUCT
from entrepot.trade.money import Money


class Family(models.Model):
    """What a shopper sees as one thing: a product with its variants, or a product alone.

    `texts` says what shoppers read, by language: {"zh": {"title": "…", "description": "…"}}. `options` names what the
    variants differ in, such as colour and size, in the order in which they are asked.
    """

    seller = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="families")
    handle = models.CharField(max_length=80)
    title = models.CharField(max_length=250)
    texts: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    brand = models.CharField(max_length=80, blank=True)
    options: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["seller", "handle"]
        verbose_name_plural = "families"
        constraints = [
            models.UniqueConstraint(fields=["seller", "handle"], name="one_family_per_seller_and_handle"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How events name it."""
        return f"family:{self.seller_id}/{self.handle}"


class Product(models.Model):
    """Something a seller lists, known by the seller's own SKU: what is sold, stocked, quoted and declared.

    It is one variant of its family, told apart by its `options` ({"colour": "blue"}). `title` is what customs reads;
    shoppers read the family's. The HS code is at least the subheading; `codes` holds national lines by country where
    the seller knows them, since six digits alone often give a range of rates. Titles in other languages stand in
    `texts`. Sizes are those of one piece as it is packed; `traits` are words of `entrepot.trade.traits`.
    """

    seller = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="products")
    family = models.ForeignKey(Family, models.PROTECT, related_name="products")
    options: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
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
    materials = models.CharField(max_length=250, blank=True)
    gross_mass_g = models.BigIntegerField(null=True, blank=True)
    length_mm = models.PositiveIntegerField(null=True, blank=True)
    width_mm = models.PositiveIntegerField(null=True, blank=True)
    height_mm = models.PositiveIntegerField(null=True, blank=True)
    traits: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=12, default="offered")
    listed_at = models.DateTimeField()

    class Meta:
        ordering = ["seller", "sku"]
        constraints = [
            models.UniqueConstraint(fields=["seller", "sku"], name="one_product_per_seller_and_sku"),
            models.CheckConstraint(condition=Q(net_mass_g__gt=0), name="product_has_mass"),
            models.CheckConstraint(condition=Q(state__in=PRODUCT.states), name="product_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.title}"

    @property
    def subject(self) -> str:
        """How events name it."""
        return f"product:{self.seller_id}/{self.sku}"

    @property
    def brand(self) -> str:
        return self.family.brand

    @property
    def size_mm(self) -> tuple[int, int, int] | None:
        """Length, width and height of one piece as it is packed, if they were stated."""
        if self.length_mm is None or self.width_mm is None or self.height_mm is None:
            return None
        return self.length_mm, self.width_mm, self.height_mm

    @property
    def offered(self) -> bool:
        """Whether buyers may have it."""
        return self.state == "offered"

    @property
    def price(self) -> Money | None:
        """The list price, if the seller states one."""
        return None if self.price_minor is None else Money.from_minor(self.price_minor, self.currency)

    @property
    def price_text(self) -> str:
        return "" if self.price is None else self.price.text
