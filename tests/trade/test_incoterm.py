from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.incoterm import INCOTERMS, POINTS, Costs, Point, difference, incoterm, value_at
from entrepot.trade.money import Money
from tests.trade.refusing import refused


def myr(amount: str) -> Money:
    return Money.of(amount, "MYR")


COSTS = Costs(
    pre_carriage=myr("10"),
    loading=myr("3"),
    freight=myr("40"),
    insurance=myr("2"),
    on_carriage=myr("8"),
    unloading=myr("1"),
    duties=myr("25"),
)


@pytest.mark.parametrize(
    ("code", "carriage", "insurance", "exports", "imports", "by_water"),
    [
        ("EXW", "buyer", None, "buyer", "buyer", False),
        ("FCA", "buyer", None, "seller", "buyer", False),
        ("FAS", "buyer", None, "seller", "buyer", True),
        ("FOB", "buyer", None, "seller", "buyer", True),
        ("CFR", "seller", None, "seller", "buyer", True),
        ("CIF", "seller", "seller", "seller", "buyer", True),
        ("CPT", "seller", None, "seller", "buyer", False),
        ("CIP", "seller", "seller", "seller", "buyer", False),
        ("DAP", "seller", None, "seller", "buyer", False),
        ("DPU", "seller", None, "seller", "buyer", False),
        ("DDP", "seller", None, "seller", "seller", False),
    ],
)
def test_who_pays_under_each_term(
    code: str, carriage: str, insurance: str | None, exports: str, imports: str, by_water: bool
) -> None:
    term = incoterm(code)
    assert (term.main_carriage, term.insurance) == (carriage, insurance)
    assert (term.export_clearance, term.import_clearance, term.duty) == (exports, imports, imports)
    assert term.by_water_only is by_water


def test_there_are_eleven_terms() -> None:
    assert list(INCOTERMS) == ["EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP"]


# the goods cost 100 at the seller's door; what the price is, depends on the term
@pytest.mark.parametrize(
    ("code", "price"),
    [
        ("EXW", "100"),
        ("FCA", "100"),
        ("FAS", "110"),
        ("FOB", "113"),
        ("CFR", "153"),
        ("CIF", "155"),
        ("CPT", "161"),
        ("CIP", "163"),
        ("DAP", "163"),
        ("DPU", "164"),
        ("DDP", "188"),
    ],
)
@pytest.mark.parametrize(
    ("point", "value"),
    [("ex-works", "100"), ("fob", "113"), ("cif", "155"), ("delivered", "163"), ("duty-paid", "188")],
)
def test_one_sale_has_one_value_at_each_point_whatever_the_term(
    code: str, price: str, point: Point, value: str
) -> None:
    assert value_at(point, incoterm(code), myr(price), COSTS) == myr(value)


def test_a_cost_that_is_not_stated_is_nothing() -> None:
    assert value_at("cif", incoterm("FOB"), myr("113"), Costs(freight=myr("40"))) == myr("153")
    assert value_at("fob", incoterm("DDP"), myr("188"), Costs()) == myr("188")


def test_what_a_price_lacks_and_what_lies_beyond_is_named_in_the_order_of_the_way() -> None:
    assert difference("cif", incoterm("EXW")) == (("pre_carriage", "loading", "freight", "insurance"), ())
    assert difference("fob", incoterm("DDP")) == ((), ("freight", "insurance", "on_carriage", "duties"))
    assert difference("cif", incoterm("CPT")) == (("insurance",), ("on_carriage",))
    assert difference("cif", incoterm("CIF")) == ((), ())


def test_a_term_is_read_as_people_write_it() -> None:
    assert incoterm(" ddp ") is INCOTERMS["DDP"]


@pytest.mark.parametrize("text", ["", "DDU", "DAT", "C&F", "free"])
def test_an_old_or_invented_term_is_refused(text: str) -> None:
    with refused("incoterm-unknown") as found:
        incoterm(text)
    assert found[0].cure() == "Use one of EXW, FCA, FAS, FOB, CFR, CIF, CPT, CIP, DAP, DPU, DDP."


@given(st.sampled_from(list(INCOTERMS)), st.sampled_from(list(POINTS)), st.integers(0, 10**9))
def test_the_way_there_and_back_leads_to_the_same_price(code: str, point: Point, minor: int) -> None:
    term, price = INCOTERMS[code], Money.from_minor(minor, "MYR")
    value = value_at(point, term, price, COSTS)
    lacking, beyond = difference(point, term)
    back = value - sum((COSTS.of(part, "MYR") for part in lacking), myr("0"))
    assert back + sum((COSTS.of(part, "MYR") for part in beyond), myr("0")) == price


@pytest.mark.parametrize(
    ("code", "at_export", "at_import"),
    [("EXW", "buyer", "buyer"), ("FCA", "seller", "buyer"), ("DAP", "seller", "buyer"), ("DDP", "seller", "seller")],
)
def test_what_a_border_keeps_is_borne_by_whoever_clears_the_goods_there(
    code: str, at_export: str, at_import: str
) -> None:
    term = incoterm(code)
    assert (term.bears_border("export"), term.bears_border("import")) == (at_export, at_import)
