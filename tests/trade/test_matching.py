from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding
from entrepot.trade.matching import OrderPaper, PaymentPaper, Sealed, WaybillPaper, fold, match, party_key, seal
from tests.trade.example import FACTS, KEY, ORDER, PAYMENT, TEAPOT, WAYBILL, facts
from tests.trade.refusing import complete

PAPERS: dict[str, OrderPaper | PaymentPaper | WaybillPaper] = {"order": ORDER, "payment": PAYMENT, "waybill": WAYBILL}
FIELDS = [(name, field.name) for name, paper in PAPERS.items() for field in dataclasses.fields(paper)]


def matched(declaration: DeclarationFacts | None = FACTS, **papers: Any) -> list[Finding]:
    """What is found when these papers take the place of those in order."""
    given = PAPERS | papers
    found = match(given["order"], given["payment"], given["waybill"], declaration)
    for finding in found:
        complete(finding)
    return found


def told(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.pointer, finding.level) for finding in found]


def mutated(value: object) -> object:
    """Another value of the same kind."""
    match value:
        case int():
            return value + 1
        case Sealed():
            return seal(KEY, "Somebody else")
        case str():
            return f"{value}1" if value else "1"
    raise AssertionError(value)


def test_three_papers_that_tell_one_story_match() -> None:
    assert matched() == []
    assert matched(None) == []


@pytest.mark.parametrize(("paper", "field"), FIELDS)
def test_no_field_can_be_changed_alone(paper: str, field: str) -> None:
    changed = replace(PAPERS[paper], **{field: mutated(getattr(PAPERS[paper], field))})
    found = matched(**{paper: changed})
    assert any(finding.level == "error" for finding in found)


@pytest.mark.parametrize(("paper", "field"), FIELDS)
def test_no_field_can_be_left_blank(paper: str, field: str) -> None:
    blank: object = {int: 0, str: "", Sealed: Sealed("", "")}[type(getattr(PAPERS[paper], field))]
    found = matched(**{paper: replace(PAPERS[paper], **{field: blank})})
    assert any(finding.level == "error" for finding in found)


@pytest.mark.parametrize(
    ("declaration", "code", "place"),
    [
        (facts(currency="MYR"), "currency-differs", "/declaration/currency"),
        (facts(freight="20.01"), "freight-differs", "/declaration/freight"),
        (facts(items=(replace(TEAPOT, quantity="3"),)), "goods-differs", "/declaration/items"),
        (facts(items=(replace(TEAPOT, value="x", quantity="3"),)), "goods-differs", "/declaration/items"),
        (facts(items=(replace(TEAPOT, value="345.50"),)), "item-count-differs", "/declaration/items"),
        (facts(items=(replace(TEAPOT, value="345.50", quantity="2.5"),)), "item-count-differs", "/declaration/items"),
        (facts(transport_document="RR123456785MY"), "number-differs", "/declaration/transport_document"),
    ],
)
def test_papers_and_declaration_must_agree(declaration: DeclarationFacts, code: str, place: str) -> None:
    assert told(matched(declaration)) == [(code, place, "error")]


@pytest.mark.parametrize("unit", ["KGM", "PR", "DZN"])
def test_goods_that_are_measured_are_not_counted(unit: str) -> None:
    assert matched(facts(items=(replace(TEAPOT, value="345.50", quantity="1.6", unit=unit),))) == []


def test_papers_of_another_consignment_are_each_found() -> None:
    found = matched(facts(ucr="6CNHZ--CERAMICS-1002"))
    assert told(found) == [("ucr-differs", "/declaration/ucr", "error")] * 3
    assert [finding.params["first"] for finding in found] == ["order", "payment", "waybill"]


@pytest.mark.parametrize("missing", ["order", "payment", "waybill"])
def test_a_missing_paper_is_a_finding_and_the_others_are_still_compared(missing: str) -> None:
    assert told(matched(**{missing: None})) == [("paper-missing", f"/{missing}", "error")]
    assert len(matched(facts(ucr="6CNHZ--CERAMICS-1002"), **{missing: None})) == 3


def test_payment_and_waybill_are_compared_when_the_order_is_missing() -> None:
    found = matched(None, order=None, waybill=replace(WAYBILL, consignee_key=party_key(KEY, "1")))
    assert [finding.code for finding in found] == ["paper-missing", "payer-key-differs"]


def test_without_any_paper_each_is_missing() -> None:
    found = match(None, None, None, FACTS)
    assert [finding.pointer for finding in found] == ["/order", "/payment", "/waybill"]


def test_what_was_paid_is_goods_and_freight_and_tax_less_discount() -> None:
    found = matched(order=replace(ORDER, discount="9.99"))
    assert told(found) == [("paid-not-the-sum", "/order/paid", "error")]
    assert found[0].told() == (
        "The order says 390.05 was paid, but goods, freight and tax less discount come to 390.06."
    )


def test_the_payment_is_what_the_order_says_was_paid() -> None:
    found = matched(payment=replace(PAYMENT, amount="390.04"))
    assert told(found) == [("paid-differs", "/payment/amount", "error")]
    assert found[0].told() == "paid of the order is “390.05”, amount of the payment is “390.04”."


@pytest.mark.parametrize("amount", ["390.050", "0390.05"])
def test_amounts_are_compared_as_numbers(amount: str) -> None:
    assert matched(payment=replace(PAYMENT, amount=amount)) == []


@pytest.mark.parametrize(("field", "text"), [("goods", "x"), ("freight", "-20.00"), ("tax", ""), ("paid", "1e3")])
def test_an_amount_that_is_none_is_told_instead_of_a_wrong_sum(field: str, text: str) -> None:
    codes = [finding.code for finding in matched(order=replace(ORDER, **{field: text}))]
    assert codes[0] == "paper-amount"
    assert field == "freight" or "paid-not-the-sum" not in codes


def test_whoever_ordered_must_have_paid_and_receive() -> None:
    other = party_key(KEY, "850505-10-1234")
    assert told(matched(payment=replace(PAYMENT, payer_key=other))) == [
        ("buyer-key-differs", "/payment/payer_key", "error")
    ]
    assert told(matched(waybill=replace(WAYBILL, consignee_key=other))) == [
        ("buyer-key-differs", "/waybill/consignee_key", "error")
    ]


def test_nobody_is_not_the_same_person_as_nobody() -> None:
    found = matched(
        order=replace(ORDER, buyer_key="", consignee_key=""),
        payment=replace(PAYMENT, payer_key=""),
        waybill=replace(WAYBILL, consignee_key=""),
    )
    assert [finding.code for finding in found] == ["buyer-key-differs"] * 3


@pytest.mark.parametrize(
    "spelling", ["AISYAH BINTI RAHMAN", "Aisyah  binti Rahman ", "aisyahbintirahman", "Ａｉｓｙａｈ binti Rahman"]
)
def test_another_spelling_of_a_name_is_let_pass_with_a_warning(spelling: str) -> None:
    found = matched(payment=replace(PAYMENT, payer_name=seal(KEY, spelling)))
    assert told(found) == [("buyer-name-spelling", "/payment/payer_name", "warning")]


@pytest.mark.parametrize("name", ["Aisyah binte Rahman", "Aisyah Rahman", "Aisyah binti Rahmán"])
def test_another_name_is_not(name: str) -> None:
    found = matched(payment=replace(PAYMENT, payer_name=seal(KEY, name)))
    assert told(found) == [("buyer-name-differs", "/payment/payer_name", "error")]


def test_an_address_is_compared_across_its_line_breaks() -> None:
    found = matched(waybill=replace(WAYBILL, consignee_address=seal(KEY, "12 Jalan Masjid India, Kuala Lumpur MY")))
    assert told(found) == [("consignee-address-differs", "/waybill/consignee_address", "error")]  # the comma
    found = matched(waybill=replace(WAYBILL, consignee_address=seal(KEY, "12 JALAN Masjid India", "Kuala Lumpur MY")))
    assert told(found) == [("consignee-address-spelling", "/waybill/consignee_address", "warning")]


def test_a_finding_tells_neither_name_nor_number_of_a_person() -> None:
    other = seal(KEY, "Lim Mei Ling")
    found = matched(payment=replace(PAYMENT, payer_key=party_key(KEY, "850505-10-1234"), payer_name=other))
    for text in map(str, found):
        assert "Lim" not in text
        assert "850505" not in text
        assert PAYMENT.payer_key not in text
        assert other.folded not in text


def test_a_commitment_is_useless_without_the_key() -> None:
    assert party_key(KEY, "900101-14-5566") == party_key(KEY, " 900101-14-5566")
    assert party_key(KEY, "900101-14-5566") != party_key(b"another hub's key", "900101-14-5566")
    assert len(party_key(KEY, "1")) == 64
    assert party_key(KEY, "x") != seal(KEY, "x").folded != seal(KEY, "x").written


def test_half_a_letter_from_a_broken_sender_is_compared_like_any_other() -> None:
    assert seal(KEY, "\ud83d") == seal(KEY, "\ud83d") != seal(KEY, "\ud83e")


def test_a_spelling_folds_to_what_it_means() -> None:
    assert fold("  ＬＩＭ\nMei\tLing ") == fold("Lim MeiLing") == "limmeiling"
    assert fold("王　小明") == fold("王小明") == "王小明"


@given(st.text(max_size=30))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert seal(KEY, text) == seal(KEY, text)
