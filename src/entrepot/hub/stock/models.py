"""Goods on shelves and on the way: sites, lots, movements that are only ever added, parcels and their steps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycles import PARCEL
from entrepot.trade.stock import EFFECTS


class Site(models.Model):
    """A place where goods are kept. A bonded site lies under customs control: goods enter with duty suspended."""

    KINDS = [("warehouse", "warehouse"), ("bonded", "bonded")]

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=KINDS)
    territory = models.CharField(max_length=2)
    place = models.CharField(max_length=5, blank=True)
    operator = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="sites")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["warehouse", "bonded"]), name="site_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Lot(models.Model):
    """Goods of one seller and SKU received together: what a balance is kept of.

    A lot whose opening count was taken back (`undone_at`) counts for nothing: its SKU is as if none had ever lain
    there, until goods are received or counted again.
    """

    site = models.ForeignKey(Site, models.PROTECT, to_field="code", related_name="lots")
    seller = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="lots")
    sku = models.CharField(max_length=64)
    number = models.CharField(max_length=40)
    origin = models.CharField(max_length=2, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    received_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["received_at", "pk"]
        indexes = [models.Index(fields=["seller", "sku", "site"])]
        constraints = [
            models.UniqueConstraint(fields=["site", "seller", "sku", "number"], name="one_lot_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.number}"


class Movement(models.Model):
    """One entry in the stock book: what came onto the shelf or left it, what was promised or freed. Never changed.

    `on_hand` and `reserved` are changes, not balances; a balance is their sum (`trade.stock` says what each kind does).
    `key` names the cause and makes a repeat harmless.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=10)
    pieces = models.BigIntegerField()
    on_hand = models.BigIntegerField()
    reserved = models.BigIntegerField()
    ucr = models.CharField(max_length=35, blank=True, db_index=True)
    key = models.CharField(max_length=160, unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=sorted(EFFECTS)), name="movement_kind_known")]

    def __str__(self) -> str:
        return self.key


class Series(models.Model):
    """The next S10 serial number of a carrier: one row each, so that numbers are given in order and once."""

    carrier = models.OneToOneField("parties.Party", models.PROTECT, to_field="code", primary_key=True)
    service = models.CharField(max_length=2)
    country = models.CharField(max_length=2)
    next_serial = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.service}…{self.country}"


class Parcel(models.Model):
    """One parcel: its S10 number, what its label says of the goods, and where in its life it is.

    The label's contents carry no name or address; those are sealed with the order and printed on demand. Whether the
    import is released is the customs' to know; `cleared_at` is put here from above, and without it nobody delivers.

    A consignment has one parcel, its first; what customs let go later follows in further ones.
    """

    ucr = models.CharField(max_length=35)
    part = models.PositiveSmallIntegerField("1, and more for what followed", default=1)
    number = models.CharField(max_length=13, unique=True)
    carrier = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="parcels")
    origin = models.CharField(max_length=2)
    destination = models.CharField(max_length=2)
    gross_mass_g = models.BigIntegerField()
    contents = models.JSONField()
    consignee_commitments = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, default=PARCEL.initial)
    labelled_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    withheld = models.JSONField("goods that customs keeps of it, put here from above", default=list, blank=True)

    class Meta:
        ordering = ["-labelled_at"]
        constraints = [
            models.UniqueConstraint(fields=["ucr", "part"], name="one_parcel_per_part"),
            models.CheckConstraint(condition=Q(gross_mass_g__gt=0), name="parcel_has_mass"),
            models.CheckConstraint(condition=Q(state__in=PARCEL.states), name="parcel_state_known"),
        ]

    def __str__(self) -> str:
        return self.number


class ParcelStep(models.Model):
    """One report on the way: which step, when, where, said by whom. Each step happens once."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12)
    at = models.DateTimeField()
    place = models.CharField(max_length=60, blank=True)
    by = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["parcel", "step"], name="each_parcel_step_once")]

    def __str__(self) -> str:
        return self.step
