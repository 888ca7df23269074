"""Facts in words: no page shows where a fact stands in the interface."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from entrepot.hub.customs.law import law_of
from entrepot.hub.web.declaring import called
from entrepot.hub.web.pieces import FindingNote
from entrepot.trade.papers.beside import BESIDE
from entrepot.trade.papers.projection import Source
from tests.hub.customs import goods
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


@pytest.mark.django_db
def test_what_a_border_asks_is_told_in_the_reader_s_language_with_the_permit_by_its_name() -> None:
    cream = replace(goods.TEA_SET, description="Face cream", hs="330499")
    [finding] = law_of("MY", goods.DAY).lacking(goods.entry(items=(cream,)))
    with translation.override("en"):
        assert FindingNote.of(finding).say == (
            "Item 1: Cosmetics are notified before they are sold in Malaysia. "
            "A permit “Cosmetics notification” of NPRA is needed."
        )
    with translation.override("zh-hans"):
        said = FindingNote.of(finding).say
    assert "化妆品在马来西亚销售前须通报。" in said
    assert "Cosmetics" not in said
    assert "cosmetics-notification" not in said
