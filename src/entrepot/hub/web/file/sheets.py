"""What lies on the sheets of a consignment file: the deed, what was paid, where it goes, the papers, the people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entrepot.hub.customs.models import Declaration
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock.models import Parcel
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import (
    Badge,
    Fact,
    Facts,
    Way,
)
from entrepot.trade.lifecycles import NEVER_ARRIVED

REACHED = {"placed": 0, "paid": 1, "exported": 2, "imported": 4, "delivered": 5, "settled": 5}


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the file: what it is, who sent it, where it opens if anywhere."""

    name: str
    sender: str
    number: str = ""
    href: str = ""


def title(consignment: Consignment) -> str:
    """The goods and where they go."""
    goods = [str(item["description"]) for item in consignment.items]
    where = wording.country(consignment.destination)
    if not goods:
        return _("Consignment to {country}").format(country=where)
    if len(goods) == 1:
        return _("{goods}, to {country}").format(goods=goods[0], country=where)
    return _("{goods} and {count} more, to {country}").format(goods=goods[0], count=len(goods) - 1, country=where)


def badge(state: str) -> Badge:
    """The commercial state in a word."""
    return {
        "placed": Badge(_("Waits for payment"), "wait", "hourglass"),
        "paid": Badge(_("Paid")),
        "exported": Badge(_("In passage"), "move", "truck"),
        "imported": Badge(_("Released"), "go", "check"),
        "delivered": Badge(_("Delivered"), "go", "check"),
        "settled": Badge(_("Settled"), "go", "check"),
        "cancelled": Badge(_("Cancelled"), "stop", "x"),
        "returned": Badge(_("Came back"), "wait", "undo-2"),
        "seized": Badge(_("Seized"), "stop", "octagon-x"),
    }.get(state, Badge(state))


def way(consignment: Consignment, parcel: Parcel | None = None) -> Way:
    """How far the parcel is: packed, out, passage, in, delivered."""
    reached = REACHED.get(consignment.state, 0)
    if parcel is not None and parcel.state in ("departed", "arrived"):
        reached = max(reached, 3)
    return Way(
        max(reached, 1) if consignment.state in NEVER_ARRIVED else reached,
        stopped=consignment.state in NEVER_ARRIVED,
    )


def people(consignment: Consignment, declarations: Iterable[Declaration], parcel: Parcel | None) -> Facts:
    """Who has a part in it; a buyer is shown masked, since name and address are sealed."""
    facts = [Fact(_("Seller"), consignment.seller_name, wording.country(consignment.seller_country))]
    buyer = getattr(consignment.order, "buyer", None) if consignment.order else None
    masked = buyer.mask if buyer is not None else "••••"
    facts.append(Fact(_("Buyer"), masked, _("Name and address are sealed; the carrier and customs hold the key.")))
    if parcel is not None:
        facts.append(Fact(_("Carrier"), parcel.carrier.name, parcel.number))
    facts += [
        Fact(_("Declarant"), name) for name in dict.fromkeys(declaration.declarant.name for declaration in declarations)
    ]
    return Facts(tuple(facts))


def documents(
    senders: Mapping[str, str], declarations: Iterable[Declaration], parcel: Parcel | None, opens: Mapping[str, str]
) -> tuple[Document, ...]:
    """Every document of the file with who sent it."""
    names = {"order": _("Order"), "payment": _("Payment record"), "waybill": _("Waybill")}
    found = [Document(names[kind], senders[kind]) for kind in names if kind in senders]
    for each in declarations:
        name = _("Export declaration") if each.direction == "export" else _("Import declaration")
        found.append(Document(name, wording.country(each.country), each.mrn, opens.get(each.mrn, "")))
    if parcel is not None:
        found.append(Document(_("Parcel label"), parcel.carrier.name, parcel.number))
    return tuple(found)
