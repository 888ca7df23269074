"""What can be asked about payments, claims and wallets."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_noop

from entrepot.hub.ledger import queries as ledger
from entrepot.hub.parties.models import Party, Person
from entrepot.hub.payments.models import Claim, GivenBack, PaymentOrder, PayOut, Receivable, VisitorPayment, Wallet
from entrepot.trade.finding import Finding, Refused


def payment(end_to_end_id: str) -> PaymentOrder:
    """The payment order of this reference, or a refusal."""
    return _found(PaymentOrder.objects.filter(end_to_end_id=end_to_end_id).first(), end_to_end_id)


def locked_payment(end_to_end_id: str) -> PaymentOrder:
    """The payment order, held until the transaction ends."""
    return _found(PaymentOrder.objects.select_for_update().filter(end_to_end_id=end_to_end_id).first(), end_to_end_id)


def payments(ucr: str) -> QuerySet[PaymentOrder]:
    """What was asked of the buyer for one consignment."""
    return PaymentOrder.objects.filter(ucr=ucr)


def requested(ucrs: Iterable[str]) -> QuerySet[PaymentOrder]:
    """What was asked of the buyers of these consignments."""
    return PaymentOrder.objects.filter(ucr__in=list(ucrs)).select_related("creditor")


def claims(ucr: str) -> QuerySet[Claim]:
    """The claims on a consignment's proceeds, oldest first: that is the order in which they are paid."""
    return Claim.objects.filter(ucr=ucr).order_by("made_at", "pk")


def unsettled(references: Iterable[str]) -> list[str]:
    """Which of these payment orders have not been paid."""
    asked = PaymentOrder.objects.filter(end_to_end_id__in=list(references))
    return list(asked.exclude(state__in=("settled", "refunded")).values_list("end_to_end_id", flat=True))


def pay_outs(ucr: str) -> QuerySet[PayOut]:
    """What was told to be paid out for one consignment; for none, what was due otherwise."""
    return PayOut.objects.filter(ucr=ucr)


def given_back(end_to_end_id: str) -> int:
    """How much of a payment has gone back to its payer, in minor units."""
    found = GivenBack.objects.filter(payment__end_to_end_id=end_to_end_id).aggregate(total=Sum("amount_minor"))
    return found["total"] or 0


def owed_by(seller: Party | str, currency: str) -> int:
    """What a seller owes for money given back, its row held until the transaction ends; below nothing, it is owed."""
    code = seller.code if isinstance(seller, Party) else seller
    held = Receivable.objects.select_for_update().filter(party__code=code, currency=currency).first()
    return ledger.balance(held.account, currency) if held else 0


def wallet(code: str) -> Wallet:
    """The wallet of this code, or a refusal."""
    found = Wallet.objects.filter(code=code).first()
    if found is None:
        raise Refused(
            Finding(
                "wallet-unknown",
                gettext_noop("There is no wallet “{code}” at this hub."),
                remedy=gettext_noop("Open the wallet first, or correct its code."),
                params={"code": code},
            )
        )
    return found


def wallets(holder: Party | Person) -> QuerySet[Wallet]:
    """The wallets of a business or a person."""
    return Wallet.objects.filter(party=holder) if isinstance(holder, Party) else Wallet.objects.filter(person=holder)


def wallet_balance(wallet: Wallet) -> int:
    """What is in the wallet, in minor units: what the hub owes its holder."""
    return -ledger.balance(wallet.account, wallet.currency)


def visits(wallets: Iterable[Wallet]) -> QuerySet[VisitorPayment]:
    """What was paid abroad from wallets, the latest first."""
    return VisitorPayment.objects.filter(side="wallet", wallet__in=[wallet.code for wallet in wallets])


def sales(merchant: Party | str) -> QuerySet[PaymentOrder]:
    """What a merchant asked of visitors, the latest first."""
    code = merchant.code if isinstance(merchant, Party) else merchant
    return PaymentOrder.objects.filter(creditor__code=code, ucr="").select_related("creditor")


def currency_of_till(merchant: Party | str) -> str:
    """The currency in which a merchant asked last; nothing before the first sale."""
    last = sales(merchant).first()
    return last.currency if last else ""


def _found(payment: PaymentOrder | None, end_to_end_id: str) -> PaymentOrder:
    if payment is None:
        raise Refused(
            Finding(
                "payment-unknown",
                gettext_noop("No payment was asked for under {reference}."),
                "/end_to_end_id",
                gettext_noop("Give the reference that stands in the QR code and on the payment order."),
                params={"reference": end_to_end_id},
            )
        )
    return payment
