"""A small stock of known texts, so that tests need not read the whole phrase book."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from entrepot.classify.answer import Answer
from entrepot.classify.classifier import Assistant
from entrepot.classify.goods import Goods
from entrepot.classify.row import Row

TEXTS = (
    ("610910", "women's cotton T-shirt", "en"),
    ("610910", "纯棉针织T恤", "zh"),
    ("610990", "polyester sports T-shirt", "en"),
    ("620520", "men's woven cotton shirt", "en"),
    ("620640", "women's chiffon blouse", "en"),
    ("691110", "porcelain plate", "en"),
    ("691110", "瓷盘", "zh"),
    ("691110", "pinggan porselin", "ms"),
    ("691200", "stoneware mug", "en"),
    ("732393", "stainless steel saucepan", "en"),
    ("851830", "wireless bluetooth earphones", "en"),
    ("851830", "无线蓝牙耳机", "zh"),
    ("392690", "silicone case for earphones", "en"),
    ("940161", "wooden sofa with upholstery", "en"),
    ("950300", "plush toy bear", "en"),
)


@cache
def small() -> Assistant:
    return Assistant(Row(code, text, lang, "test shelf") for code, text, lang in TEXTS)


def asked(text: str, lang: str = "", **attributes: str) -> Answer:
    return small().classify([Goods(text, lang, attributes)])[0]


def codes(answer: Answer) -> Sequence[str]:
    return [suggestion.code for suggestion in answer.suggestions]
