"""Profiles compiled together say what each word says by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot import statute
from entrepot.trade.assessment import Assessment, Charge
from entrepot.trade.declaration.reading import read
from entrepot.trade.money import Money
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
    compiled,
)
from entrepot.trade.risk.compiled import together
from entrepot.trade.risk.look import Look, Predicate
from tests.trade.example import FACTS, TEAPOT, TOWEL

amounts = st.sampled_from(["0", "45.50", "345.50", "400", "9999"])
currencies = st.sampled_from(["CNY", "MYR"])
items = st.recursive(
    st.one_of(
        st.sampled_from(["6911.10", "63", "9999"]).map(lambda code: Goods((code,))),
        st.sampled_from(["CN", "MY"]).map(lambda country: Origin((country,))),
        st.sampled_from(["TEA", "towel", "gun"]).map(lambda word: Words((word, "nothing"))),
        st.builds(ItemValueOver, currencies, amounts),
        st.builds(ItemMassOver, st.sampled_from(["0.12", "1"])),
        st.builds(ValuePerKgBelow, currencies, amounts),
        st.builds(ValuePerKgOver, currencies, amounts),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda each: AllOf(tuple(each))),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: AnyOf(tuple(each))),
        inner.map(Not),
    ),
    max_leaves=4,
)
declared = st.recursive(
    st.one_of(
        st.builds(Direction, st.sampled_from(["export", "import"])),
        st.sampled_from(["9610", "1210"]).map(lambda code: Regime((code,))),
        st.sampled_from(["CN", "MY"]).map(lambda country: From((country,))),
        st.sampled_from(["CN", "MY"]).map(lambda country: To((country,))),
        st.sampled_from([FACTS.declarant, "somebody"]).map(lambda code: Declarant((code,))),
        st.sampled_from([FACTS.consignor.id or "x", "y", ""]).map(lambda number: Party((number,))),
        st.sampled_from(["DAP", "FOB"]).map(lambda code: Term((code,))),
        st.just(Unregistered()),
        st.builds(ItemCountOver, st.integers(0, 3)),
        st.builds(MassOver, st.sampled_from(["2.25", "2.2"])),
        st.builds(ValueOver, currencies, amounts),
        st.builds(ValueBelow, currencies, amounts),
        st.builds(DueOver, currencies, amounts),
        st.builds(OneIn, st.integers(1, 3)),
        st.lists(items, min_size=1, max_size=3).map(lambda each: AnItem(tuple(each))),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda each: AllOf(tuple(each))),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: AnyOf(tuple(each))),
        inner.map(Not),
        st.builds(
            ScoreFrom, st.integers(0, 60), st.lists(st.tuples(inner, st.integers(-10, 40)), max_size=3).map(tuple)
        ),
    ),
    max_leaves=5,
)
DUE = Assessment.on(Money.of("400", "MYR"), (Charge.of("tax", "MY-ST", Money.of("45.51", "MYR")),))
SEEN = [
    FACTS,
    replace(FACTS, direction="import", incoterm="FOB", registration="LVG-1", country="MY"),
    replace(FACTS, items=(TOWEL, replace(TEAPOT, value="x", net_mass_kg="y"))),
]


@given(st.lists(st.lists(declared, min_size=1, max_size=3), max_size=5))
def test_all_profiles_together_meet_what_each_meets_alone(whens: list[list[Condition]]) -> None:
    met = together(whens)
    for facts in SEEN:
        for assessment in (None, DUE):
            look = Look(read(facts), assessment, "seed")
            alone = [AllOf(tuple(when)).compiled()(look) for when in whens]
            assert [bool(met(look) >> n & 1) for n in range(len(whens))] == alone


@pytest.mark.parametrize("country", ["CN", "MY"])
def test_the_profiles_of_the_law_meet_together_what_they_meet_alone(country: str) -> None:
    profiles = statute.load().jurisdiction(country).profiles(date(2026, 3, 2))
    selector = compiled(profiles, "seed")
    for facts in SEEN:
        look = Look(read(facts), DUE, "seed")
        alone = [each.code for each in profiles if AllOf(each.when).compiled()(look)]
        assert [hit.code for hit in selector(facts, DUE).hits] == alone


@dataclass(frozen=True)
class OnTuesdays:
    """A word that the writer of functions has never heard of."""

    def compiled(self) -> Predicate:
        return lambda look: look.read.facts.date.weekday() == 1


def test_a_new_word_is_asked_in_its_own_way() -> None:
    met = together([(OnTuesdays(),), (Not(OnTuesdays()),)])
    tuesday = replace(FACTS, date=date(2026, 3, 3))
    assert met(Look(read(tuesday), None, "")) == 0b01
    assert met(Look(read(replace(FACTS, date=date(2026, 3, 4))), None, "")) == 0b10


def test_no_text_of_a_profile_becomes_part_of_the_function() -> None:
    sly = Regime(("'] or print('met') or ['",))
    assert together([(sly,)])(Look(read(FACTS), None, "")) == 0
