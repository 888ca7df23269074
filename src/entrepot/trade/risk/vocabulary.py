"""The closed vocabulary in which risk profiles are written.

Each word is a frozen dataclass that compiles once to a function. A profile can therefore be read, shown, compared and
published, and can never do anything but look. Codes and words are compared exactly; amounts are decimal text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

from entrepot.trade.assessment import Assessment
from entrepot.trade.currency import minor_digits
from entrepot.trade.declaration.facts import Direction as Way
from entrepot.trade.declaration.reading import MILLION, Read, ReadItem, millionths
from entrepot.trade.money import Money
from entrepot.trade.risk.chance import drawn


@dataclass(slots=True)
class Look:
    """What a profile looks at: a declaration that was read, what is due for it, and the seed of chance."""

    read: Read
    assessment: Assessment | None
    seed: str


Predicate = Callable[[Look], bool]
ItemPredicate = Callable[[ReadItem, Look], bool]


class Condition(Protocol):
    """Something that a declaration can be."""

    def compiled(self) -> Predicate: ...


class ItemCondition(Protocol):
    """Something that one goods item can be."""

    def of_item(self) -> ItemPredicate: ...


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
            value = _value(look, currency)
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
            value = _value(look, currency)
            return value is None or value < least

        return below


@dataclass(frozen=True, slots=True)
class DueOver:
    """More than this is due; what was not assessed counts as more."""

    currency: str
    amount: str

    def compiled(self) -> Predicate:
        most = Money.of(self.amount, self.currency)

        def over(look: Look) -> bool:
            if look.assessment is None or look.assessment.value.currency != most.currency:
                return True
            return most < look.assessment.due

        return over


@dataclass(frozen=True, slots=True)
class OneIn:
    """Chance: one consignment in so many, by the seed that was committed to."""

    n: int

    def compiled(self) -> Predicate:
        return lambda look: drawn(look.seed, look.read.facts.ucr, self.n)


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these hold; within an item, of the same item."""

    conditions: tuple[Condition | ItemCondition, ...]

    def compiled(self) -> Predicate:
        return reduce(_both, [_declared(each) for each in self.conditions])

    def of_item(self) -> ItemPredicate:
        return reduce(_both_of_item, [_itemized(each) for each in self.conditions])


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these holds, or several."""

    conditions: tuple[Condition | ItemCondition, ...]

    def compiled(self) -> Predicate:
        tests = [_declared(each) for each in self.conditions]
        return lambda look: any(test(look) for test in tests)

    def of_item(self) -> ItemPredicate:
        tests = [_itemized(each) for each in self.conditions]
        return lambda item, look: any(test(item, look) for test in tests)


@dataclass(frozen=True, slots=True)
class Not:
    """This does not hold."""

    condition: Condition | ItemCondition

    def compiled(self) -> Predicate:
        test = _declared(self.condition)
        return lambda look: not test(look)

    def of_item(self) -> ItemPredicate:
        test = _itemized(self.condition)
        return lambda item, look: not test(item, look)


@dataclass(frozen=True, slots=True)
class ScoreFrom:
    """The points of all conditions that hold come to at least so many: a scorecard in whole numbers."""

    points: int
    card: tuple[tuple[Condition, int], ...]

    def compiled(self) -> Predicate:
        tests = [(condition.compiled(), points) for condition, points in self.card]
        return lambda look: sum(points for test, points in tests if test(look)) >= self.points


@dataclass(frozen=True, slots=True)
class AnItem:
    """There is a goods item of which all of these hold."""

    conditions: tuple[ItemCondition, ...]

    def compiled(self) -> Predicate:
        test = reduce(_both_of_item, [condition.of_item() for condition in self.conditions])

        def found(look: Look) -> bool:
            for item in look.read.items:  # noqa: SIM110 - any() over a generator takes twice as long
                if test(item, look):
                    return True
            return False

        return found


@dataclass(frozen=True, slots=True)
class Goods:
    """The item's commodity code begins with one of these."""

    prefixes: tuple[str, ...]

    def of_item(self) -> ItemPredicate:
        prefixes = tuple("".join(each for each in prefix if each.isdigit()) for prefix in self.prefixes)
        return lambda item, look: item.commodity.startswith(prefixes)


@dataclass(frozen=True, slots=True)
class Origin:
    """The item's country of origin is one of these."""

    countries: tuple[str, ...]

    def of_item(self) -> ItemPredicate:
        countries = frozenset(self.countries)
        return lambda item, look: item.item.origin in countries


@dataclass(frozen=True, slots=True)
class Words:
    """The item's description has one of these words, whatever the letter case."""

    words: tuple[str, ...]

    def of_item(self) -> ItemPredicate:
        words = tuple(word.casefold() for word in self.words)

        def named(item: ReadItem, look: Look) -> bool:
            description = item.item.description.casefold()
            return any(word in description for word in words)

        return named


@dataclass(frozen=True, slots=True)
class ItemValueOver:
    """The item is worth more than this, as declared; another currency counts as more."""

    currency: str
    amount: str

    def of_item(self) -> ItemPredicate:
        currency, most = self.currency, amount(self.amount)
        return lambda item, look: look.read.facts.currency != currency or item.value is None or item.value > most


@dataclass(frozen=True, slots=True)
class ItemMassOver:
    """The item weighs more than this without its packing."""

    kg: str

    def of_item(self) -> ItemPredicate:
        most = amount(self.kg)
        return lambda item, look: item.net is None or item.net > most


@dataclass(frozen=True, slots=True)
class ValuePerKgBelow:
    """The item's value for its net mass is suspiciously low; another currency counts as low."""

    currency: str
    amount: str

    def of_item(self) -> ItemPredicate:
        currency, least = self.currency, amount(self.amount)

        def below(item: ReadItem, look: Look) -> bool:
            if look.read.facts.currency != currency or item.value is None or item.net is None:
                return True
            return item.value * MILLION < least * item.net

        return below


@dataclass(frozen=True, slots=True)
class ValuePerKgOver:
    """The item's value for its net mass is suspiciously high; another currency counts as high."""

    currency: str
    amount: str

    def of_item(self) -> ItemPredicate:
        currency, most = self.currency, amount(self.amount)

        def over(item: ReadItem, look: Look) -> bool:
            if look.read.facts.currency != currency or item.value is None or item.net is None:
                return True
            return item.value * MILLION > most * item.net

        return over


def amount(text: str) -> int:
    """The amount of a condition in whole millionths."""
    found = millionths(text)
    assert found is not None, f"{text!r} was not read as an amount"
    return found


def _value(look: Look, currency: str) -> int | None:
    """The value of all goods in the currency: what customs assessed, else what was declared, else unknown."""
    if look.assessment is not None and look.assessment.value.currency == currency:
        millionths_of_one: int = MILLION // 10 ** minor_digits(currency)
        return look.assessment.value.settle().minor * millionths_of_one
    return look.read.value if look.read.facts.currency == currency else None


def _both(first: Predicate, second: Predicate) -> Predicate:
    return lambda look: first(look) and second(look)


def _both_of_item(first: ItemPredicate, second: ItemPredicate) -> ItemPredicate:
    return lambda item, look: first(item, look) and second(item, look)


def _declared(condition: Condition | ItemCondition) -> Predicate:
    assert hasattr(condition, "compiled"), f"{condition} is said of an item: put it into AnItem"
    return condition.compiled()


def _itemized(condition: Condition | ItemCondition) -> ItemPredicate:
    assert hasattr(condition, "of_item"), f"{condition} is said of a declaration, not of an item"
    return condition.of_item()
