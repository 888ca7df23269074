"""What buyers do: what lies in a cart, what a checkout showed, and what came of it at each seller."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycles import PURCHASE_ORDER


class Cart(models.Model):
    """Goods that somebody means to buy: of an account, or of a visitor whose session holds its number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="cart")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return str(self.id)


class CartLine(models.Model):
    """One variant of a listing in a cart, with title and price as its owner saw them last, so that a change is said."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    key = models.CharField(max_length=250)
    sku = models.CharField(max_length=64)
    quantity = models.PositiveIntegerField()
    title = models.CharField(max_length=250)
    unit_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "key", "sku"], name="one_cart_line_per_variant"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cart_line_has_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku}"


class Purchase(models.Model):
    """One checkout: to whom, where, and until when its prices hold. It is placed once.

    Who buys is sealed, bound to this row; the mask is what others see. `mail` is where letters go, sealed by itself,
    and empty if nobody is to write.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="purchases"
    )
    cart = models.ForeignKey(Cart, models.SET_NULL, null=True, blank=True, related_name="+")
    destination = models.CharField(max_length=2)
    language = models.CharField(max_length=10, blank=True)
    sealed = models.BinaryField()
    mail = models.BinaryField(default=b"")
    mask = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    held_until = models.DateTimeField()
    placed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return str(self.id)


class PurchaseOrder(models.Model):
    """What one seller is asked for in a purchase, with the price at the door to the minor unit.

    `hub` is the host of the hub where the seller is, blank for ours. `lines` are plain facts (`buying.offers.Wanted`).
    Goods, freight, charges and total are in the currency of the order, duty and tax in that of the destination;
    `charges_minor` is duty and tax together in the former. `days_least` and `days_most` are the working days it takes
    by the seller's table, and empty where none is stated. `ways` are the other ways, each with what it would have come
    to, or null where nobody can say. `payment` is what another hub has told of the payment that
    it asks for; what our own hub asks for stands in `payments`. `findings` say why it was declined.
    """

    purchase = models.ForeignKey(Purchase, models.CASCADE, related_name="orders")
    number = models.CharField(max_length=30, unique=True)
    hub = models.CharField(max_length=120, blank=True)
    seller = models.CharField(max_length=60)
    seller_name = models.CharField(max_length=200)
    seller_country = models.CharField(max_length=2)
    dispatch = models.CharField(max_length=2)
    channel = models.CharField(max_length=8)
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField()
    charges_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    tax_currency = models.CharField(max_length=3)
    duty_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    regime = models.CharField(max_length=40)
    quote = models.ForeignKey("tariffs.StoredQuote", models.PROTECT, related_name="+")
    lines = models.JSONField()
    ways = models.JSONField(default=list, blank=True)
    days_least = models.PositiveSmallIntegerField(null=True, blank=True)
    days_most = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, default=PURCHASE_ORDER.initial)
    ucr = models.CharField(max_length=35, blank=True, db_index=True)
    payment = models.JSONField(default=dict, blank=True)
    findings = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["purchase", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PURCHASE_ORDER.states), name="purchase_order_state_known"),
            models.CheckConstraint(condition=Q(total_minor__gt=0), name="purchase_order_is_worth_something"),
        ]

    def __str__(self) -> str:
        return self.number


class AskedOrder(models.Model):
    """An order that another hub's shop asked for on a buyer's behalf, and our answer; asked again, it is the same.

    `said` is the digest of the request. Who buys is sealed with the order itself, if it was placed.
    """

    peer = models.CharField(max_length=120)
    number = models.CharField(max_length=30)
    seller = models.CharField(max_length=60)
    said = models.CharField(max_length=64)
    ucr = models.CharField(max_length=35, blank=True, db_index=True)
    findings = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["peer", "number"], name="one_answer_per_asked_order")]

    def __str__(self) -> str:
        return f"{self.peer} {self.number}"
