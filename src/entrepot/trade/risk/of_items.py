"""The words of the vocabulary that are said of one goods item, and the word that says them of a declaration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from entrepot.trade.declaration.reading import MILLION, ReadItem
from entrepot.trade.risk.look import ItemCondition, ItemPredicate, Look, Predicate, amount, both_of_item, item_value_in


@dataclass(frozen=True, slots=True)
class AnItem:
    """There is a goods item of which all of these hold."""

    conditions: tuple[ItemCondition, ...]

    def compiled(self) -> Predicate:
        test = reduce(both_of_item, [condition.of_item() for condition in self.conditions])

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
    """The item is worth more than this; a value that cannot be told in the currency counts as more."""

    currency: str
    amount: str

    def of_item(self) -> ItemPredicate:
        currency, most = self.currency, amount(self.amount)

        def over(item: ReadItem, look: Look) -> bool:
            value = item_value_in(item, look, currency)
            return value is None or value > most

        return over


@dataclass(frozen=True, slots=True)
class ItemMassOver:
    """The item weighs more than this without its packing."""

    kg: str

    def of_item(self) -> ItemPredicate:
        most = amount(self.kg)
        return lambda item, look: item.net is None or item.net > most


@dataclass(frozen=True, slots=True)
class ValuePerKgBelow:
    """The item's value for its net mass is suspiciously low; one that cannot be told counts as low."""

    currency: str
    amount: str

    def of_item(self) -> ItemPredicate:
        currency, least = self.currency, amount(self.amount)

        def below(item: ReadItem, look: Look) -> bool:
            value = item_value_in(item, look, currency)
            return value is None or item.net is None or value * MILLION < least * item.net

        return below


@dataclass(frozen=True, slots=True)
class ValuePerKgOver:
    """The item's value for its net mass is suspiciously high; one that cannot be told counts as high."""

    currency: str
    amount: str

    def of_item(self) -> ItemPredicate:
        currency, most = self.currency, amount(self.amount)

        def over(item: ReadItem, look: Look) -> bool:
            value = item_value_in(item, look, currency)
            return value is None or item.net is None or value * MILLION > most * item.net

        return over
