"""What a calculation rested on: rates of exchange by set and day, and every quote given, so that it can be repeated."""

from __future__ import annotations

import uuid

from django.db import models


class RateSet(models.Model):
    """Rates of exchange that belong together: one source, one day. A demonstration set says that it is one."""

    name = models.CharField(max_length=60)
    on = models.DateField()
    source = models.CharField(max_length=250)
    demonstration = models.BooleanField(default=True)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "name"]
        constraints = [models.UniqueConstraint(fields=["name", "on"], name="one_rate_set_per_name_and_day")]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"


class Rate(models.Model):
    """What one unit of `currency` is worth in `against`: an exact decimal, kept as text."""

    rate_set = models.ForeignKey(RateSet, models.CASCADE, related_name="rates")
    currency = models.CharField(max_length=3)
    against = models.CharField(max_length=3)
    rate = models.CharField(max_length=30)

    class Meta:
        ordering = ["currency", "against"]
        constraints = [
            models.UniqueConstraint(fields=["rate_set", "currency", "against"], name="one_rate_per_pair_in_a_set")
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.rate} {self.against}"


class StoredQuote(models.Model):
    """A landed-cost answer with all it rested on (facts, law by digest, rates): computed again, it is the same.

    `regime`, `duty_minor`, `tax_minor` (fees among it) and `value_minor` (goods with freight and insurance) are those
    of the way in that an order would take: the cheapest that can be stated exactly. They are empty where there is
    none; the result says why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    facts = models.JSONField()
    result = models.JSONField()
    law_digest = models.CharField(max_length=80)
    rates = models.JSONField()
    destination = models.CharField(max_length=2)
    currency = models.CharField(max_length=3, blank=True)
    regime = models.CharField(max_length=40, blank=True)
    duty_minor = models.BigIntegerField(null=True)
    tax_minor = models.BigIntegerField(null=True)
    value_minor = models.BigIntegerField(null=True)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.destination} {self.regime or '—'}"

    @property
    def is_exact(self) -> bool:
        """Whether a way in was found whose charges are known to the minor unit."""
        return self.duty_minor is not None and self.tax_minor is not None


class QuotaDraw(models.Model):
    """What a consignment took from a tariff quota, in the quota's unit: an exact decimal, kept as text.

    The country's own record of a quota comes later than the goods; until it tells them, these draws are what is known.
    """

    country = models.CharField(max_length=2)
    number = models.CharField(max_length=20)
    reference = models.CharField(max_length=120)
    amount = models.CharField(max_length=30)
    on = models.DateField()
    given_back = models.BooleanField(default=False)

    class Meta:
        ordering = ["country", "number", "on"]
        constraints = [
            models.UniqueConstraint(fields=["country", "number", "reference"], name="one_draw_per_quota_and_reference")
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.number}: {self.amount}"


class TaxNumber(models.Model):
    """A seller's number in a destination's scheme of tax at sale, such as Malaysia's LRN or the EU's IOSS number."""

    seller = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="tax_numbers")
    country = models.CharField(max_length=2)
    number = models.CharField(max_length=40)
    since = models.DateField()

    class Meta:
        ordering = ["seller", "country"]
        constraints = [models.UniqueConstraint(fields=["seller", "country"], name="one_tax_number_per_country")]

    def __str__(self) -> str:
        return f"{self.country} {self.number}"
