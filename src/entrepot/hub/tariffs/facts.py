"""A question of landed cost as somebody asks it: texts, which are read or refused with everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from entrepot.statute import nomenclature
from entrepot.trade import code
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money, exact
from entrepot.trade.quantity import Quantity

Read = TypeVar("Read")
NOTHING = Money(Fraction(0), "XXX")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFacts:
    """An amount of money: decimal text and its currency (ISO 4217)."""

    amount: str
    currency: str


Stated = str | MoneyFacts
"""An amount: with its currency, or as decimal text in the currency of the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """Goods of one kind: `value` is the price of the whole line; an item costs value / quantity.

    `quantities` are further measures by unit, such as `{"LTR": "3"}`, which a duty by quantity may ask for; `answers`
    answer the questions of a conditional rate.
    """

    hs: str
    value: Stated
    quantity: str = "1"
    unit: str = "H87"
    description: str = ""
    origin: str = ""
    net_mass_kg: str = ""
    quantities: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFacts:
    """What would it cost to land these goods there? What is left out is not known, and the answer says so.

    `on` is the day whose law counts (today if left out), `known` the day from whose knowledge it is seen.
    """

    dispatch: str
    destination: str
    lines: tuple[QuoteLine, ...]
    currency: str = ""
    freight: Stated = ""
    insurance: Stated = ""
    incoterm: str = "DAP"
    channel: str = ""
    seller_registered: bool | None = None
    registration: str = ""
    consumer: bool | None = None
    on: date | None = None
    known: date | None = None


def asked(facts: QuoteFacts, today: date) -> Consignment:
    """The question as the law reads it, or a refusal with every place that cannot be read."""
    desk = _Desk(facts.currency)
    consignment = Consignment(
        dispatch=desk.read("/dispatch", lambda: code.country(facts.dispatch), ""),
        destination=facts.destination.strip().upper(),
        on=facts.on or today,
        known=facts.known,
        lines=tuple(desk.goods(n, line) for n, line in enumerate(facts.lines)),
        freight=desk.money("/freight", facts.freight) if facts.freight else None,
        insurance=desk.money("/insurance", facts.insurance) if facts.insurance else None,
        incoterm=facts.incoterm.strip().upper(),
        channel=facts.channel,
        seller_registered=facts.seller_registered,
        registration=facts.registration,
        consumer=facts.consumer,
    )
    if desk.found:
        raise Refused(desk.found)
    return consignment


def money(text: str, currency: str) -> Money:
    """An amount as somebody types it, or a refusal; a number of unbounded length is none."""
    return Money.of(_short(text), currency)


class _Desk:
    """Where the texts of one question are read, and every fault is gathered with its place."""

    def __init__(self, currency: str) -> None:
        self.currency = currency.strip().upper()
        self.found: list[Finding] = []

    def read(self, pointer: str, how: Callable[[], Read], instead: Read) -> Read:
        try:
            return how()
        except Refused as refused:
            self.found += [replace(each, pointer=pointer) for each in refused.findings]
            return instead

    def money(self, pointer: str, stated: Stated) -> Money:
        text, currency = (stated.amount, stated.currency) if isinstance(stated, MoneyFacts) else (stated, self.currency)
        return self.read(pointer, lambda: money(text, currency), NOTHING)

    def number(self, pointer: str, text: str) -> Fraction:
        return self.read(pointer, lambda: Fraction(exact(_short(text))), Fraction(0))

    def quantity(self, pointer: str, text: str, unit: str) -> Fraction:
        return self.read(pointer, lambda: Quantity.of(_short(text), unit).amount, Fraction(1))

    def goods(self, n: int, line: QuoteLine) -> Goods:
        at = f"/lines/{n}"
        return Goods(
            hs=self.read(f"{at}/hs", lambda: nomenclature.known(line.hs), ""),
            value=self.money(f"{at}/value", line.value),
            quantity=self.quantity(f"{at}/quantity", line.quantity, line.unit),
            unit=line.unit,
            description=line.description,
            origin=self.read(f"{at}/origin", lambda: code.country(line.origin), "") if line.origin else "",
            net_mass_kg=self.number(f"{at}/net_mass_kg", line.net_mass_kg) if line.net_mass_kg else None,
            quantities={
                unit: self.quantity(f"{at}/quantities/{unit.replace('/', '~1')}", text, unit)
                for unit, text in line.quantities.items()
            },
            answers=dict(line.answers),
        )


def _short(text: str) -> str:
    """The text, or something that is no number where it claims one of unbounded length."""
    return text if len(text) <= 30 and "e" not in text.lower() else "…"
