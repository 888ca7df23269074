"""One declaration, many papers: what a form holds is read back as it was, and what it cannot hold is said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from entrepot.hub.adapters import papers
from entrepot.statute import forms
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, PermitUse, Trader
from entrepot.trade.papers.beside import BESIDE
from entrepot.trade.papers.form import CONTEXT, Element, Form, Writing
from entrepot.trade.papers.projecting import pointers, project
from entrepot.trade.papers.projection import Source
from entrepot.trade.papers.restoring import restore
from entrepot.trade.papers.writing import same
from tests.trade.example import FACTS, facts

FORMS = forms.forms()
CEB603 = FORMS["CEB603"]

WORDS = some.text(some.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split()) or "tea"
)
AMOUNTS = some.integers(0, 10**9).map(lambda minor: f"{minor // 100}.{minor % 100:02d}")
MASSES = some.integers(1, 10**6).map(lambda grams: f"{grams // 1000}.{grams % 1000:03d}")
COUNTRIES = some.sampled_from(["CN", "MY", "SG", "JP", "US", "GB"])


@some.composite
def items(draw: Any, number: int) -> GoodsItem:
    return GoodsItem(
        number=number,
        description=draw(WORDS),
        hs=draw(some.sampled_from(["6911100010", "6302910000", "8517130000"])),
        origin=draw(COUNTRIES),
        quantity=str(draw(some.integers(1, 500))),
        unit=draw(some.sampled_from(["H87", "C62", "KGM", "PR"])),
        net_mass_kg=draw(MASSES),
        gross_mass_kg=draw(MASSES),
        value=draw(AMOUNTS),
        sku=draw(some.sampled_from(["", "TP-01", "A+B:C'?"])),
        gtin=draw(some.sampled_from(["", "4006381333931"])),
    )


@some.composite
def declarations(draw: Any) -> DeclarationFacts:
    count = draw(some.integers(1, 4))
    return replace(
        FACTS,
        consignor=Trader(draw(WORDS), draw(COUNTRIES), draw(WORDS), draw(WORDS)),
        consignee=Trader(draw(WORDS), draw(COUNTRIES), draw(WORDS), draw(WORDS)),
        currency=draw(some.sampled_from(["CNY", "MYR", "USD"])),
        freight=draw(AMOUNTS),
        insurance=draw(AMOUNTS),
        items=tuple(draw(items(n + 1)) for n in range(count)),
        permits=tuple(PermitUse(f"P-{n}", "plant-health", 1, "2", "KGM") for n in range(draw(some.integers(0, 2)))),
        registration=draw(some.sampled_from(["", "LVG-26-0001"])),
        invoice_total="",
    )


@pytest.mark.parametrize("code", sorted(FORMS))
@settings(max_examples=15, deadline=None)
@given(stated=declarations(), order=WORDS)
def test_what_a_form_holds_is_read_back_from_its_bytes(code: str, stated: DeclarationFacts, order: str) -> None:
    form = FORMS[code]
    beside = {"order_number": order[:30], "customs_office": "CNHGH", "package_count": "2"}
    paper = project(form, stated, beside)
    told = restore(form, papers.read(form, papers.written(form, paper.tree)))
    known = Source(stated)
    cut = {finding.pointer for finding in (*paper.losses, *paper.lacking) if finding.code != "no-place"}
    for pointer, element in held(form, stated):
        fact = beside.get(pointer[1:], "") if pointer.startswith(CONTEXT) else known.take(pointer)
        if fact and pointer not in cut:
            assert same(fact, told[pointer], element.writing), (pointer, fact, told[pointer])
    assert set(told) <= {pointer for pointer, _ in held(form, stated)}


def held(form: Form, stated: DeclarationFacts) -> list[tuple[str, Element]]:
    """Every pointer that the form has a place for, with its lists counted out."""
    found = []
    for pointer, element in pointers(form):
        for kind, count in (("/items/*", len(stated.items)), ("/permits/*", len(stated.permits))):
            if pointer.startswith(kind):
                found += [(pointer.replace("*", str(n), 1), element) for n in range(count)]
                break
        else:
            found.append((pointer, element))
    return found


@pytest.mark.parametrize("code", sorted(FORMS))
def test_every_stated_fact_has_a_place_or_is_said_to_have_none(code: str) -> None:
    form = FORMS[code]
    stated = facts(permits=(PermitUse("PH-77", "plant-health", 1, "2", "KGM"),), registration="MY-LVG-1")
    lost = {finding.pointer for finding in project(form, stated).losses}
    placed = {pointer for pointer, _ in held(form, stated)}
    itself = {
        pointer
        for pointer, told in (
            ("/country", form.country),
            ("/direction", form.direction),
            ("/regime", len(form.regimes) == 1),
        )
        if told
    }
    source = Source(stated)
    assert {finding.pointer for finding in source.losses("x")} <= lost | placed | itself


def test_an_export_list_is_written_as_the_chinese_system_takes_it() -> None:
    beside = dict.fromkeys(BESIDE, "X") | {"transport_mode": "air", "order_number": "1001"}
    stated = facts(items=(replace(FACTS.items[0], hs="6912001000"),))
    paper = project(CEB603, stated, beside)
    assert paper.lacking == ()
    inventory: Any = paper.tree["Inventory"]
    head, [line] = inventory["InventoryHead"], inventory["InventoryList"]
    assert (head["ieDate"], head["tradeMode"], head["trafMode"], head["country"]) == ("20260302", "9610", "5", "122")
    assert (head["grossWeight"], head["netWeight"]) == ("2.10000", "1.60000")
    assert (line["gcode"], line["unit"], line["price"], line["totalPrice"]) == (
        "6912001000",
        "007",
        "150.00000",
        "300.00000",
    )
    raw = papers.written(CEB603, paper.tree)
    assert b'<CEB603Message xmlns="http://www.chinaport.gov.cn/ceb">' in raw


def test_what_a_form_requires_and_nobody_gave_is_lacking() -> None:
    lacking = {(each.code, each.pointer) for each in project(CEB603, FACTS, {"order_number": "1001"}).lacking}
    assert ("form-asks", "@port") in lacking
    assert ("form-asks", "@order_number") not in lacking
    assert ("code-too-short", "/items/0/hs") in lacking


def test_national_digits_are_not_made_up() -> None:
    inventory: Any = project(CEB603, FACTS).tree["Inventory"]
    assert inventory["InventoryList"][0]["gcode"] == "691200"


def test_a_code_that_the_form_does_not_know_is_said_and_not_written() -> None:
    paper = project(CEB603, facts(currency="XAU"))
    assert [each.pointer for each in paper.lacking if each.code == "no-code"] == ["/currency", "/currency"]
    inventory: Any = paper.tree["Inventory"]
    assert "currency" not in inventory["InventoryList"][0]


def test_h7_takes_six_digits_and_says_that_it_cut_the_rest() -> None:
    stated = facts(country="EU", direction="import", regime="ioss", items=(replace(FACTS.items[0], hs="6912001000"),))
    paper = project(FORMS["H7"], stated)
    [item] = paper.tree["GoodsItem"]  # type: ignore[misc]
    assert item["HarmonizedSystemSubheading"] == "691200"  # type: ignore[index, call-overload]
    [cut] = [each for each in paper.losses if each.code == "cut-to-fit"]
    assert (cut.pointer, cut.level) == ("/items/0/hs", "warning")
    assert paper.tree["AdditionalProcedure"] == "C07F48"


def test_an_edifact_message_counts_its_segments_and_hides_no_sign() -> None:
    tricky = "Tea + cups: 6'?"
    form = FORMS["CUSDEC"]
    stated = facts(items=(replace(FACTS.items[0], description=tricky),))
    raw = papers.written(form, project(form, stated, {"customs_office": "CNHGH"}).tree).decode()
    assert "FTX+AAA+++Tea ?+ cups?: 6?'??'" in raw
    ends = len(re.findall(r"(?<!\?)(?:\?\?)*'", raw.removeprefix("UNA:+,? '")))
    assert f"UNT+{ends}+1'" in raw
    assert restore(form, papers.read(form, raw.encode()))["/items/0/description"] == tricky


def test_forms_are_asked_by_border_direction_and_procedure() -> None:
    serving = {code for code, form in FORMS.items() if form.serves(country="CN", direction="export", regime="9610")}
    assert serving == {"CEB303", "CEB403", "CEB505", "CEB603", "CN22", "CUSDEC", "ITMATT", "SAD"}
    serving = {code for code, form in FORMS.items() if form.serves(country="MY", direction="import", regime="general")}
    assert serving == {"K1", "K8", "K9", "CN22", "CUSDEC", "ITMATT", "SAD"}


@pytest.mark.parametrize(
    ("fact", "how", "expected"),
    [
        ("2026-03-02", Writing(date="%d/%m/%Y"), ("02/03/2026", True)),
        ("1.005", Writing(decimals=2), ("1.01", False)),
        ("-0.5", Writing(decimals=0), ("-1", False)),
        ("3", Writing(decimals=2), ("3.00", True)),
        ("6912.00.10", Writing(digits=6), ("691200", False)),
        ("tea cups", Writing(longest=3), ("tea", False)),
        ("many", Writing(decimals=2), ("many", True)),
        ("", Writing(decimals=2), ("", True)),
    ],
)
def test_a_fact_is_written_in_the_form_s_own_way(fact: str, how: Writing, expected: tuple[str, bool]) -> None:
    from entrepot.trade.papers.writing import write

    written = write(fact, how)
    assert (written.text, written.whole) == expected
