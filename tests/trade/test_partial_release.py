"""A declaration split in two: whatever goes, the two parts are the whole to the last minor unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.assessment import Assessment, Charge
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, PermitUse, Trader
from entrepot.trade.money import exact
from entrepot.trade.partial_release import Going, counted, faults, shared, split

CUPS = GoodsItem(1, "Porcelain cups", "69111000", "CN", "3", "H87", "1.000", "1.1", "100.00")
TRAYS = GoodsItem(2, "Lacquer trays", "44191900", "CN", "2", "H87", "2", "2.5", "50.01")
FACTS = DeclarationFacts(
    lrn="Q-1",
    ucr="6CN-1",
    direction="import",
    country="MY",
    regime="post",
    date=date(2026, 3, 2),
    declarant="kl-batik",
    consignor=Trader("Hangzhou Ceramics", "CN"),
    consignee=Trader("Aminah", "MY"),
    currency="MYR",
    incoterm="DAP",
    freight="10.00",
    insurance="",
    items=(CUPS, TRAYS),
    permits=(PermitUse("P-1", "sirim", 1, "1", "KGM"), PermitUse("P-2", "wood", 2)),
    invoice_total="150.01",
)
TAX, FEE = Charge("tax", "SST", 1001, "MYR"), Charge("fee", "F", 7, "MYR", 2)
DUE = Assessment(
    "MYR",
    16001,
    (Charge("duty", "CUD", 500, "MYR", 1), TAX, FEE),
)


def going(**quantities: str) -> tuple[Going, ...]:
    return tuple(Going(item=int(name[1:]), quantity=quantity) for name, quantity in quantities.items())


def test_one_of_three_cups_goes_and_everything_is_split_to_the_sen() -> None:
    goes, stays = split(FACTS, going(i1="1"), lrn="Q-1/1")
    [cup] = goes.items
    assert (goes.lrn, cup.quantity, cup.value, cup.net_mass_kg, cup.gross_mass_kg) == (
        "Q-1/1",
        "1",
        "33.33",
        "0.333",
        "0.366",
    )
    rest, trays = stays.items
    assert (stays.lrn, rest.quantity, rest.value, rest.net_mass_kg, rest.gross_mass_kg) == (
        "Q-1",
        "2",
        "66.67",
        "0.667",
        "0.734",
    )
    assert trays == TRAYS
    assert (goes.freight, stays.freight, goes.insurance, stays.insurance) == ("2.22", "7.78", "", "")
    assert (goes.invoice_total, stays.invoice_total) == ("33.33", "116.68")
    assert goes.permits == (PermitUse("P-1", "sirim", 1, "0.333333", "KGM"),)
    assert stays.permits == (PermitUse("P-1", "sirim", 1, "0.666667", "KGM"), PermitUse("P-2", "wood", 2))


def test_what_an_item_owes_follows_its_quantity_and_what_the_whole_owes_follows_the_value() -> None:
    goes, stays = shared(DUE, FACTS, going(i1="1"))
    assert [(each.kind, each.minor) for each in goes.charges] == [("duty", 167), ("tax", 222)]
    assert [(each.kind, each.minor) for each in stays.charges] == [("duty", 333), ("tax", 779), ("fee", 7)]
    assert (goes.value_minor, stays.value_minor) == (3555, 12446)


def test_an_item_that_goes_whole_leaves_nothing_behind() -> None:
    goes, stays = split(FACTS, going(i2="2"), lrn="Q-1/1")
    assert (goes.items, stays.items) == ((TRAYS,), (CUPS,))
    assert (goes.permits, stays.permits) == (FACTS.permits[1:], FACTS.permits[:1])


def test_a_split_that_cannot_stand_is_refused_with_everything() -> None:
    wrong = (*going(i1="4", i9="1"), Going(item=2, quantity="many"))
    found = list(faults(wrong, FACTS, reason=" ", law=""))
    assert [(each.code, each.pointer) for each in found] == [
        ("reason-missing", "/reason"),
        ("law-missing", "/law"),
        ("part-quantity", "/goes/0/quantity"),
        ("part-item", "/goes/1/item"),
        ("part-quantity", "/goes/2/quantity"),
    ]


@pytest.mark.parametrize(
    ("goes", "codes"),
    [
        ((), ["part-nothing"]),
        (going(i1="3", i2="2"), ["part-everything"]),
        (going(i1="0"), ["part-quantity"]),
        (going(i1="-1"), ["part-quantity"]),
        ((*going(i1="1"), *going(i1="1")), ["part-item", "part-item"]),
        (going(i1="3"), []),
    ],
)
def test_something_goes_and_something_stays(goes: tuple[Going, ...], codes: list[str]) -> None:
    assert [each.code for each in faults(goes, FACTS, reason="Part.", law="Act")] == codes


AMOUNT = st.integers(1, 10**6)
MASS = st.integers(1, 10**5)


@st.composite
def consignments(draw: st.DrawFn) -> tuple[DeclarationFacts, Assessment, tuple[Going, ...]]:
    """Some items of some value and weight, what they owe, and how much of each goes."""
    items, goes = [], []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        pieces, net = draw(st.integers(1, 50)), draw(MASS)
        value = f"{draw(AMOUNT)}.{draw(st.integers(0, 99)):02d}"
        gross = net + draw(st.integers(0, 5))
        items.append(
            replace(
                CUPS,
                number=number,
                quantity=str(pieces),
                value=value,
                net_mass_kg=f"{net // 1000}.{net % 1000:03d}",
                gross_mass_kg=f"{gross // 1000}.{gross % 1000:03d}",
            )
        )
        if part := draw(st.integers(0, pieces)):
            goes.append(Going(item=number, quantity=str(part)))
    facts = replace(FACTS, items=tuple(items), permits=(), freight=f"{draw(AMOUNT)}.50", invoice_total="")
    about = st.integers(0, len(items))
    charges = tuple(Charge("duty", "CUD", draw(AMOUNT), "MYR", draw(about)) for _ in range(draw(st.integers(0, 5))))
    return facts, Assessment("MYR", draw(AMOUNT), charges), tuple(goes)


@given(consignments())
def test_the_parts_add_up_to_the_whole(drawn: tuple[DeclarationFacts, Assessment, tuple[Going, ...]]) -> None:
    facts, assessment, goes = drawn
    halves = split(facts, goes, lrn="P")
    for name in ("quantity", "value", "net_mass_kg", "gross_mass_kg"):
        parts = sum((exact(getattr(item, name)) for half in halves for item in half.items), Fraction(0))
        assert parts == sum((exact(getattr(item, name)) for item in facts.items), Fraction(0))
    assert sum(exact(half.freight) for half in halves) == exact(facts.freight)
    for half in halves:
        assert all(item.gross >= item.net and exact(item.value) >= 0 for item in half.items)
    dues = shared(assessment, facts, goes)
    assert sum(each.due_minor for each in dues) == assessment.due_minor
    assert sum(each.value_minor for each in dues) == assessment.value_minor
    assert all(charge.minor > 0 for each in dues for charge in each.charges)


@given(st.integers(1, 10**9), st.fractions(0, 1))
def test_a_quantity_drawn_falls_in_two_that_add_up(amount: int, share: Fraction) -> None:
    first, second = counted(str(amount), (share, 1 - share))
    assert exact(first) + exact(second) == amount
