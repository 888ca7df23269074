"""What a risk profile looks at, and what its conditions compile to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from entrepot.trade.assessment import Assessment
from entrepot.trade.currency import minor_digits
from entrepot.trade.declaration.reading import MILLION, Read, ReadItem, millionths


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


def amount(text: str) -> int:
    """The amount of a condition in whole millionths."""
    found = millionths(text)
    assert found is not None, f"{text!r} was not read as an amount"
    return found


def item_value_in(item: ReadItem, look: Look, currency: str) -> int | None:
    """The item's value in the currency: as declared, else its share of what customs assessed, else unknown."""
    if look.read.facts.currency == currency:
        return item.value
    if item.value is None or look.read.value <= 0 or look.assessment is None:
        return None
    if look.assessment.currency != currency:
        return None
    assessed = value_in(look, currency)
    return assessed * item.value // look.read.value if assessed is not None else None


def value_in(look: Look, currency: str) -> int | None:
    """The value of all goods in the currency: what customs assessed, else what was declared, else unknown."""
    if look.assessment is not None and look.assessment.currency == currency:
        millionths_of_one: int = MILLION // 10 ** minor_digits(currency)
        return look.assessment.value_minor * millionths_of_one
    return look.read.value if look.read.facts.currency == currency else None


def both(first: Predicate, second: Predicate) -> Predicate:
    """One after the other; the second is not asked when the first does not hold."""
    return lambda look: first(look) and second(look)


def both_of_item(first: ItemPredicate, second: ItemPredicate) -> ItemPredicate:
    """The same, said of an item."""
    return lambda item, look: first(item, look) and second(item, look)
