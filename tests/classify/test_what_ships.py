"""The assistant as it ships: phrase book, glossaries, points and probes together."""

from __future__ import annotations

from functools import cache

import pytest

from entrepot.classify import gate, sources, training, vectors
from entrepot.classify.classifier import Assistant, cache_folder
from entrepot.classify.goods import Goods


@cache
def shipped() -> Assistant:
    return Assistant(sources.shipped(), folder=cache_folder())


def test_nearly_every_probe_finds_its_heading() -> None:
    verdict = gate.verdict(shipped(), [])
    assert verdict.passed
    assert verdict.before >= 0.95 * verdict.probes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("wireless bluetooth earphones", "851830"),
        ("无线蓝牙耳机", "851830"),
        ("fon telinga tanpa wayar", "851830"),
        ("women's T-shirt, 100% cotton, knitted", "610910"),
        ("women's T-shirt, 100% polyester, knitted", "610990"),
        ("女士连衣裙 涤纶 梭织", "620443"),
    ],
)
def test_common_goods_come_under_their_code_in_three_languages(text: str, code: str) -> None:
    assert shipped().classify([Goods(text)])[0].suggestions[0].code == code


def test_the_points_that_ship_are_of_the_projection_that_ships() -> None:
    known = vectors.shipped()
    texts = training.shipped_texts()
    covered = (known.places(vectors.keys_of(texts)) >= 0).mean()
    assert covered > 0.8
