"""Facts in words: no page shows where a fact stands in the interface."""

from __future__ import annotations

import pytest
from django.utils import translation

from entrepot.hub.web.declaring import called
from entrepot.trade.papers.beside import BESIDE
from entrepot.trade.papers.projection import Source
from tests.trade.example import FACTS


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("/lrn", "Your reference"),
        ("/consignee/address", "Consignee: Address"),
        ("/items/0/unit", "Item 1: Unit"),
        ("/permits/1/number", "Permit 2: Number"),
        ("@customs_office", "the customs office"),
        ("/something/new", "/something/new"),
    ],
)
def test_a_fact_is_told_in_words(pointer: str, words: str) -> None:
    with translation.override("en"):
        assert called.called(pointer) == words


def test_every_fact_of_a_declaration_and_all_that_forms_ask_beside_it_have_words() -> None:
    stated = {finding.pointer for finding in Source(FACTS).losses("x")}
    assert len(stated) > 20
    assert sorted(pointer for pointer in stated if called.called(pointer) == pointer) == []
    assert set(called.BESIDE) == set(BESIDE)
