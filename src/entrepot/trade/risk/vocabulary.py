"""The closed vocabulary in which risk profiles are written: the words said of a whole declaration.

Each word is a frozen dataclass that compiles once to a function. A profile can therefore be read, shown, compared and
published, and can never do anything but look. Codes and words are compared exactly; amounts are decimal text.
"""

from __future__ import annotations

from dataclasses import dataclass

from entrepot.trade.currency import minor_digits
from entrepot.trade.declaration.facts import Direction as Way
from entrepot.trade.declaration.reading import MILLION
from entrepot.trade.risk.chance import drawn
from entrepot.trade.risk.look import Condition, Look, Predicate, amount, value_in


@dataclass(frozen=True, slots=True)
class Direction:
    """The goods leave, or they enter."""

    way: Way

    def compiled(self) -> Predicate:
        return lambda look: look.read.facts.direction == self.way


@dataclass(frozen=True, slots=True)
class Regime:
    """The procedure is one of these."""

    codes: tuple[str, ...]

    def compiled(self) -> Predicate:
        codes = frozenset(self.codes)
        return lambda look: look.read.facts.regime in codes


@dataclass(frozen=True, slots=True)
class From:
    """The consignor is in one of these countries."""

    countries: tuple[str, ...]

    def compiled(self) -> Predicate:
        countries = frozenset(self.countries)
        return lambda look: look.read.facts.consignor.country in countries


@dataclass(frozen=True, slots=True)
class To:
    """The consignee is in one of these countries."""

    countries: tuple[str, ...]

    def compiled(self) -> Predicate:
        countries = frozenset(self.countries)
        return lambda look: look.read.facts.consignee.country in countries


@dataclass(frozen=True, slots=True)
class Declarant:
    """The declarant is one of these."""

    codes: tuple[str, ...]

    def compiled(self) -> Predicate:
        codes = frozenset(self.codes)
        return lambda look: look.read.facts.declarant in codes


@dataclass(frozen=True, slots=True)
class Party:
    """The consignor or the consignee has one of these numbers."""

    ids: tuple[str, ...]

    def compiled(self) -> Predicate:
        ids = frozenset(self.ids) - {""}
        return lambda look: look.read.facts.consignor.id in ids or look.read.facts.consignee.id in ids


@dataclass(frozen=True, slots=True)
class Term:
    """The delivery term is one of these."""

    codes: tuple[str, ...]

    def compiled(self) -> Predicate:
        codes = frozenset(self.codes)
        return lambda look: look.read.facts.incoterm in codes


@dataclass(frozen=True, slots=True)
class Unregistered:
    """The seller's tax scheme is not named."""

    def compiled(self) -> Predicate:
        return lambda look: not look.read.facts.registration


@dataclass(frozen=True, slots=True)
class ItemCountOver:
    """There are more goods items than so many."""

    count: int

    def compiled(self) -> Predicate:
        return lambda look: len(look.read.items) > self.count


@dataclass(frozen=True, slots=True)
class MassOver:
    """All goods weigh more than this with their packing."""

    kg: str

    def compiled(self) -> Predicate:
        most = amount(self.kg)
        return lambda look: look.read.gross > most


@dataclass(frozen=True, slots=True)
class ValueOver:
    """The goods are worth more than this; a value that cannot be told in the currency counts as more."""

    currency: str
    amount: str

    def compiled(self) -> Predicate:
        currency, most = self.currency, amount(self.amount)

        def over(look: Look) -> bool:
            value = value_in(look, currency)
            return value is None or value > most

        return over


@dataclass(frozen=True, slots=True)
class ValueBelow:
    """The goods are worth less than this; a value that cannot be told in the currency counts as less."""

    currency: str
    amount: str

    def compiled(self) -> Predicate:
        currency, least = self.currency, amount(self.amount)

        def below(look: Look) -> bool:
            value = value_in(look, currency)
            return value is None or value < least

        return below


@dataclass(frozen=True, slots=True)
class DueOver:
    """More than this is due; what was not assessed counts as more."""

    currency: str
    amount: str

    def compiled(self) -> Predicate:
        currency, most = self.currency, amount(self.amount)
        millionths_of_one: int = MILLION // 10 ** minor_digits(currency)

        def over(look: Look) -> bool:
            if look.assessment is None or look.assessment.currency != currency:
                return True
            return look.assessment.due_minor * millionths_of_one > most

        return over


@dataclass(frozen=True, slots=True)
class OneIn:
    """Chance: one consignment in so many, by the seed that was committed to."""

    n: int

    def compiled(self) -> Predicate:
        return lambda look: drawn(look.seed, look.read.facts.ucr, self.n)


@dataclass(frozen=True, slots=True)
class ScoreFrom:
    """The points of all conditions that hold come to at least so many: a scorecard in whole numbers."""

    points: int
    card: tuple[tuple[Condition, int], ...]

    def compiled(self) -> Predicate:
        tests = [(condition.compiled(), points) for condition, points in self.card]
        return lambda look: sum(points for test, points in tests if test(look)) >= self.points
