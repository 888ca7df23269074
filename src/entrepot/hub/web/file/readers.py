"""Who may read the file of a consignment: those who have a part in it, and the hub's operator."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext_noop

from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import Actor, clock
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import queries as payments
from entrepot.hub.stock.models import Parcel
from entrepot.hub.web import desks
from entrepot.trade.finding import Finding, NotYours

OFFICIALS = ("customs", "agency")


def reader(
    request: HttpRequest, consignment: Consignment, declarations: Iterable[Declaration], parcel: Parcel | None
) -> tuple[Actor, str]:
    """Whoever reads, acting from the first seat of theirs that has a part in the consignment; and that seat's role."""
    assert request.user.is_authenticated
    part = {
        ("seller", consignment.seller_code),
        *(("declarant", each.declarant_id) for each in declarations),
        *(("lender", claim.creditor_id) for claim in payments.claims(consignment.ucr)),
    }
    if parcel is not None:
        part.add(("carrier", parcel.carrier_id))
    borders = {consignment.origin, consignment.via, consignment.destination}
    now, order = clock.now(), [*desks.DESKS]
    theirs = sorted(
        parties.memberships(request.user),
        key=lambda each: order.index(each.role) if each.role in order else len(order),
    )
    for membership in theirs:
        official = membership.role in OFFICIALS and membership.party.country in borders
        if official or membership.role == "operator" or (membership.role, membership.party.code) in part:
            by = parties.actor_for(request.user, membership.party, now)
            parties.require(by, membership.role, membership.party)
            return by, membership.role
    raise NotYours(
        Finding(
            "file-not-yours",
            gettext_noop("The file of {ucr} is read by those who have a part in it."),
            remedy=gettext_noop("Choose the workspace of the party that has, or ask the operator of the hub."),
            params={"ucr": consignment.ucr},
        )
    )


def desk_of(role: str) -> str:
    """The desk in whose frame the file is shown."""
    return role if role in desks.DESKS else ""


def sees_proceeds(role: str) -> bool:
    """Who may see how the proceeds are divided: the seller, who owns them, and the operator, who answers for them."""
    return role in ("seller", "operator")
