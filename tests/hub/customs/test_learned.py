"""The learned score is advice: it is read from the card that comes with the hub, and moves nothing."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from entrepot.hub.customs import actions, learned
from entrepot.hub.customs.models import Declaration
from entrepot.hub.parties.models import Party
from entrepot.trade.risk.scorecard import SIGNS
from tests import cast
from tests.hub.customs import goods

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data" / "customs-declarations-kcs"


def test_the_card_says_where_it_is_from_and_that_it_decides_nothing() -> None:
    told = learned.provenance()
    assert (told.code, told.standing, told.licence) == (learned.card().code, "advisory", "MIT")
    assert "synthetic" in told.trained_on


def test_the_card_has_the_signs_that_trade_knows_and_whole_points() -> None:
    card = learned.card()
    assert set(card.tables) == set(SIGNS)
    assert sum(map(len, card.tables.values())) == 20268
    assert card.least[0] > card.least[1] > card.least[2] > 0
    assert all(0 <= row.wrong <= row.looked_at for table in card.tables.values() for row in table.values())


def test_goods_in_a_currency_or_of_a_weight_that_is_not_known_have_no_score() -> None:
    assert learned.advice(goods.entry(currency="XTS")) is None
    assert learned.advice(goods.entry(items=(goods.item(net_mass_kg="0"),))) is None
    assert learned.advice(goods.entry()) is not None


@pytest.mark.django_db
def test_a_high_score_moves_no_declaration_to_another_lane(batik: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(learned, "card", lambda: asked.append("asked"))
    actions.lodge([goods.entry()], declarant=batik, by=cast.by("kl-batik"))
    assert (Declaration.objects.get().lane, asked) == ("green", [])


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the data folder is not beside the project")
@pytest.mark.skipif(importlib.util.find_spec("sklearn") is None, reason="scikit-learn is not installed")
def test_the_card_tells_wrong_declarations_of_the_next_quarter_beforehand() -> None:
    from bench import risk_learned

    asked = risk_learned._read(risk_learned.VALIDATION)
    found = risk_learned.told([learned.card().of(each.goods).points for each in asked], asked)
    assert [found[f"precision at {share} %"] for share in (1, 5, 10)] == [1.0, 0.983, 0.904]
    assert [found[f"recall at {share} %"] for share in (1, 5, 10)] == [0.048, 0.234, 0.431]
