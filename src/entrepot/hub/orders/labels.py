"""The label on a parcel (number, symbol, the CN 23 that the post carries), and the invoice that goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import papers, queries
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import symbol
from entrepot.hub.stock import queries as parcels
from entrepot.hub.stock.models import Parcel
from entrepot.trade.declaration import GoodsItem
from entrepot.trade.papers.cn23 import cn23
from entrepot.trade.papers.invoice import invoice as commercial
from entrepot.trade.papers.projection import Paper


def invoice(ucr: str, *, by: Actor) -> Paper:
    """The commercial invoice of a consignment, under its order's number: for its seller, who prints it."""
    consignment = queries.consignment(ucr)
    parties.require(by, "seller", consignment.seller_code)
    order = papers.order_of(consignment)
    return commercial(papers.declaration(consignment, "export", order.seller, by), order.number)


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed: the S10 number, a symbol that holds it (SVG), and the form with what it has no place for."""

    number: str
    symbol: str
    form: Paper


def label(ucr: str, *, by: Actor) -> Label:
    """The label of a consignment, with who receives it: for its seller and its carrier, who print it.

    Where a parcel is to follow the first, the label is of that one and names what is in it.
    """
    consignment = queries.consignment(ucr)
    parcel = parcels.following().filter(ucr=ucr).select_related("carrier").first() or parcels.parcel(ucr)
    if not parties.may(by, "seller", consignment.seller_code):
        parties.require(by, "carrier", parcel.carrier)
    order = papers.order_of(consignment)
    facts = papers.declaration(consignment, "export", order.seller, by)
    if parcel.part > 1:
        facts = replace(facts, transport_document=parcel.number, items=tuple(_packed(parcel, facts.items)))
    return Label(parcel.number, symbol.drawing(parcel.number), cn23(facts))


def _packed(parcel: Parcel, items: Iterable[GoodsItem]) -> Iterator[GoodsItem]:
    """What is in a parcel that follows, of the goods of the order."""
    for item in items:
        for line in parcel.contents:
            if line["sku"] == item.sku:
                mass = line["net_mass_kg"]
                held = {"quantity": str(line["quantity"]), "value": line["value"]}
                yield replace(item, **held, net_mass_kg=mass, gross_mass_kg=mass)
