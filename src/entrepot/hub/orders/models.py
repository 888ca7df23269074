"""What was ordered, and the consignment that both hubs follow from order to settlement."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycles import CONSIGNMENT


class Order(models.Model):
    """An order as the shop took it. It lives at the home hub only; the peer sees the consignment.

    `content` is the keyed digest of everything the order said: the same order sent again is recognised by it, and
    another order under the same number is refused. `site` is where its goods are promised, if the hub keeps them.
    """

    seller = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="orders")
    number = models.CharField(max_length=30)
    ordered_on = models.DateField()
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField(default=0)
    discount_minor = models.BigIntegerField(default=0)
    charges_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    incoterm = models.CharField(max_length=3, default="DDP")
    carrier = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="+")
    site = models.ForeignKey("stock.Site", models.PROTECT, to_field="code", null=True, blank=True, related_name="+")
    content = models.CharField(max_length=64)
    placed_at = models.DateTimeField()

    class Meta:
        ordering = ["-placed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["seller", "number"], name="one_order_per_seller_and_number"),
            models.CheckConstraint(condition=Q(total_minor__gt=0), name="order_is_worth_something"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """One line of an order, with the facts of the product as they were on the day.

    `value_minor` is what was paid for the line, its share of a discount taken off; `net_mass_g` is of one piece.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    sku = models.CharField(max_length=64)
    title = models.CharField(max_length=250)
    hs = models.CharField(max_length=12)
    codes = models.JSONField(default=dict, blank=True)
    gtin = models.CharField(max_length=14, blank=True)
    origin = models.CharField(max_length=2)
    quantity = models.BigIntegerField()
    unit_price_minor = models.BigIntegerField()
    value_minor = models.BigIntegerField()
    net_mass_g = models.BigIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="one_order_line_per_number"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_has_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku}"


class Buyer(models.Model):
    """Who the order is for, sealed: name, telephone, address and identity number cannot be read in the database.

    `commitments` are keyed digests of each fact, by which order, payment and waybill are compared unseen; `key` stands
    for the person, so that a yearly limit can be counted. Erasing the row erases the person; the order stays.
    """

    order = models.OneToOneField(Order, models.CASCADE, related_name="buyer", primary_key=True)
    sealed = models.BinaryField()
    key = models.CharField(max_length=64, db_index=True)
    commitments = models.JSONField()
    mask = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.mask


class Consignment(models.Model):
    """One parcel across one border, as this hub knows it.

    The home hub made it from an order; the peer mirrors it from messages (`home` is False and there is no order).
    Duty and tax are in the destination's currency (`tax_currency`), everything else in the currency of the order.

    Goods may pass a third country (`via`): then `peer` is the neighbour from which this hub has the consignment, or to
    which it told it, and `onward` at the hub between is the one to which it passes on. `passage` is how far they are.
    """

    ucr = models.CharField(max_length=35, primary_key=True)
    home = models.BooleanField()
    peer = models.CharField(max_length=120, blank=True)
    order = models.OneToOneField(Order, models.PROTECT, null=True, blank=True, related_name="consignment")
    order_number = models.CharField(max_length=30)
    seller_code = models.CharField(max_length=60, db_index=True)
    seller_name = models.CharField(max_length=200)
    seller_country = models.CharField(max_length=2)
    origin = models.CharField(max_length=2)
    destination = models.CharField(max_length=2)
    via = models.CharField("country passed on the way", max_length=2, blank=True)
    onward = models.CharField("hub to which this one passes on", max_length=120, blank=True)
    passage = models.CharField("how far the passage is", max_length=12, blank=True)
    passed_at = models.DateTimeField("when the passage ended", null=True, blank=True)
    regime = models.CharField(max_length=20)
    import_regime = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, default=CONSIGNMENT.initial, db_index=True)
    lane = models.CharField(max_length=6, blank=True)
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    tax_currency = models.CharField(max_length=3)
    duty_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    settled_minor = models.BigIntegerField(default=0)
    quote = models.ForeignKey("tariffs.StoredQuote", models.PROTECT, null=True, blank=True)
    items = models.JSONField(default=list)
    placed_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-placed_at", "ucr"]
        indexes = [models.Index(fields=["-placed_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CONSIGNMENT.states), name="consignment_state_known"),
            models.CheckConstraint(condition=Q(duty_minor__gte=0, tax_minor__gte=0), name="charges_never_negative"),
        ]

    def __str__(self) -> str:
        return self.ucr


class PermitPromise(models.Model):
    """What an order counts on of a permit that another hub's agency issued, so that no two count on the same rest.

    The permit is drawn there, at import; a consignment that was cancelled counts on nothing any more.
    """

    consignment = models.ForeignKey("Consignment", models.CASCADE, related_name="promises")
    permit = models.ForeignKey("customs.PermitAbroad", models.PROTECT, related_name="promises")
    line = models.PositiveIntegerField()
    quantity = models.CharField(max_length=40)
    unit = models.CharField(max_length=3)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["consignment", "permit", "line"], name="one_promise_per_permit_and_line")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.unit}"
