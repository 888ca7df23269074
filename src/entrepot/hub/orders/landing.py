"""What listings cost at a buyer's door: every charge in, explained, whichever hub sells them; one question for many.

The question to the law is the one that a checkout and an order ask (`tariffs.sale`): what is shown will be owed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from entrepot.hub.catalogue import freight
from entrepot.hub.catalogue.freight import Step
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.catalogue.offered import Variant
from entrepot.hub.tariffs import comparing, reckoning, restrictions, sale
from entrepot.hub.tariffs import queries as rates
from entrepot.hub.tariffs.comparing import Answered
from entrepot.hub.tariffs.restrictions import Restriction
from entrepot.hub.tariffs.sale import Sale, Sold
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.rates import Rates
from entrepot.trade.duty.result import Option
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money

BONDED, POST = "bonded", "post"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pieces of one listing that would go in one parcel."""

    listing: Listing
    pieces: tuple[tuple[Variant, int], ...]

    @classmethod
    def one(cls, listing: Listing, variant: Variant) -> Wanted:
        return cls(listing, ((variant, 1),))


@dataclass(frozen=True, slots=True)
class Landed:
    """What a parcel comes to. `currency` is that of its prices, in which it is paid; the answer has its own.

    `step` is the row of the table of freight that it falls under; None where carriage is part of the price.
    """

    wanted: Wanted
    facts: Consignment
    currency: str
    step: Step | None
    answer: Answered | None
    restrictions: tuple[Restriction, ...]
    refused: tuple[Finding, ...] = ()

    @property
    def option(self) -> Option | None:
        """The way in that an order would take; None where nobody can say what it costs."""
        return self.answer.chosen if self.answer else None

    @property
    def prohibited(self) -> bool:
        return any(each.prohibited for each in self.restrictions)

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Why there is no price at the door."""
        return self.refused or (self.answer.reasons if self.answer else ())

    @property
    def goods(self) -> Money:
        """The price of the goods, before anything else."""
        return sum((each.value for each in self.facts.lines[1:]), start=self.facts.lines[0].value)

    @property
    def in_answer(self) -> Money | None:
        """All of it in the currency of the destination, as the law reckons it."""
        return self.option.landed.exact.settle() if self.option and self.option.landed else None

    @property
    def paid(self) -> Money | None:
        """All of it in the currency of the price, as an order would ask for it: charges exchanged once."""
        if self.option is None or self.answer is None:
            return None
        owed = reckoning.duty_minor(self.option) + reckoning.tax_minor(self.option)
        charges = Money.from_minor(owed, self.answer.quote.currency)
        if charges.currency != self.currency:
            day = reckoning.rates_of(self.answer.rates).on(date.fromisoformat(self.answer.rates["on"]))
            charges = day.convert(charges, self.currency).settle()
        assert self.facts.freight is not None
        return self.goods + self.facts.freight + charges


def landed(batch: Sequence[Wanted], destination: str, on: date) -> list[Landed]:
    """What each comes to in a destination, in the order given; the law is asked once, and no table for each."""
    held = rates.rates(rates.currency_of(destination, on))
    found = [_drafted(each, destination, held, on) for each in batch]
    asked = [n for n, each in enumerate(found) if not each.refused]
    for n, answer in zip(asked, comparing.answered([found[n].facts for n in asked]), strict=True):
        found[n] = replace(found[n], answer=answer)
    return found


def _drafted(wanted: Wanted, destination: str, held: Rates, on: date) -> Landed:
    listing = wanted.listing
    currency = wanted.pieces[0][0].price_in(destination)[1]
    channel = BONDED if all(destination in variant.bonded for variant, _ in wanted.pieces) else POST
    mass = sum(variant.net_mass_g * quantity for variant, quantity in wanted.pieces)
    step: Step | None = None
    cost = Money.from_minor(0, currency)
    refused: tuple[Finding, ...] = ()
    try:
        step = freight.step_for(
            listing.freight, destination=destination, channel=channel, mass_g=mass, currency=currency
        )
        cost = sale.carriage(step, currency, held, on)
    except Refused as why:
        refused = tuple(why.findings)
    asked = Sale(
        dispatch=listing.country,
        destination=destination,
        on=on,
        lines=tuple(_sold(variant, quantity, destination) for variant, quantity in wanted.pieces),
        freight=cost,
        channel=channel,
        registration=listing.registrations.get(destination, ""),
    )
    barriers = [
        found
        for variant, _ in wanted.pieces
        for found in restrictions.restrictions(restrictions.piece_of(variant), listing.country, destination, on)
    ]
    return Landed(wanted, sale.question(asked), currency, step, None, tuple(barriers), refused)


def _sold(variant: Variant, quantity: int, destination: str) -> Sold:
    minor, currency = variant.price_in(destination)
    return Sold(
        title=variant.title,
        hs=variant.code_in(destination),
        origin=variant.origin,
        quantity=quantity,
        net_mass_g=variant.net_mass_g * quantity,
        value=Money.from_minor(minor * quantity, currency),
    )
