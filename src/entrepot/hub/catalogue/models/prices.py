"""Price lists, and what products cost on them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from entrepot.hub.catalogue.models.products import Product
from entrepot.trade.money import Money


class PriceList(models.Model):
    """Prices of a seller in one currency: for every destination or one, from a day until a day, both included."""

    seller = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="price_lists")
    name = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    destination = models.CharField(max_length=2, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["seller", "name"]
        constraints = [
            models.UniqueConstraint(fields=["seller", "name"], name="one_price_list_per_name"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="price_list_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """What one product costs on one price list."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="prices")
    product = models.ForeignKey(Product, models.CASCADE, related_name="prices")
    price_minor = models.BigIntegerField()

    class Meta:
        ordering = ["price_list", "product"]
        constraints = [
            models.UniqueConstraint(fields=["price_list", "product"], name="one_price_per_list_and_product"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.money}"

    @property
    def money(self) -> Money:
        return self.money_in(self.price_list.currency)

    def money_in(self, currency: str) -> Money:
        """The price, where the list's currency is at hand."""
        return Money.from_minor(self.price_minor, currency)
