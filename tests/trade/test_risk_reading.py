from __future__ import annotations

from typing import Any

import pytest

from entrepot.trade.risk import (
    AllOf,
    AnItem,
    AnyOf,
    Condition,
    Declarant,
    Direction,
    DueOver,
    From,
    Goods,
    ItemCountOver,
    ItemMassOver,
    ItemValueOver,
    MassOver,
    Not,
    OneIn,
    Origin,
    Party,
    Profile,
    Regime,
    ScoreFrom,
    Term,
    To,
    Unregistered,
    ValueBelow,
    ValueOver,
    ValuePerKgBelow,
    ValuePerKgOver,
    Words,
    profile,
)
from entrepot.trade.risk.reading import DECLARED, OF_ITEM
from tests.trade.refusing import refused

TREE: dict[str, Any] = {
    "code": "XA-R01",
    "name": "Undervalued watches",
    "lane": "yellow",
    "when": {"direction": "import", "an-item": {"goods": ["9101", "9102"], "value-per-kg-below": "XCD 500"}},
    "reason": "Watches are worth more than this by weight.",
    "law": "XA Customs Act, art. 40",
}


def when(tree: object) -> tuple[Condition, ...]:
    return profile(TREE | {"when": tree}).when


def test_a_profile_is_read_from_its_tree() -> None:
    assert profile(TREE) == Profile(
        "XA-R01",
        "Undervalued watches",
        (Direction("import"), AnItem((Goods(("9101", "9102")), ValuePerKgBelow("XCD", "500")))),
        "yellow",
        "Watches are worth more than this by weight.",
        "XA Customs Act, art. 40",
    )


@pytest.mark.parametrize(
    ("tree", "condition"),
    [
        ({"direction": "export"}, Direction("export")),
        ({"regime": "9610"}, Regime(("9610",))),
        ({"regime": ["9610", "1210"]}, Regime(("9610", "1210"))),
        ({"from": ["cn"]}, From(("CN",))),
        ({"to": "MY"}, To(("MY",))),
        ({"declarant": ["a", "b"]}, Declarant(("a", "b"))),
        ({"party": ["91330100MA2A1B2C3D"]}, Party(("91330100MA2A1B2C3D",))),
        ({"term": ["ddp", "DAP"]}, Term(("DDP", "DAP"))),
        ({"unregistered": True}, Unregistered()),
        ({"unregistered": False}, Not(Unregistered())),
        ({"item-count-over": 20}, ItemCountOver(20)),
        ({"mass-over": "31.5"}, MassOver("31.5")),
        ({"mass-over": 30}, MassOver("30")),
        ({"value-over": "CNY 5000"}, ValueOver("CNY", "5000")),
        ({"value-below": "CNY 1.50"}, ValueBelow("CNY", "1.50")),
        ({"due-over": "MYR 100"}, DueOver("MYR", "100")),
        ({"one-in": 200}, OneIn(200)),
        ({"an-item": {"goods": "85"}}, AnItem((Goods(("85",)),))),
        ({"an-item": {"origin": ["XA", "XB"]}}, AnItem((Origin(("XA", "XB")),))),
        ({"an-item": {"words": ["replica"]}}, AnItem((Words(("replica",)),))),
        ({"an-item": {"value-over": "MYR 500"}}, AnItem((ItemValueOver("MYR", "500"),))),
        ({"an-item": {"mass-over": "30"}}, AnItem((ItemMassOver("30"),))),
        ({"an-item": {"value-per-kg-over": "MYR 9000"}}, AnItem((ValuePerKgOver("MYR", "9000"),))),
        (
            {"an-item": {"any-of": [{"goods": "85"}, {"goods": "90", "words": "laser"}]}},
            AnItem((AnyOf((Goods(("85",)), AllOf((Goods(("90",)), Words(("laser",)))))),)),
        ),
        ({"an-item": {"not": {"origin": "CN"}}}, AnItem((Not(Origin(("CN",))),))),
        (
            {"any-of": [{"from": "CN"}, {"to": "MY", "direction": "import"}]},
            AnyOf((From(("CN",)), AllOf((To(("MY",)), Direction("import"))))),
        ),
        ({"not": {"regime": "9610"}}, Not(Regime(("9610",)))),
        ({"not": {"regime": "9610", "from": "CN"}}, Not(AllOf((Regime(("9610",)), From(("CN",)))))),
        (
            {
                "score": {
                    "from": 70,
                    "card": [
                        {"points": 40, "when": {"from": "CN"}},
                        {"points": 30, "when": {"unregistered": True, "to": "MY"}},
                    ],
                }
            },
            ScoreFrom(70, ((From(("CN",)), 40), (AllOf((Unregistered(), To(("MY",)))), 30))),
        ),
    ],
)
def test_each_word_is_read(tree: object, condition: Condition) -> None:
    assert when(tree) == (condition,)


@pytest.mark.parametrize(
    ("tree", "code", "place"),
    [
        ({}, "risk-word-wrong", "/when"),
        (None, "risk-word-wrong", "/when"),
        ("direction", "risk-word-wrong", "/when"),
        ({"colour": "red"}, "risk-word-unknown", "/when/colour"),
        ({"goods": "85"}, "risk-word-unknown", "/when/goods"),
        ({"an-item": {"direction": "import"}}, "risk-word-unknown", "/when/an-item/direction"),
        ({"an-item": {}}, "risk-word-wrong", "/when/an-item"),
        ({"direction": "transit"}, "risk-word-wrong", "/when/direction"),
        ({"regime": []}, "risk-word-wrong", "/when/regime"),
        ({"regime": 9610}, "risk-word-wrong", "/when/regime"),
        ({"regime": ["9610", 1210]}, "risk-word-wrong", "/when/regime/1"),
        ({"regime": ""}, "risk-word-wrong", "/when/regime/0"),
        ({"from": "ZZ"}, "country-unknown", ""),
        ({"term": "DDU"}, "incoterm-unknown", ""),
        ({"unregistered": "yes"}, "risk-word-wrong", "/when/unregistered"),
        ({"item-count-over": "20"}, "risk-word-wrong", "/when/item-count-over"),
        ({"item-count-over": True}, "risk-word-wrong", "/when/item-count-over"),
        ({"item-count-over": -1}, "risk-word-wrong", "/when/item-count-over"),
        ({"one-in": 0}, "risk-word-wrong", "/when/one-in"),
        ({"mass-over": "heavy"}, "risk-word-wrong", "/when/mass-over"),
        ({"mass-over": False}, "risk-word-wrong", "/when/mass-over"),
        ({"value-over": "5000"}, "risk-word-wrong", "/when/value-over"),
        ({"value-over": 5000}, "risk-word-wrong", "/when/value-over"),
        ({"value-over": "RMB 5000"}, "currency-unknown", ""),
        ({"value-over": "CNY much"}, "risk-word-wrong", "/when/value-over"),
        ({"any-of": []}, "risk-word-wrong", "/when/any-of"),
        ({"any-of": "from"}, "risk-word-wrong", "/when/any-of"),
        ({"any-of": [{}]}, "risk-word-wrong", "/when/any-of/0"),
        ({"not": {}}, "risk-word-wrong", "/when/not"),
        ({"score": {}}, "risk-word-wrong", "/when/score"),
        ({"score": {"card": [], "from": "x"}}, "risk-word-wrong", "/when/score/from"),
        ({"score": {"card": ["x"], "from": 1}}, "risk-word-wrong", "/when/score/card/0"),
        ({"score": {"card": [{"points": 1}], "from": 1}}, "risk-word-wrong", "/when/score/card/0/when"),
        ({"score": {"card": [{"when": {"from": "CN"}}], "from": 1}}, "risk-word-wrong", "/when/score/card/0/points"),
    ],
)
def test_a_word_that_is_unknown_or_wrong_is_refused_where_it_stands(tree: object, code: str, place: str) -> None:
    with refused(code) as found:
        when(tree)
    assert found[0].pointer == place


def test_everything_wrong_with_the_frame_is_told_at_once() -> None:
    with refused(
        "risk-word-unknown",
        "risk-word-wrong",
        "risk-word-wrong",
        "risk-word-wrong",
        "risk-word-wrong",
        "risk-word-wrong",
    ) as found:
        profile({"colour": "red", "lane": "blue", "code": "", "name": 7})
    assert [finding.pointer for finding in found] == ["/colour", "/lane", "/code", "/name", "/reason", "/when"]


def test_a_law_need_not_be_named() -> None:
    assert profile({key: said for key, said in TREE.items() if key != "law"}).law == ""


def test_the_vocabulary_is_closed() -> None:
    declared = """
        an-item any-of declarant direction due-over from item-count-over mass-over not one-in party regime score term to
        unregistered value-below value-over
    """
    assert sorted(DECLARED) == declared.split()
    of_item = "any-of goods mass-over not origin value-over value-per-kg-below value-per-kg-over words"
    assert sorted(OF_ITEM) == of_item.split()
