"""Conditions made of conditions: all of them, any of them, not this one. They combine what is said of items, too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from entrepot.trade.risk.look import Condition, ItemCondition, ItemPredicate, Predicate, both, both_of_item


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these hold; within an item, of the same item."""

    conditions: tuple[Condition | ItemCondition, ...]

    def compiled(self) -> Predicate:
        return reduce(both, [_declared(each) for each in self.conditions])

    def of_item(self) -> ItemPredicate:
        return reduce(both_of_item, [_itemized(each) for each in self.conditions])


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


def _declared(condition: Condition | ItemCondition) -> Predicate:
    assert hasattr(condition, "compiled"), f"{condition} is said of an item: put it into AnItem"
    return condition.compiled()


def _itemized(condition: Condition | ItemCondition) -> ItemPredicate:
    assert hasattr(condition, "of_item"), f"{condition} is said of a declaration, not of an item"
    return condition.of_item()
