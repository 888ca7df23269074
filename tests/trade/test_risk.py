from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.assessment import Assessment, Charge
from entrepot.trade.declaration import DeclarationFacts, Trader
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
    Hit,
    ItemCountOver,
    ItemMassOver,
    ItemValueOver,
    Lane,
    MassOver,
    Not,
    OneIn,
    Origin,
    Party,
    Profile,
    Regime,
    ScoreFrom,
    Selection,
    Term,
    To,
    Unregistered,
    ValueBelow,
    ValueOver,
    ValuePerKgBelow,
    ValuePerKgOver,
    Words,
    commitment,
    compiled,
    drawn,
    lane,
    proves,
)
from tests.trade.example import FACTS, TEAPOT, TOWEL, facts, teapots
from tests.trade.refusing import refused

ASSESSED = Assessment.on(
    Money.of("400", "MYR"),
    (Charge.of("duty", "MY-CD", Money.of("20", "MYR"), 1), Charge.of("tax", "MY-ST", Money.of("42", "MYR"))),
)


def profile(*when: Condition, lane: Lane = "yellow", code: str = "T-1") -> Profile:
    return Profile(code, "A test", when, lane, "It is looked for.", "Art. 1")


def meets(condition: Condition, declaration: DeclarationFacts = FACTS, assessment: Assessment | None = None) -> bool:
    return lane(declaration, assessment, [profile(condition)], "seed").lane == "yellow"


# FACTS: export by 9610 from CN to MY, CNY 345.50 DAP, 2.25 kg gross; teapots (1.6 kg, 300.00), a towel (0.12 kg, 45.50)
@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Direction("export"), True),
        (Direction("import"), False),
        (Regime(("1210", "9610")), True),
        (Regime(("1210",)), False),
        (From(("CN",)), True),
        (From(("MY",)), False),
        (To(("MY", "SG")), True),
        (To(("CN",)), False),
        (Declarant(("hz-ceramics",)), True),
        (Declarant(("hz",)), False),
        (Party(("91330100MA2A1B2C3D",)), True),
        (Party((FACTS.consignee.id,)), True),
        (Party(("",)), False),
        (Term(("DAP", "DDP")), True),
        (Term(("EXW",)), False),
        (Unregistered(), True),
        (ItemCountOver(1), True),
        (ItemCountOver(2), False),
        (MassOver("2.249"), True),
        (MassOver("2.25"), False),
        (ValueOver("CNY", "345.49"), True),
        (ValueOver("CNY", "345.50"), False),
        (ValueBelow("CNY", "345.51"), True),
        (ValueBelow("CNY", "345.50"), False),
        (ValueOver("MYR", "1000000"), True),  # cannot be told: no way around the profile
        (ValueBelow("MYR", "1"), True),
        (DueOver("MYR", "1000000"), True),
        (AnItem((Goods(("69",)),)), True),
        (AnItem((Goods(("6912.00",)),)), True),
        (AnItem((Goods(("85", "6302")),)), True),
        (AnItem((Goods(("85",)),)), False),
        (AnItem((Origin(("CN",)),)), True),
        (AnItem((Origin(("XA",)),)), False),
        (AnItem((Words(("TEAPOT",)),)), True),
        (AnItem((Words(("kettle", "cotton")),)), True),
        (AnItem((Words(("silk",)),)), False),
        (AnItem((ItemValueOver("CNY", "299.99"),)), True),
        (AnItem((ItemValueOver("CNY", "300"),)), False),
        (AnItem((ItemValueOver("MYR", "1000000"),)), True),
        (AnItem((ItemMassOver("1.599"),)), True),
        (AnItem((ItemMassOver("1.6"),)), False),
        (AnItem((ValuePerKgBelow("CNY", "187.51"),)), True),  # 300 / 1.6 = 187.50
        (AnItem((ValuePerKgBelow("CNY", "187.50"),)), False),
        (AnItem((ValuePerKgBelow("MYR", "0"),)), True),
        (AnItem((ValuePerKgOver("CNY", "379.16"),)), True),  # 45.50 / 0.12 = 379.1666…
        (AnItem((ValuePerKgOver("CNY", "379.17"),)), False),
        (AnItem((ValuePerKgOver("MYR", "1000000"),)), True),
        (AnItem((Goods(("69",)), Words(("stoneware",)))), True),
        (AnItem((Goods(("69",)), Words(("cotton",)))), False),  # of two different items
        (AnItem((Not(Goods(("69",))),)), True),
        (AnItem((AnyOf((Goods(("85",)), Words(("cotton",)))),)), True),
        (AnItem((AllOf((Goods(("63",)), Words(("cotton",)))),)), True),
        (AllOf((Direction("export"), From(("CN",)))), True),
        (AllOf((Direction("export"), From(("MY",)))), False),
        (AnyOf((Direction("import"), From(("CN",)))), True),
        (AnyOf((Direction("import"), From(("MY",)))), False),
        (Not(Direction("import")), True),
        (Not(Direction("export")), False),
        (OneIn(1), True),
        (ScoreFrom(50, ((From(("CN",)), 30), (Unregistered(), 20), (Direction("import"), 90))), True),
        (ScoreFrom(51, ((From(("CN",)), 30), (Unregistered(), 20), (Direction("import"), 90))), False),
        (ScoreFrom(10, ((From(("CN",)), 30), (Unregistered(), -25))), False),
    ],
)
def test_each_word_of_the_vocabulary(condition: Condition, expected: bool) -> None:
    assert meets(condition) is expected


def test_a_registered_seller_is_not_unregistered() -> None:
    assert not meets(Unregistered(), facts(registration="MY-LVG-1"))


def test_a_value_assessed_at_the_border_counts_before_the_one_declared() -> None:
    assert meets(ValueOver("MYR", "399.99"), FACTS, ASSESSED)
    assert not meets(ValueOver("MYR", "400"), FACTS, ASSESSED)
    assert meets(ValueOver("CNY", "345.49"), FACTS, ASSESSED)
    assert not meets(ValueBelow("MYR", "400"), FACTS, ASSESSED)


def test_an_items_share_of_what_was_assessed_counts_where_it_was_declared_in_another_currency() -> None:
    # the teapots are 300.00 of 345.50, and so MYR 347.322720 of 400, or 217.0767 a kilogram
    assert meets(AnItem((ItemValueOver("MYR", "347.322719"),)), FACTS, ASSESSED)
    assert not meets(AnItem((ItemValueOver("MYR", "347.322720"),)), FACTS, ASSESSED)
    assert meets(AnItem((Goods(("69",)), ValuePerKgBelow("MYR", "217.08"))), FACTS, ASSESSED)
    assert not meets(AnItem((Goods(("69",)), ValuePerKgBelow("MYR", "217.07"))), FACTS, ASSESSED)
    assert meets(AnItem((Goods(("69",)), ValuePerKgOver("MYR", "217.07"))), FACTS, ASSESSED)
    assert not meets(AnItem((Goods(("69",)), ValuePerKgOver("MYR", "217.08"))), FACTS, ASSESSED)
    assert meets(AnItem((ItemValueOver("SGD", "1000000"),)), FACTS, ASSESSED)
    assert meets(AnItem((ItemValueOver("MYR", "1000000"),)), teapots(value="0"), ASSESSED)


def test_what_is_due_is_duty_and_tax_together() -> None:
    assert (ASSESSED.of("duty"), ASSESSED.of("tax"), ASSESSED.of("fee")) == (
        Money.of("20", "MYR"),
        Money.of("42", "MYR"),
        Money.zero("MYR"),
    )
    assert ASSESSED.due == Money.of("62", "MYR")
    assert meets(DueOver("MYR", "61.99"), FACTS, ASSESSED)
    assert not meets(DueOver("MYR", "62"), FACTS, ASSESSED)
    assert meets(DueOver("CNY", "62"), FACTS, ASSESSED)


@pytest.mark.parametrize("text", ["x", "1e9", ""])
def test_a_number_that_cannot_be_read_does_not_slip_through(text: str) -> None:
    assert meets(AnItem((ItemValueOver("CNY", "1000000"),)), teapots(value=text))
    assert meets(AnItem((ItemMassOver("1000000"),)), teapots(net_mass_kg=text))
    assert meets(AnItem((ValuePerKgBelow("CNY", "0"),)), teapots(net_mass_kg=text))
    assert meets(AnItem((ValuePerKgOver("CNY", "1000000"),)), teapots(value=text))


def test_without_a_hit_the_lane_is_green() -> None:
    assert lane(FACTS, None, []) == Selection("green")
    assert lane(FACTS, None, [profile(Direction("import"))]) == Selection("green")


def test_the_strictest_lane_wins_and_every_hit_says_why() -> None:
    profiles = [
        profile(Direction("export"), code="A", lane="yellow"),
        profile(Direction("import"), code="B", lane="red"),
        profile(From(("CN",)), To(("MY",)), code="C", lane="red"),
        profile(Unregistered(), code="D", lane="green"),
    ]
    selection = lane(FACTS, None, profiles)
    assert selection.lane == "red"
    assert selection.hits == (
        Hit("A", "A test", "yellow", "It is looked for.", "Art. 1"),
        Hit("C", "A test", "red", "It is looked for.", "Art. 1"),
        Hit("D", "A test", "green", "It is looked for.", "Art. 1"),
    )
    assert lane(FACTS, None, [profiles[3]]).lane == "green"


def test_all_conditions_of_a_profile_must_hold() -> None:
    assert lane(FACTS, None, [profile(From(("CN",)), To(("SG",)))]).hits == ()


def test_compiled_profiles_say_what_uncompiled_ones_say() -> None:
    profiles = [profile(AnItem((Goods(("69",)),))), profile(OneIn(2), lane="red", code="T-2")]
    selector = compiled(profiles, "seed")
    for n in range(50):
        declaration = facts(ucr=f"6CNHZ-{n}")
        assert selector(declaration) == lane(declaration, None, profiles, "seed")


def test_a_profile_without_conditions_would_stop_everything() -> None:
    with pytest.raises(AssertionError, match="would be met by everything"):
        compiled([profile()])


@pytest.mark.parametrize(
    "condition",
    [
        OneIn(10),
        Not(OneIn(10)),
        AllOf((OneIn(2), Direction("export"))),
        AnyOf((Direction("export"), OneIn(2))),
        ScoreFrom(1, ((OneIn(2), 1),)),
    ],
)
def test_chance_needs_a_seed(condition: Condition) -> None:
    with refused("seed-missing"):
        compiled([profile(condition)])
    assert compiled([profile(condition)], "seed").seed == "seed"


def test_a_condition_of_an_item_cannot_stand_alone() -> None:
    with pytest.raises(AssertionError, match="put it into AnItem"):
        AllOf((Goods(("69",)),)).compiled()
    with pytest.raises(AssertionError, match="not of an item"):
        AllOf((Direction("export"),)).of_item()


def test_a_committed_seed_can_be_checked_and_no_other() -> None:
    published = commitment("7f3a")
    assert published == "e691d0079f79eca4304219d11ee5e5ff3df65a87c2595597cc15b4efd1dfda2b"
    assert proves(published, "7f3a")
    assert not proves(published, "7f3b")


def test_a_draw_can_be_made_again_by_anybody() -> None:
    references = [f"6CNHZ-{n}" for n in range(4000)]
    first = [drawn("seed", ucr, 20) for ucr in references]
    assert first == [drawn("seed", ucr, 20) for ucr in references]
    assert first != [drawn("another", ucr, 20) for ucr in references]
    assert sum(first) == 198
    assert all(drawn("seed", ucr, 1) for ucr in references)


CONDITIONS = st.recursive(
    st.sampled_from(
        [Direction("export"), Direction("import"), From(("CN",)), To(("SG",)), MassOver("2"), AnItem((Goods(("63",)),))]
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda some: AllOf(tuple(some))),
        st.lists(inner, min_size=1, max_size=3).map(lambda some: AnyOf(tuple(some))),
        inner.map(Not),
    ),
    max_leaves=8,
)


def plainly(condition: Condition) -> bool:
    """The same, worked out by the definition of each word."""
    match condition:
        case AllOf(conditions):
            return all(plainly(each) for each in conditions)  # type: ignore[arg-type]
        case AnyOf(conditions):
            return any(plainly(each) for each in conditions)  # type: ignore[arg-type]
        case Not(inner):
            return not plainly(inner)  # type: ignore[arg-type]
        case _:
            return condition in {Direction("export"), From(("CN",)), MassOver("2"), AnItem((Goods(("63",)),))}


@given(CONDITIONS)
def test_compiling_does_not_change_what_is_said(condition: Condition) -> None:
    assert meets(condition) is plainly(condition)


@given(st.permutations(range(3)))
def test_the_order_of_items_does_not_matter(order: list[int]) -> None:
    items = (TEAPOT, TOWEL, replace(TOWEL, hs="610910"))
    shuffled = facts(items=tuple(items[n] for n in order))
    assert meets(AnItem((Goods(("6109",)),)), shuffled)
    assert meets(ValueOver("CNY", "390"), shuffled)


def test_a_consignee_without_a_number_meets_no_list() -> None:
    assert not meets(Party(("X",)), facts(consignee=Trader("Aisyah", "MY"), consignor=Trader("Hz", "CN")))
