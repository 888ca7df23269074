"""The label on a parcel (number, symbol, the CN 23 that the post carries), and the invoice that goes with it."""

from __future__ import annotations

from dataclasses import dataclass

from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import papers, queries
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import symbol
from entrepot.hub.stock import queries as parcels
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
    """The label of a consignment, with who receives it: for its seller and its carrier, who print it."""
    consignment, parcel = queries.consignment(ucr), parcels.parcel(ucr)
    if not parties.may(by, "seller", consignment.seller_code):
        parties.require(by, "carrier", parcel.carrier)
    order = papers.order_of(consignment)
    facts = papers.declaration(consignment, "export", order.seller, by)
    return Label(parcel.number, symbol.drawing(parcel.number), cn23(facts))
