"""The answer to a question of landed cost: a quote, its options, and the tree that explains each amount."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.ground import NO_GROUND, Ground
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that is one figure, or lies between two where the code given leaves several national lines open."""

    lowest: Money
    highest: Money

    @classmethod
    def of(cls, money: Money) -> Amount:
        return cls(money, money)

    @property
    def is_exact(self) -> bool:
        return self.lowest == self.highest

    @property
    def exact(self) -> Money:
        """The one figure; ask `is_exact` first."""
        assert self.is_exact, f"{self} is a range"
        return self.lowest

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.lowest + other.lowest, self.highest + other.highest)

    def __str__(self) -> str:
        return str(self.lowest) if self.is_exact else f"{self.lowest} to {self.highest.text}"


class Amounts:
    """The amounts that one question is answered with: the same ones come again and again, and are made once."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self._minor: dict[int, Amount] = {}
        self._exact: dict[int, Amount] = {}

    def minor(self, minor: int) -> Amount:
        """An amount of whole minor units."""
        found = self._minor.get(minor)
        if found is None:
            found = self._minor[minor] = Amount.of(Money.from_minor(minor, self.currency))
        return found

    def exact(self, number: Fraction) -> Amount:
        """An amount that is not rounded; the number is known again by what it is, not by what it is worth."""
        found = self._exact.get(id(number))
        if found is None:
            found = self._exact[id(number)] = Amount.of(Money(number, self.currency))
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the working: base x rate, rounded by a named rule, on the ground of a clause.

    The amounts of `parts` add up to the amount. `item` is the line of goods it belongs to, counted from nought; None
    for the consignment. `effect` says what the regime did: exempt, factor, waive, rate.
    """

    charge: str
    name: str
    kind: str
    amount: Amount
    base: Amount | None = None
    base_of: tuple[str, ...] = ()
    rate: str = ""
    unrounded: Amount | None = None
    rounding: str = ""
    item: int | None = None
    hs: str = ""
    effect: str = ""
    ground: Ground = NO_GROUND
    rate_ground: Ground = NO_GROUND
    collected: str = "border"
    payer: str = "importer"
    parts: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One lawful way in, what it costs, and what it needs; or why it is closed, or why nothing can be said.

    `total` is duty, tax and fees; `landed` adds the goods, their freight and insurance. An option that cannot be priced
    has no amounts and says why among `unknown`. `agreements` are the preferences it claims, `quotas` the
    order numbers of the quotas it draws on.
    """

    regime: str
    name: str
    agreements: tuple[str, ...] = ()
    goods: Money | None = None
    carriage: Money | None = None
    duty: Amount | None = None
    tax: Amount | None = None
    fees: Amount | None = None
    total: Amount | None = None
    lines: tuple[Line, ...] = ()
    requires: tuple[Finding, ...] = ()
    why: tuple[Finding, ...] = ()
    why_not: tuple[Finding, ...] = ()
    unknown: tuple[Finding, ...] = ()
    proofs: tuple[str, ...] = ()
    ground: Ground = NO_GROUND
    quotas: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.why_not

    @property
    def is_priced(self) -> bool:
        return self.is_open and not self.unknown

    @property
    def landed(self) -> Amount | None:
        """What the goods cost at the buyer's door."""
        if self.total is None or self.goods is None or self.carriage is None:
            return None
        return Amount.of(self.goods + self.carriage) + self.total


@dataclass(frozen=True, slots=True)
class Quote:
    """Every lawful way for one consignment, cheapest first; the ways that are closed stand apart, with the reason.

    `findings` are faults in the question itself: with an error among them there are no options. `tariff` names the
    loaded versions of the tariff that were used; a schedule that ships with the law is named by the law's digest.
    """

    destination: str
    currency: str
    on: date
    known: date | None
    law_digest: str
    options: tuple[Option, ...]
    closed: tuple[Option, ...] = ()
    findings: tuple[Finding, ...] = ()
    tariff: tuple[Edition, ...] = ()

    @property
    def cheapest(self) -> Option | None:
        """The first option that has a price."""
        return next((option for option in self.options if option.is_priced), None)

    def option(self, regime: str) -> Option | None:
        """The cheapest open option of a regime."""
        return next((option for option in self.options if option.regime == regime), None)


def leaves(lines: Iterable[Line]) -> Iterable[Line]:
    """The lines of the tree that have no parts; their amounts add up to the total."""
    for line in lines:
        if line.parts:
            yield from leaves(line.parts)
        else:
            yield line
