from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.declaration import RULES, DeclarationFacts, GoodsItem, PermitUse, Trader, check
from entrepot.trade.declaration.reading import decimal_text, millionths, read
from entrepot.trade.declaration.rules_of_goods import RULES as OF_GOODS
from entrepot.trade.declaration.rules_of_goods import sound_at_a_glance
from entrepot.trade.declaration.rules_of_header import OF_MANNER
from entrepot.trade.declaration.rules_of_header import RULES as OF_HEAD
from entrepot.trade.declaration.rules_of_header import sound_at_a_glance as head_sound_at_a_glance
from entrepot.trade.finding import findings
from entrepot.trade.money import Money
from entrepot.trade.quantity import Quantity
from tests.trade.example import FACTS, TEAPOT, TOWEL, facts, teapots
from tests.trade.refusing import complete, refused

CODES = [rule.code for rule in RULES]


def found(declaration: DeclarationFacts) -> list[tuple[str, str]]:
    """Code and place of everything found, once each finding has been seen to be complete."""
    findings = check(declaration)
    for finding in findings:
        complete(finding)
    return [(finding.code, finding.pointer) for finding in findings]


def test_a_declaration_in_order_has_no_findings() -> None:
    assert found(FACTS) == []


def test_a_declaration_adds_up() -> None:
    assert FACTS.goods_value == Money.of("345.50", "CNY")
    assert FACTS.net_mass == Fraction("1.72")
    assert FACTS.gross_mass == Fraction("2.25")
    assert FACTS.freight_paid == Money.of("20", "CNY")
    assert FACTS.insurance_paid == Money.zero("CNY")
    assert facts(insurance="").insurance_paid == Money.zero("CNY")


def test_an_item_tells_its_code_and_quantities() -> None:
    item = replace(TEAPOT, hs="6912.00.10")
    assert item.commodity == "69120010"
    assert item.amount == Quantity.of("2", "H87")
    assert (item.net, item.gross) == (Fraction("1.6"), Fraction("2.1"))


def test_the_value_at_the_border_follows_from_the_delivery_term() -> None:
    assert FACTS.value_at("fob") == Money.of("325.50", "CNY")  # DAP: the freight is in the price
    assert FACTS.value_at("cif") == Money.of("345.50", "CNY")
    assert facts(incoterm="FOB").value_at("cif") == Money.of("365.50", "CNY")


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"lrn": ""}, "D001", "/lrn"),
        ({"lrn": "HZC 1"}, "D001", "/lrn"),
        ({"lrn": "X" * 36}, "D001", "/lrn"),
        ({"ucr": "1001"}, "D002", "/ucr"),
        ({"ucr": "6cnhz-1001"}, "D002", "/ucr"),
        ({"ucr": "6ZZHZ-1001"}, "D002", "/ucr"),
        ({"direction": "transit"}, "D003", "/direction"),
        ({"regime": " "}, "D005", "/regime"),
        ({"declarant": ""}, "D006", "/declarant"),
        ({"consignor": Trader(" ", "CN")}, "D007", "/consignor/name"),
        ({"consignee": Trader("", "MY")}, "D007", "/consignee/name"),
        ({"consignee": Trader("Aisyah", "MYS")}, "D008", "/consignee/country"),
        ({"currency": "RMB"}, "D009", "/currency"),
        ({"incoterm": "DDU"}, "D010", "/incoterm"),
        ({"freight": "20,00"}, "D011", "/freight"),
        ({"freight": "1e3"}, "D011", "/freight"),
        ({"insurance": "none"}, "D011", "/insurance"),
        ({"invoice_total": "345,50"}, "D011", "/invoice_total"),
        ({"freight": "-0.01"}, "D012", "/freight"),
        ({"insurance": "-1"}, "D012", "/insurance"),
        ({"invoice_total": "345.49"}, "D013", "/invoice_total"),
        ({"transport_document": "RR123456784CN"}, "D014", "/transport_document"),
        ({"transport_document": "RR123456785ZZ"}, "D014", "/transport_document"),
        ({"consignor": Trader("Batik House", "MY")}, "D015", "/consignor/country"),
        ({"direction": "import"}, "D016", "/consignee/country"),
        ({"freight": "20.001"}, "D017", "/freight"),
        ({"insurance": "0.001"}, "D017", "/insurance"),
        ({"items": (), "invoice_total": ""}, "D018", "/items"),
        ({"permits": (PermitUse("", "health", 1),)}, "D040", "/permits/0/number"),
        ({"permits": (PermitUse("P1", " ", 1),)}, "D040", "/permits/0/number"),
        ({"permits": (PermitUse("P1", "health", 3),)}, "D041", "/permits/0/item"),
        ({"permits": (PermitUse("P1", "health", 1, "0", "KGM"),)}, "D042", "/permits/0/quantity"),
        ({"permits": (PermitUse("P1", "health", 1, "-1", "KGM"),)}, "D042", "/permits/0/quantity"),
        ({"permits": (PermitUse("P1", "health", 1, "1", "kg"),)}, "D042", "/permits/0/quantity"),
        ({"permits": (PermitUse("P1", "health", 1, "", "KGM"),)}, "D042", "/permits/0/quantity"),
        ({"permits": (PermitUse("P1", "health", 1, "one", "KGM"),)}, "D042", "/permits/0/quantity"),
    ],
)
def test_what_is_wrong_with_a_declaration_is_found_where_it_is(changes: dict[str, Any], code: str, place: str) -> None:
    assert found(facts(**changes)) == [(code, place)]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"gross_mass_kg": "1.599"}, "D020", "gross_mass_kg"),
        ({"number": 2}, "D021", "number"),
        ({"number": 0}, "D021", "number"),
        ({"hs": "6912"}, "D022", "hs"),
        ({"hs": "771200"}, "D022", "hs"),
        ({"origin": "China"}, "D023", "origin"),
        ({"quantity": "two"}, "D024", "quantity"),
        ({"net_mass_kg": "1,6"}, "D024", "net_mass_kg"),
        ({"gross_mass_kg": ""}, "D024", "gross_mass_kg"),
        ({"value": "NaN"}, "D024", "value"),
        ({"value": "1234567890123"}, "D024", "value"),
        ({"net_mass_kg": "1.6000001"}, "D024", "net_mass_kg"),
        ({"value": "0"}, "D025", "value"),
        ({"value": "-300.00"}, "D025", "value"),
        ({"net_mass_kg": "0"}, "D026", "net_mass_kg"),
        ({"quantity": "0"}, "D027", "quantity"),
        ({"quantity": "-2"}, "D027", "quantity"),
        ({"unit": "pcs"}, "D028", "unit"),
        ({"quantity": "1.5"}, "D029", "quantity"),
        ({"value": "300.001"}, "D030", "value"),
        ({"description": "Goods"}, "D031", "description"),
        ({"description": " gift. "}, "D031", "description"),
        ({"description": "礼品"}, "D031", "description"),
        ({"description": "-"}, "D031", "description"),
        ({"description": "42"}, "D031", "description"),
        ({"gtin": "4006381333932"}, "D032", "gtin"),
        ({"gtin": "none"}, "D032", "gtin"),
    ],
)
def test_what_is_wrong_with_an_item_is_found_where_it_is(changes: dict[str, Any], code: str, field: str) -> None:
    assert found(teapots(**changes)) == [(code, f"/items/0/{field}")]


def test_the_rule_of_masses_speaks_as_the_officer_would() -> None:
    (finding,) = check(teapots(gross_mass_kg="1.2", net_mass_kg="1.6"))
    assert str(finding) == (
        "/items/0/gross_mass_kg: Item 1: gross mass (1.2 kg) is less than net mass (1.6 kg). "
        "Correct one of the two. (Annex B, 18 04)"
    )


def test_a_country_that_is_none_is_no_border() -> None:
    assert found(facts(country="ZZ")) == [("D004", "/country"), ("D015", "/consignor/country")]


def test_an_item_number_given_twice_is_found_at_each_repeat() -> None:
    items = (TEAPOT, replace(TOWEL, number=1), replace(TOWEL, number=1))
    assert found(facts(items=items, invoice_total="")) == [
        ("D019", "/items/1/number"),
        ("D019", "/items/2/number"),
        ("D021", "/items/1/number"),
    ]


def test_items_out_of_order_are_found_once() -> None:
    items = tuple(replace(TOWEL, number=number) for number in (1, 3, 2))
    assert found(facts(items=items, invoice_total="")) == [("D021", "/items/1/number")]


def test_a_declaration_holds_at_most_999_items() -> None:
    items = tuple(replace(TOWEL, number=number) for number in range(1, 1001))
    assert found(facts(items=items, invoice_total="")) == [("D018", "/items")]
    assert found(facts(items=items[:999], invoice_total="")) == []


def test_everything_wrong_is_told_at_once_in_the_order_of_the_rules() -> None:
    wrong = replace(FACTS, lrn="", currency="RMB", items=(replace(TEAPOT, hs="", value="0"),), invoice_total="1")
    assert [code for code, _ in found(wrong)] == ["D001", "D009", "D013", "D022", "D025"]


def test_only_a_likely_mistake_is_let_pass_with_a_warning() -> None:
    assert [rule.code for rule in RULES if rule.level != "error"] == ["D015", "D016"]


def test_every_rule_has_a_code_of_its_own_and_says_what_to_do() -> None:
    assert len(set(CODES)) == len(CODES) == 35
    assert all(rule.sentence and rule.remedy for rule in RULES)


def test_pieces_of_a_yen_are_found() -> None:
    yen = facts(currency="JPY", freight="20", items=(replace(TEAPOT, value="300.50"),), invoice_total="")
    assert found(yen) == [("D030", "/items/0/value")]


@pytest.mark.parametrize("currency", ["KWD", "JPY", "CNY"])
def test_a_total_is_compared_as_a_number(currency: str) -> None:
    whole = facts(currency=currency, freight="20", invoice_total="300.000000", items=(replace(TEAPOT, value="300"),))
    assert found(whole) == []


def test_the_fictional_countries_may_declare() -> None:
    ours = facts(country="XA", consignor=Trader("A", "XA"), consignee=Trader("B", "XB"))
    assert found(ours) == []


def test_a_number_that_cannot_be_read_is_refused_where_it_is_used() -> None:
    with refused("not-a-number"):
        _ = teapots(value="ten").goods_value


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0", 0),
        ("1", 1_000_000),
        ("1.5", 1_500_000),
        ("-1.5", -1_500_000),
        ("0.000001", 1),
        ("007.10", 7_100_000),
        ("999999999999.999999", 999_999_999_999_999_999),
        ("0.0000001", None),
        ("1000000000000", None),
        ("", None),
        (".5", None),
        ("5.", None),
        ("+5", None),
        (" 5", None),
        ("1_000", None),
        ("٥", None),
        ("Infinity", None),
        ("1e6", None),
    ],
)
def test_numbers_are_plain_decimals_that_fit_64_bits(text: str, read: int | None) -> None:
    assert millionths(text) == read
    assert read is None or abs(read) < 2**63


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_every_number_that_is_written_can_be_read(amount: int) -> None:
    assert millionths(decimal_text(amount)) == amount


ITEMS = st.lists(
    st.builds(
        GoodsItem,
        st.integers(0, 3),
        st.sampled_from(["Stoneware teapot", "goods", ""]),
        st.sampled_from(["691200", "77", "6912.00"]),
        st.sampled_from(["CN", "?"]),
        st.sampled_from(["1", "0", "x", "1.5"]),
        st.sampled_from(["H87", "KGM", "?"]),
        st.sampled_from(["1", "0", "x"]),
        st.sampled_from(["2", "0.5", "x"]),
        st.sampled_from(["9.99", "0", "x", "1.001"]),
    ),
    max_size=4,
).map(tuple)


@given(
    ITEMS, st.sampled_from(["CNY", "JPY", "?"]), st.sampled_from(["", "9.99", "x"]), st.sampled_from(["1", "-1", "x"])
)
def test_any_declaration_can_be_checked(
    items: tuple[GoodsItem, ...], currency: str, invoiced: str, freight: str
) -> None:
    declaration = facts(items=items, currency=currency, invoice_total=invoiced, freight=freight)
    codes = [code for code, _ in found(declaration)]
    assert set(codes) <= set(CODES)
    assert codes == sorted(codes, key=CODES.index)


@pytest.mark.parametrize(
    "changes",
    [
        {"direction": "transit"},
        {"country": "ZZ"},
        {"regime": " "},
        {"declarant": ""},
        {"consignor": Trader("Batik House", "QQ")},
        {"consignee": Trader("Aminah", "")},
        {"currency": "RMB"},
        {"incoterm": "DAF"},
        {"consignor": Trader("Batik House", "MY")},
        {"direction": "import", "country": "SG"},
    ],
)
def test_what_was_sound_in_one_manner_is_looked_at_again_in_another(changes: dict[str, Any]) -> None:
    every = [found for each in RULES for found in each(read(facts(**changes)))]
    assert check(FACTS) == check(FACTS)
    for _ in range(2):
        assert check(facts(**changes)) == every
    assert {each.code for each in every} & {each.code for each in OF_MANNER}


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "lrn": st.sampled_from(["B-1", "?", ""]),
            "ucr": st.sampled_from(["6CNQHCERAMIC-7", "x", ""]),
            "consignee": st.sampled_from([replace(FACTS.consignee, name=" ")]),
            "freight": st.sampled_from(["0", "", "12.50", "-1", "0.001", "dear"]),
            "insurance": st.sampled_from(["0", "-2", "0.005", "some"]),
            "invoice_total": st.sampled_from(["1.00", "all"]),
            "transport_document": st.sampled_from(["", "MASK-77", "LX123456785CN", "LX123456784CN"]),
            "currency": st.sampled_from(["CNY", "JPY", "XXXX"]),
        },
    )
)
def test_a_head_that_is_sound_at_a_glance_breaks_no_rule_but_those_of_manner(changes: dict[str, Any]) -> None:
    declaration = read(facts(**changes))
    rules_find = [found for found in findings(OF_HEAD, declaration) if found.code not in {r.code for r in OF_MANNER}]
    assert not (head_sound_at_a_glance(declaration) and rules_find)
    doubtful = declaration.facts.currency == "XXXX" or bool(declaration.facts.invoice_total)
    assert head_sound_at_a_glance(declaration) or rules_find or doubtful


WRITTEN_SO = {
    "number": st.sampled_from([1, 2]),
    "hs": st.sampled_from(["691200", "99", "x"]),
    "origin": st.sampled_from(["CN", "ZZ"]),
    "quantity": st.sampled_from(["1", "2", "0", "1.5", "-1", "many"]),
    "unit": st.sampled_from(["H87", "KGM", "???"]),
    "net_mass_kg": st.sampled_from(["1", "0.5", "0", "-1", ""]),
    "gross_mass_kg": st.sampled_from(["1", "2", "x"]),
    "value": st.sampled_from(["10.00", "0", "10.001", "-1", "1e3"]),
    "description": st.sampled_from(["Stoneware teapot", "gift", ""]),
    "gtin": st.sampled_from(["", "", "4006381333931", "4006381333932"]),
}


@given(
    st.lists(st.fixed_dictionaries({}, optional=WRITTEN_SO), max_size=3),
    st.sampled_from(["CNY", "JPY", "XXXX"]),
)
def test_what_is_sound_at_a_glance_breaks_no_rule_about_goods(changes: list[dict[str, Any]], currency: str) -> None:
    items = tuple(replace(TEAPOT, **{"number": n, **change}) for n, change in enumerate(changes, 1))
    declaration = read(facts(items=items, currency=currency))
    rules_find = findings(OF_GOODS, declaration)
    assert not (sound_at_a_glance(declaration) and rules_find)
    gtin_given = any(item.gtin for item in items)
    assert sound_at_a_glance(declaration) or rules_find or gtin_given or currency == "XXXX"
