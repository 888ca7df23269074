"""Money asked for, received, owed and paid out. What it means in accounts stands in the ledger."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import PAYMENT

VISIT = Lifecycle(
    "visitor payment",
    "held",
    {("held", "confirm"): "confirmed", ("held", "refuse"): "refused"},
)
"""A visitor's payment at the wallet's hub: held until the merchant's hub has answered. The merchant's side is confirmed
when it is written."""


class PaymentOrder(models.Model):
    """One payment asked of a buyer, known end to end by one reference (ISO 20022).

    Who pays is sealed; the mask is what others see. `commitments` are the keyed digests by which the order, the payment
    and the waybill are compared without showing the name. A merchant's sale concerns no parcel and has no UCR.
    """

    end_to_end_id = models.CharField(max_length=35, unique=True)
    ucr = models.CharField(max_length=35, blank=True, db_index=True)
    creditor = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="payments_due")
    debtor_mask = models.CharField(max_length=80, blank=True)
    debtor_sealed = models.BinaryField(default=bytes)
    commitments = models.JSONField(default=dict, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=16, default=PAYMENT.initial)
    provider = models.CharField(max_length=40)
    provider_ref = models.CharField(max_length=60, blank=True)
    qr = models.TextField(blank=True)
    reason = models.CharField(max_length=250, blank=True)
    requested_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at", "end_to_end_id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_asks_for_something"),
            models.CheckConstraint(condition=Q(state__in=PAYMENT.states), name="payment_state_known"),
        ]

    def __str__(self) -> str:
        return self.end_to_end_id


class Claim(models.Model):
    """A right of somebody else to part of a seller's proceeds, such as a lender's; settlement pays it first.

    Finance stands above payments, so the lender's claim is put here when the advance is drawn.
    """

    ucr = models.CharField(max_length=35, db_index=True)
    creditor = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="claims")
    account = models.CharField(max_length=80)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    paid_minor = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ucr", "creditor"], name="one_claim_per_consignment_and_creditor"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="claim_is_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.currency} {self.amount_minor}"


class PayOut(models.Model):
    """One line of a payout file: what a provider is told to pay to whom for which consignment."""

    key = models.CharField(max_length=120, unique=True)
    ucr = models.CharField(max_length=35, db_index=True)
    creditor = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="pay_outs")
    account = models.CharField(max_length=80)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    provider = models.CharField(max_length=40)
    provider_ref = models.CharField(max_length=60, blank=True)
    instructed_at = models.DateTimeField()

    class Meta:
        ordering = ["instructed_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="pay_out_pays_something")]

    def __str__(self) -> str:
        return self.key


class GivenBack(models.Model):
    """Part of a settled payment that goes back to its payer after the proceeds were paid out; the seller owes it."""

    key = models.CharField(max_length=120, unique=True)
    payment = models.ForeignKey(PaymentOrder, models.PROTECT, to_field="end_to_end_id", related_name="given_back")
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="given_back_is_something")]

    def __str__(self) -> str:
        return self.key


class Receivable(models.Model):
    """That a seller has owed the hub for money given back; how much now is the balance of its ledger account.

    The row is held while it is set off, so that two settlements cannot take the same debt.
    """

    party = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="+")
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "currency"], name="one_receivable_per_currency")]

    def __str__(self) -> str:
        return self.account

    @property
    def account(self) -> str:
        return f"receivable:{self.party_id}"


class Wallet(models.Model):
    """Money of a person or a business kept at this hub; its balance is the ledger account `wallet:<code>`."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    party = models.ForeignKey(
        "parties.Party", models.PROTECT, to_field="code", null=True, blank=True, related_name="wallets"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="wallets")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False, person__isnull=True) | Q(party__isnull=True, person__isnull=False),
                name="wallet_has_one_holder",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.currency})"

    @property
    def account(self) -> str:
        return f"wallet:{self.code}"


class VisitorPayment(models.Model):
    """A visitor's wallet at one hub pays a merchant at another; each of the two hubs keeps its side.

    At the wallet's hub (`side` wallet) the money is held until the merchant's hub confirms; at the merchant's hub
    (`side` merchant) it is credited against what the wallet's hub now owes.
    """

    end_to_end_id = models.CharField(max_length=35)
    side = models.CharField(max_length=8)
    peer = models.CharField(max_length=120)
    wallet = models.ForeignKey(Wallet, models.PROTECT, to_field="code", null=True, blank=True)
    merchant_code = models.CharField(max_length=60)
    merchant_name = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    charged_minor = models.BigIntegerField()
    charged_currency = models.CharField(max_length=3)
    rate = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=16)
    reason = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["peer", "end_to_end_id", "side"], name="one_visitor_payment_per_side"),
            models.CheckConstraint(condition=Q(side__in=["wallet", "merchant"]), name="visitor_payment_side_known"),
            models.CheckConstraint(condition=Q(state__in=VISIT.states), name="visitor_payment_state_known"),
        ]

    def __str__(self) -> str:
        return self.end_to_end_id
