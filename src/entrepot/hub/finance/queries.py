"""What can be asked of finance: only what concerns who asks, since terms are between a lender and a seller."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub.events.actor import Actor
from entrepot.hub.finance.models import Advance
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.payments import queries as payments
from entrepot.trade.finding import Finding, NotYours
from entrepot.trade.money import Money

FINANCED = ("paid", "exported", "imported", "delivered")  # the buyer has paid, and nobody has been paid out


def advance(number: int, *, by: Actor) -> Advance:
    """An advance, shown to its lender, its seller and the hub itself."""
    found = Advance.objects.select_related("lender", "seller").filter(pk=number).first()
    if found is None or not (parties.may(by, "lender", found.lender_id) or parties.may(by, "seller", found.seller_id)):
        raise NotYours(Finding("advance-not-yours", gettext_noop("This is not an advance of yours.")))
    return found


def offered_to(seller: Party | str) -> QuerySet[Advance]:
    """What lenders have offered a seller, newest first."""
    return Advance.objects.filter(seller__code=_code(seller)).order_by("-pk")


def lent_by(lender: Party | str) -> QuerySet[Advance]:
    """What a lender has offered and lent, newest first."""
    return Advance.objects.filter(lender__code=_code(lender)).order_by("-pk")


def drawn_on(ucr: str) -> Advance | None:
    """The advance that is drawn on a consignment's proceeds, if there is one."""
    return Advance.objects.filter(ucr=ucr, state="drawn").first()


def proceeds(consignment: Consignment) -> Money | None:
    """What the seller can still expect of a consignment that was paid: all but charges, freight and earlier claims.

    None where there is nothing to expect: not paid yet, settled, or kept by another hub.
    """
    order = consignment.order
    if order is None or not consignment.home or consignment.state not in FINANCED:
        return None
    claimed = sum(claim.amount_minor - claim.paid_minor for claim in payments.claims(consignment.ucr))
    left = order.total_minor - order.charges_minor - order.freight_minor - claimed
    return Money.from_minor(max(0, left), order.currency)


def _code(party: Party | str) -> str:
    return party.code if isinstance(party, Party) else party
