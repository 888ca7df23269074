from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.declaration import PermitUse, Trader
from entrepot.trade.permit import Control, PermitFacts, Wanted, draw, left, missing, requirements, undrawn, wanted_by
from entrepot.trade.quantity import Quantity
from tests.trade.example import DAY, FACTS, TEAPOT, TOWEL, facts
from tests.trade.refusing import complete

PERMIT = PermitFacts(
    number="PH-77",
    kind="plant-health",
    holder="kl-batik",
    goods="0902",
    country="CN",
    quantity="100",
    unit="KGM",
    valid_from=datetime.date(2026, 1, 1),
    valid_to=datetime.date(2026, 6, 30),
)
WANTED = Wanted("kl-batik", "090220", "CN", "plant-health", Quantity.of("40", "KGM"))
USED = Quantity.of("60", "KGM")


def told(permit: PermitFacts, used: Quantity | None, wanted: Wanted, on: datetime.date = DAY) -> list[str]:
    found = draw(permit, used, wanted, on)
    for finding in found:
        complete(finding)
        assert finding.params["permit"] == permit.number
    return [finding.code for finding in found]


def test_a_permit_bears_what_it_allows_to_the_last_gram() -> None:
    assert told(PERMIT, None, WANTED) == []
    assert told(PERMIT, USED, WANTED) == []
    assert told(PERMIT, USED, replace(WANTED, quantity=Quantity.of("40000", "GRM"))) == []


@pytest.mark.parametrize(
    ("wanted", "on", "code"),
    [
        (replace(WANTED, kind="halal"), DAY, "permit-kind"),
        (replace(WANTED, holder="hz-ceramics"), DAY, "permit-holder"),
        (WANTED, datetime.date(2025, 12, 31), "permit-not-yet"),
        (WANTED, datetime.date(2026, 7, 1), "permit-expired"),
        (replace(WANTED, hs="090300"), DAY, "permit-goods"),
        (replace(WANTED, hs="tea"), DAY, "permit-goods"),
        (replace(WANTED, country="VN"), DAY, "permit-country"),
        (replace(WANTED, quantity=None), DAY, "permit-quantity-missing"),
        (replace(WANTED, quantity=Quantity.of("40", "LTR")), DAY, "permit-unit"),
        (replace(WANTED, quantity=Quantity.of("0", "KGM")), DAY, "permit-quantity"),
        (replace(WANTED, quantity=Quantity.of("-1", "KGM")), DAY, "permit-quantity"),
        (replace(WANTED, quantity=Quantity.of("40.001", "KGM")), DAY, "permit-exhausted"),
    ],
)
def test_a_permit_bears_nothing_else(wanted: Wanted, on: datetime.date, code: str) -> None:
    assert told(PERMIT, USED, wanted, on) == [code]


@pytest.mark.parametrize("on", [PERMIT.valid_from, PERMIT.valid_to])
def test_a_permit_is_valid_on_its_first_and_last_day(on: datetime.date) -> None:
    assert told(PERMIT, USED, WANTED, on) == []


def test_every_reason_is_told_at_once() -> None:
    stranger = Wanted("hz-ceramics", "691200", "VN", "halal", Quantity.of("41", "KGM"))
    assert told(PERMIT, USED, stranger, datetime.date(2027, 1, 1)) == [
        "permit-kind",
        "permit-holder",
        "permit-expired",
        "permit-goods",
        "permit-country",
        "permit-exhausted",
    ]


def test_what_is_left_is_told_in_the_permits_unit() -> None:
    (finding,) = draw(PERMIT, Quantity.of("60.5", "KGM"), WANTED, DAY)
    assert finding.told() == "Permit PH-77 covers another 39.5 KGM, and 40 KGM is wanted."


def test_a_permit_may_leave_country_quantity_and_end_open() -> None:
    open_permit = PermitFacts("PH-78", "plant-health", "kl-batik", "")
    assert told(open_permit, None, replace(WANTED, country="VN", quantity=None)) == []
    assert left(open_permit, USED) is None


@given(st.lists(st.integers(1, 60), max_size=12))
def test_a_permit_never_bears_more_than_it_allows(wishes: list[int]) -> None:
    used = Quantity.of("0", "KGM")
    for kilograms in wishes:
        wanted = replace(WANTED, quantity=Quantity.of(kilograms, "KGM"))
        if not draw(PERMIT, used, wanted, DAY):
            used += Quantity.of(kilograms, "KGM")
        assert used.amount <= 100
    rest = left(PERMIT, used)
    assert rest == Quantity(100 - used.amount, "KGM")


TEA = replace(
    TEAPOT, description="Green tea", hs="0902.20", quantity="5", unit="KGM", net_mass_kg="5", gross_mass_kg="6"
)
IMPORT = replace(FACTS, direction="import", country="MY", items=(TEA, TOWEL))
TEA_CONTROL = Control(
    "MY-C01",
    "Tea needs a plant health permit.",
    ("0902", "0903"),
    "import",
    "plant-health",
    "Plant Health Office",
    law="Plant Quarantine Act",
)


def required(*controls: Control) -> list[tuple[str, int, str]]:
    return [(each.control.code, each.item, each.pointer) for each in requirements(controls, IMPORT)]


def test_a_control_concerns_the_goods_it_names() -> None:
    assert required(TEA_CONTROL) == [("MY-C01", 1, "/items/0")]
    assert required(replace(TEA_CONTROL, goods=("6302",))) == [("MY-C01", 2, "/items/1")]
    assert required(replace(TEA_CONTROL, goods=("01",))) == []


@pytest.mark.parametrize(
    ("changed", "concerned"),
    [
        (replace(TEA_CONTROL, direction="export"), False),
        (replace(TEA_CONTROL, direction="both"), True),
        (replace(TEA_CONTROL, countries=("CN", "IN")), True),
        (replace(TEA_CONTROL, countries=("IN",)), False),
        (replace(TEA_CONTROL, regimes=("9610",)), True),
        (replace(TEA_CONTROL, regimes=("1210",)), False),
        (replace(TEA_CONTROL, free=Quantity.of("5", "KGM")), False),
        (replace(TEA_CONTROL, free=Quantity.of("4.999", "KGM")), True),
        (replace(TEA_CONTROL, free=Quantity.of("5000", "GRM")), False),
        (replace(TEA_CONTROL, free=Quantity.of("5", "LTR")), True),
        (replace(TEA_CONTROL, free=Quantity.of("9", "KGM"), prohibited=True), True),
    ],
)
def test_a_control_concerns_only_what_its_conditions_say(changed: Control, concerned: bool) -> None:
    assert bool(required(changed)) is concerned


def test_a_free_mass_is_weighed_when_goods_are_counted() -> None:
    counted = replace(IMPORT, items=(replace(TEA, unit="H87"),))
    free = replace(TEA_CONTROL, free=Quantity.of("5000", "GRM"))
    assert requirements([free], counted) == []


def test_dividing_goods_among_items_does_not_make_them_free() -> None:
    half = replace(TEA, quantity="3", net_mass_kg="3")
    divided = replace(IMPORT, items=(half, replace(half, number=2)))
    control = replace(TEA_CONTROL, free=Quantity.of("5", "KGM"))
    assert [each.item for each in requirements([control], divided)] == [1, 2]
    assert requirements([replace(control, free=Quantity.of("6", "KGM"))], divided) == []


@pytest.mark.parametrize(
    ("uses", "short"),
    [
        ([], False),  # that is missing, and told as such
        ([("", "")], False),
        ([("5", "KGM")], False),
        ([("5000", "GRM")], False),
        ([("6", "KGM")], False),
        ([("2", "KGM"), ("3000", "GRM")], False),
        ([("4.999", "KGM")], True),
        ([("2", "KGM"), ("2", "KGM")], True),
        ([("5", "LTR")], True),
        ([("9", "H87")], True),
    ],
)
def test_a_permit_is_drawn_for_all_that_is_declared(uses: list[tuple[str, str]], short: bool) -> None:
    named = tuple(PermitUse(f"PH-{n}", "plant-health", 1, *use) for n, use in enumerate(uses))
    declared = replace(IMPORT, permits=named)
    found = undrawn(requirements([TEA_CONTROL], declared), declared)
    assert [finding.code for finding in found] == ["permit-use-short"] * short
    for finding in found:
        complete(finding)
        assert finding.told() == (
            "Item 1: the permits “plant-health” named for it are not drawn for all of it (5 KGM)."
        )


def test_counted_goods_may_be_drawn_by_their_mass() -> None:
    use = PermitUse("PH-77", "plant-health", 1, "5", "KGM")
    counted = replace(IMPORT, items=(replace(TEA, unit="H87", quantity="10"),), permits=(use,))
    assert undrawn(requirements([TEA_CONTROL], counted), counted) == []
    lighter = replace(counted, permits=(replace(use, quantity="4"),))
    assert len(undrawn(requirements([TEA_CONTROL], lighter), lighter)) == 1


def test_what_is_required_is_told_item_by_item() -> None:
    both = replace(TEA_CONTROL, code="ALL", goods=("09", "63"))
    assert required(both, TEA_CONTROL) == [("ALL", 1, "/items/0"), ("MY-C01", 1, "/items/0"), ("ALL", 2, "/items/1")]


def test_at_export_the_other_end_is_where_the_goods_go() -> None:
    control = replace(TEA_CONTROL, direction="export", goods=("69",), countries=("MY",))
    assert len(requirements([control], FACTS)) == 1
    assert requirements([replace(control, countries=("CN",))], FACTS) == []


def test_goods_under_control_need_a_permit_of_the_kind() -> None:
    needed = requirements([TEA_CONTROL], IMPORT)
    (finding,) = missing(needed, IMPORT)
    complete(finding)
    assert str(finding) == (
        "/items/0/hs: Item 1: Tea needs a plant health permit. "
        "A permit “plant-health” of Plant Health Office is needed. "
        "Apply to Plant Health Office for it, and name its number with the goods. (Plant Quarantine Act)"
    )
    assert missing(needed, replace(IMPORT, permits=(PermitUse("PH-77", "plant-health", 1),))) == []
    assert len(missing(needed, replace(IMPORT, permits=(PermitUse("PH-77", "plant-health", 2),)))) == 1
    assert len(missing(needed, replace(IMPORT, permits=(PermitUse("PH-77", "halal", 1),)))) == 1


def test_no_permit_opens_the_way_to_prohibited_goods() -> None:
    banned = replace(TEA_CONTROL, code="MY-P01", sentence="Tea is prohibited.", prohibited=True)
    shown = replace(IMPORT, permits=(PermitUse("PH-77", "plant-health", 1),))
    (finding,) = missing(requirements([banned], shown), shown)
    complete(finding)
    assert finding.told() == "Item 1: Tea is prohibited. These goods may not pass."


def test_the_importer_draws_at_import_and_the_exporter_at_export() -> None:
    use = PermitUse("PH-77", "plant-health", 1, "5", "KGM")
    arriving = replace(IMPORT, consignee=Trader("Batik House", "MY", "kl-batik"), permits=(use,))
    assert wanted_by(use, arriving) == Wanted("kl-batik", "0902.20", "CN", "plant-health", Quantity(Fraction(5), "KGM"))
    assert draw(PERMIT, None, wanted_by(use, arriving), DAY) == []
    leaving = facts(consignor=Trader("Hangzhou Ceramics", "CN"))
    assert wanted_by(replace(use, quantity=""), leaving) == Wanted(
        "Hangzhou Ceramics", "691200", "MY", "plant-health", None
    )
