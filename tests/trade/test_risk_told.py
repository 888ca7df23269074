"""A profile is told in sentences: every word of the vocabulary has one, with its values in their places."""

from __future__ import annotations

from typing import Any

import pytest

from entrepot.trade.finding import fill
from entrepot.trade.risk import profile, told
from entrepot.trade.risk.reading import DECLARED, OF_ITEM
from entrepot.trade.risk.told import Line

CARD = {"from": 50, "card": [{"points": 30, "when": {"direction": "export"}}]}
ITEM: dict[str, tuple[Any, str]] = {
    "goods": (["9101", "9102"], "Its code begins with 9101, 9102."),
    "origin": ("CN", "Its origin is CN."),
    "words": (["battery"], "Its description has one of these words: battery."),
    "value-over": ("MYR 500", "It is worth more than MYR 500."),
    "mass-over": ("20", "It weighs more than 20 kg without its packing."),
    "value-per-kg-below": ("MYR 5", "A kilogram of it is worth less than MYR 5."),
    "value-per-kg-over": ("MYR 900", "A kilogram of it is worth more than MYR 900."),
    "any-of": ([{"origin": "CN"}, {"origin": "HK"}], "One of these holds: Its origin is CN. Its origin is HK."),
    "not": ({"origin": "CN"}, "This does not hold: Its origin is CN."),
}
WHOLE: dict[str, tuple[Any, str]] = {
    "direction": ("import", "The goods enter."),
    "regime": ("9610", "The procedure is 9610."),
    "from": (["CN", "HK"], "The consignor is in CN, HK."),
    "to": ("MY", "The consignee is in MY."),
    "declarant": ("kl-batik", "The declarant is kl-batik."),
    "party": ("X1", "Consignor or consignee has the number X1."),
    "term": ("DDP", "The delivery term is DDP."),
    "unregistered": (True, "The seller's tax scheme is not named."),
    "item-count-over": (9, "There are more than 9 items."),
    "mass-over": ("30", "All goods weigh more than 30 kg with their packing."),
    "value-over": ("MYR 500", "The goods are worth more than MYR 500, or nobody can say in that currency."),
    "value-below": ("MYR 5", "The goods are worth less than MYR 5, or nobody can say in that currency."),
    "due-over": ("MYR 99", "More than MYR 99 is due, or nobody can say in that currency."),
    "one-in": (50, "Chance draws it: one consignment in 50."),
    "an-item": ({"origin": "CN"}, "There is an item of which all of this holds: Its origin is CN."),
    "any-of": ([{"to": "MY"}, {"from": "CN"}], "One of these holds: The consignee is in MY. The consignor is in CN."),
    "not": ({"to": "MY"}, "This does not hold: The consignee is in MY."),
    "score": (CARD, "The points of what holds come to 50 or more: 30 points: The goods leave."),
}


def read_aloud(line: Line) -> str:
    return " ".join([fill(line.sentence, line.params), *map(read_aloud, line.parts)])


def lines(when: dict[str, Any]) -> tuple[Line, ...]:
    return told(profile({"code": "A", "name": "A", "lane": "red", "reason": "A", "when": when}).when)


@pytest.mark.parametrize("word", DECLARED)
def test_every_word_of_a_declaration_has_its_sentence(word: str) -> None:
    said, sentence = WHOLE[word]
    assert [read_aloud(line) for line in lines({word: said})] == [sentence]


@pytest.mark.parametrize("word", OF_ITEM)
def test_every_word_of_an_item_has_its_sentence(word: str) -> None:
    said, sentence = ITEM[word]
    [line] = lines({"an-item": {word: said}})
    assert [read_aloud(part) for part in line.parts] == [sentence]


def test_conditions_that_belong_together_stand_under_one_another() -> None:
    [line] = lines({"any-of": [{"to": "MY", "from": "CN"}, {"unregistered": False}]})
    assert read_aloud(line) == (
        "One of these holds: All of this holds: The consignee is in MY. The consignor is in CN."
        " This does not hold: The seller's tax scheme is not named."
    )
