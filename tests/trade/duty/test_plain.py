"""A quote and its facts as plain values: for JSON, for storing, and back again."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

from entrepot.trade.duty import plain
from entrepot.trade.duty.expression_inputs import Part
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.money import Money

from .xanadu import goods, law, measure, sent


def test_facts_come_back_as_they_were_stored() -> None:
    facts = sent(
        goods(
            "12.34", quantity=Fraction(3), unit="PR", net_mass_kg=Fraction("1.250"), origin="CN", description="Tea set"
        ),
        goods(
            "1",
            hs="910211",
            quantities={"LTR": Fraction(1, 3)},
            parts={"strap": Part(Money.of("5", "EUR"), {"H87": Fraction(1)})},
            answers={"hand-made": True},
        ),
        known=date(2026, 1, 15),
        freight=Money.of("0.10", "MYR"),
        insurance=Money.of("2", "EUR"),
        incoterm="CIP",
        channel="express",
        seller_registered=False,
        registration="LRN-1",
        consumer=True,
        buyer="Ada",
        year_to_date=Money.of("25000", "CNY"),
        same_day=Money.of("1", "EUR"),
        dispatched=date(2026, 1, 20),
        facts={"tax_clearance": "yes"},
    )
    assert plain.facts(json.loads(json.dumps(plain.consignment(facts)))) == facts


def test_what_nobody_stated_comes_back_unknown() -> None:
    facts = plain.facts(json.loads(json.dumps(plain.consignment(sent()))))
    assert (facts.seller_registered, facts.consumer, facts.freight, facts.year_to_date) == (None, None, None, None)
    assert facts == sent()


def test_a_quote_is_plain_json_with_amounts_as_decimal_texts() -> None:
    held = law([measure("69120010", "4%"), measure("69120090", "10%")], codes=("69120010", "69120090"))
    wide, narrow = (
        json.loads(json.dumps(plain.quote(each))) for each in landed_cost([sent(), sent(goods(hs="69120010"))], held)
    )
    assert wide["options"][0]["duty"] == {"min": "4.00", "max": "10.00"}
    (option,) = narrow["options"]
    assert {name: option[name] for name in ("regime", "duty", "tax", "fees", "total", "landed")} == {
        "regime": "entry",
        "duty": "4.00",
        "tax": "20.80",
        "fees": "0.00",
        "total": "24.80",
        "landed": "124.80",
    }
    assert narrow["currency"] == "EUR"
    line = option["lines"][0]
    assert (line["charge"], line["base"], line["rate"], line["unrounded"]) == ("duty", "100.00", "4 %", "4")
    assert line["law"] == {
        "law": "Act of Xanadu",
        "sources": ["Gazette"],
        "confidence": "sourced",
        "since": "2026-01-01",
        "until": None,
        "known_from": None,
        "note": "",
    }


def test_what_cannot_be_said_is_null_and_says_why() -> None:
    (quote,) = (plain.quote(each) for each in landed_cost([sent(goods(hs="701337"))], law([measure("69", "4%")])))
    (option,) = quote["options"]
    assert (option["duty"], option["total"]) == (None, None)
    assert [finding["code"] for finding in option["unknown"]] == ["rate-missing"]


def test_sentences_are_translated_whole_before_they_are_filled() -> None:
    (answer,) = landed_cost([sent(goods("0"))], law())
    told = plain.quote(answer, lambda sentence: sentence.replace("line", "baris"))
    assert told["findings"][0]["sentence"] == "The value of baris 1 is not more than nothing."
