"""The question that a sale to a consumer puts to the law: one and the same for the shop, a checkout and an order.

Whoever asks in these words gets the same answer, so the price on a product's page is that of the checkout and of the
order. Nothing here asks the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from entrepot.hub.catalogue.freight import Step
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.rates import Rates
from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """One line of a sale: its whole value and mass; `hs` is the code in the country of destination."""

    title: str
    hs: str
    origin: str
    quantity: int
    net_mass_g: int
    value: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """Goods that one seller sends to one person, all charges paid by the seller (DDP).

    `dispatch` is the country of the seller, or of the bonded warehouse; `registration` the seller's number in the
    destination's scheme of tax at sale. `year_to_date` is what the buyer has used of a yearly limit, if it is counted.
    """

    dispatch: str
    destination: str
    on: date
    lines: tuple[Sold, ...]
    freight: Money
    channel: str = "post"
    registration: str = ""
    buyer: str = ""
    year_to_date: Money | None = None


def question(sale: Sale) -> Consignment:
    """The sale as the law sees it."""
    return Consignment(
        dispatch=sale.dispatch,
        destination=sale.destination,
        on=sale.on,
        lines=tuple(
            Goods(
                hs=line.hs,
                value=line.value,
                quantity=Fraction(line.quantity),
                description=line.title,
                origin=line.origin,
                net_mass_kg=Fraction(line.net_mass_g, 1000),
            )
            for line in sale.lines
        ),
        freight=sale.freight,
        incoterm="DDP",
        channel=sale.channel,
        seller_registered=bool(sale.registration),
        registration=sale.registration,
        consumer=True,
        buyer=sale.buyer,
        year_to_date=sale.year_to_date,
    )


def carriage(step: Step | None, currency: str, held: Rates, on: date) -> Money:
    """What a buyer pays for carriage, in the currency of the sale, at the rate of the day; nothing if it is included.

    Rates are held against one base; `tariffs.queries.rates` reads them once for a whole page.
    """
    if step is None:
        return Money.from_minor(0, currency)
    asked = Money.from_minor(step.amount_minor, step.currency)
    return asked if step.currency == currency else held.on(on).convert(asked, currency).settle()
