"""Marks: what a code or a description was asked about, a bit each, so that goods that come again are looked up.

A consignment of goods without a mark is passed by at one look at all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from entrepot.trade.risk import combined as c
from entrepot.trade.risk import of_items as i
from entrepot.trade.risk import vocabulary as v
from entrepot.trade.risk.look import Condition, ItemCondition

KEPT = 1 << 13
"""Codes and descriptions whose marks are remembered."""


def of_code(asked: Sequence[tuple[str, ...]]) -> Callable[[str], int]:
    """Marks which of the groups of goods a commodity code belongs to; codes come again and again."""

    @lru_cache(maxsize=KEPT)
    def kinds(commodity: str) -> int:
        return sum(1 << n for n, prefixes in enumerate(asked) if commodity.startswith(prefixes))

    return kinds


def of_text(asked: Sequence[tuple[str, ...]]) -> Callable[[str], int]:
    """Marks which of the lists of words a description has a word of."""

    @lru_cache(maxsize=KEPT)
    def told(description: str) -> int:
        text, marks = description.casefold(), 0
        for n, words in enumerate(asked):
            for word in words:
                if word in text:
                    marks |= 1 << n
                    break
        return marks

    return told


def alone(things: Mapping[int, int]) -> Callable[[int], int]:
    """Which of the asked things an item is by one mark alone, given all its marks."""

    @lru_cache(maxsize=KEPT)
    def follows(marks: int) -> int:
        return sum(thing for mark, thing in things.items() if marks & mark)

    return follows


def is_of_marks(condition: Condition | ItemCondition) -> bool:
    """Whether it asks for nothing but the direction and what the items are, of which few combinations are met."""
    match condition:
        case v.Direction() | i.AnItem():
            return True
        case c.AllOf(conditions) | c.AnyOf(conditions):
            return all(map(is_of_marks, conditions))
        case c.Not(inner):
            return is_of_marks(inner)
        case _:
            return False


def needs(condition: Condition | ItemCondition, words: tuple[type, ...]) -> bool:
    """Whether the condition cannot hold unless one of these words holds."""
    match condition:
        case c.AllOf(conditions) | i.AnItem(conditions) if not isinstance(condition, words):
            return any(needs(each, words) for each in conditions)
        case c.AnyOf(conditions):
            return all(needs(each, words) for each in conditions)
        case _:
            return isinstance(condition, words)


def guarded(tests: Iterable[tuple[str, bool]], by: str) -> Iterator[str]:
    """Tests as lines, those that cannot hold unless something is marked behind one look at all the marks."""
    marked = []
    for test, needs_mark in tests:
        if needs_mark:
            marked.append(f"    {test}")
        else:
            yield test
    if marked:
        yield f"if {by}:"
        yield from marked
