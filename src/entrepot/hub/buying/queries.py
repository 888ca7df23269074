"""What can be asked about purchases. A guest finds theirs by a link that only the hub can make."""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub.buying.models import AskedOrder, Purchase, PurchaseOrder
from entrepot.hub.parties.models import Person
from entrepot.trade.finding import Finding, Refused

_SIGNER = "entrepot.buying.purchase"


def token_of(purchase: Purchase) -> str:
    """The secret part of a purchase's link: its number, signed, so that nobody finds another's by trying."""
    return Signer(salt=_SIGNER, sep=".").sign(purchase.pk.hex)


def purchase_of(token: str) -> Purchase:
    """The purchase that a link leads to, or a refusal."""
    try:
        number = UUID(Signer(salt=_SIGNER, sep=".").unsign(token))
    except (BadSignature, ValueError):
        raise Refused(_unknown()) from None
    return _found(Purchase.objects.filter(pk=number).first())


def locked(number: UUID | str) -> Purchase:
    """The purchase, held until the transaction ends."""
    return _found(Purchase.objects.select_for_update().filter(pk=number).first())


def purchases(person: Person) -> QuerySet[Purchase]:
    """What an account has bought, the latest first."""
    return Purchase.objects.filter(person=person, placed_at__isnull=False).prefetch_related("orders")


def orders(purchase: Purchase) -> QuerySet[PurchaseOrder]:
    """What each seller was asked for."""
    return purchase.orders.select_related("quote").order_by("number")


def order(number: str) -> PurchaseOrder:
    """The order of this number, or a refusal."""
    found = PurchaseOrder.objects.select_related("purchase", "quote").filter(number=number).first()
    if found is None:
        raise Refused(_unknown())
    return found


def asked_by(ucr: str) -> str:
    """The hub whose shop asked for the order of a consignment; blank if none did."""
    return AskedOrder.objects.filter(ucr=ucr).exclude(ucr="").values_list("peer", flat=True).first() or ""


def _found(purchase: Purchase | None) -> Purchase:
    if purchase is None:
        raise Refused(_unknown())
    return purchase


def _unknown() -> Finding:
    return Finding(
        "purchase-unknown",
        gettext_noop("No purchase is known under this link."),
        remedy=gettext_noop("Open the link that was shown when you ordered, whole; or sign in to see your orders."),
    )
