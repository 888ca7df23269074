from __future__ import annotations

from dataclasses import replace
from typing import Any

import iso4217
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.money import Money
from entrepot.trade.papers import tlv
from entrepot.trade.papers.currency_numbers import CURRENCIES, NUMBERS
from entrepot.trade.papers.emv import MerchantQr, build, checksum, parse
from tests.trade.refusing import refused

STALL = MerchantQr(
    scheme="my.example.pay",
    account="STALL-7",
    merchant_name="Night Market Stall",
    merchant_city="George Town",
    country="MY",
    currency="MYR",
    amount=Money.of("12.50", "MYR"),
    reference="E2E-1001",
    terminal="T1",
    category="5411",
    ucr="6CNHZ--CERAMICS-1001",
)
# the example of the specification, Chinese template and all
BEST_TRANSPORT = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN"
    "5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***"
    "0708A60086670902ME91320016A0112233449988770708123456786304A13A"
)


def sealed(body: str) -> str:
    """A text with the checksum that belongs to it."""
    return f"{body}6304{checksum(body + '6304')}"


def without(tag: str) -> str:
    """The stall's code without one field, correctly sealed."""
    fields = tlv.read(build(STALL))
    del fields["63"]
    fields.pop(tag, None)
    return sealed(tlv.write(fields))


def test_a_code_is_written_field_by_field() -> None:
    assert build(STALL) == (
        "000201010212"
        "26290014my.example.pay0107STALL-7"
        "52045411530345854" + "0512.50"
        "5802MY5918Night Market Stall6011George Town"
        "62180508E2E-10010702T1"
        "80420014my.example.pay01206CNHZ--CERAMICS-1001"
        "6304" + checksum(build(STALL)[:-4])
    )


def test_a_code_without_amount_may_hang_on_the_wall() -> None:
    text = build(replace(STALL, amount=None, reference="", terminal="", ucr=""))
    assert text.startswith("000201010211")
    assert parse(text) == replace(STALL, amount=None, reference="", terminal="", ucr="")


def test_the_example_of_the_specification_is_read() -> None:
    assert parse(BEST_TRANSPORT) == MerchantQr(
        scheme="D15600000000",
        account="A93FO3230Q",
        merchant_name="BEST TRANSPORT",
        merchant_city="BEIJING",
        country="CN",
        currency="CNY",
        amount=Money.of("23.72", "CNY"),
        terminal="A6008667",
        category="4111",
    )


@pytest.mark.parametrize(("text", "crc"), [("", "FFFF"), ("123456789", "29B1"), (BEST_TRANSPORT[:-4], "A13A")])
def test_the_checksum_is_the_one_of_the_standard(text: str, crc: str) -> None:
    assert checksum(text) == crc


@given(st.integers(0, len(BEST_TRANSPORT) - 1), st.characters(codec="utf-8"))
def test_a_code_that_was_misread_is_refused(place: int, letter: str) -> None:
    spoilt = BEST_TRANSPORT[:place] + letter + BEST_TRANSPORT[place + 1 :]
    if spoilt.strip() != BEST_TRANSPORT and spoilt.upper() != BEST_TRANSPORT:
        with refused("qr-checksum"):
            parse(spoilt)


@pytest.mark.parametrize(
    "text", ["", "hello", "6304FFFF", "https://example.org", BEST_TRANSPORT[:-8], "\ud83d6304FFFF"]
)
def test_what_is_no_payment_code_is_refused(text: str) -> None:
    with refused("qr-checksum"):
        parse(text)


@pytest.mark.parametrize("tag", ["00", "26", "52", "53", "58", "59", "60"])
def test_a_code_that_lacks_a_mandatory_field_is_refused(tag: str) -> None:
    with refused("qr-field-missing") as found:
        parse(without(tag))
    assert found[0].pointer == f"/{tag}"


@pytest.mark.parametrize("tag", ["01", "54", "62", "80"])
def test_a_code_may_lack_the_other_fields(tag: str) -> None:
    assert parse(without(tag)).merchant_name == "Night Market Stall"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"53": "999"}, "qr-currency"),
        ({"54": "12,50"}, "qr-amount"),
        ({"54": "-1"}, "qr-amount"),
        ({"54": "12345678901.50"}, "qr-amount"),
        ({"54": "12.5000"}, "qr-amount"),
        ({"58": "ZZ"}, "country-unknown"),
        ({"26": "0014my.exa"}, "qr-broken"),
        ({"62": "X"}, "qr-broken"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(changes: dict[str, str], code: str) -> None:
    fields = tlv.read(build(STALL)) | changes
    del fields["63"]
    with refused(code):
        parse(sealed(tlv.write(fields)))


def test_everything_wrong_is_told_at_once() -> None:
    with refused("qr-field-missing", "qr-currency", "qr-amount"):
        fields = tlv.read(without("59")) | {"53": "000", "54": "x"}
        del fields["63"]
        parse(sealed(tlv.write(fields)))


def test_an_amount_may_end_in_a_point_as_the_standard_allows() -> None:
    fields = tlv.read(build(STALL)) | {"54": "98."}
    del fields["63"]
    assert parse(sealed(tlv.write(fields))).amount == Money.of("98", "MYR")


def test_what_another_scheme_keeps_in_our_place_is_left_alone() -> None:
    fields = tlv.read(build(STALL)) | {"80": "not ours"}
    del fields["63"]
    assert parse(sealed(tlv.write(fields))).ucr == ""


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"scheme": " "}, ["qr-missing"]),
        ({"account": ""}, ["qr-missing"]),
        ({"merchant_name": ""}, ["qr-missing"]),
        ({"merchant_city": ""}, ["qr-missing"]),
        ({"merchant_name": "N" * 26}, ["qr-too-long"]),
        ({"merchant_city": "C" * 16}, ["qr-too-long"]),
        ({"reference": "R" * 26}, ["qr-too-long"]),
        ({"terminal": "T" * 26}, ["qr-too-long"]),
        ({"account": "A" * 100}, ["qr-too-long"]),
        ({"currency": "RMB"}, ["currency-unknown"]),
        ({"amount": Money.of("0", "MYR")}, ["qr-amount"]),
        ({"amount": Money.of("-1", "MYR")}, ["qr-amount"]),
        ({"amount": Money.of("0.001", "MYR")}, ["qr-amount"]),
        ({"amount": Money.of("1", "CNY")}, ["qr-amount"]),
        ({"category": "food"}, ["qr-category"]),
        ({"country": "ZZ"}, ["country-unknown"]),
        ({"account": "", "merchant_name": "N" * 26, "category": ""}, ["qr-missing", "qr-too-long", "qr-category"]),
    ],
)
def test_what_does_not_fit_a_code_is_refused(changes: dict[str, Any], codes: list[str]) -> None:
    with refused(*codes):
        build(replace(STALL, **changes))


LETTERS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=15)


@given(LETTERS, LETTERS, LETTERS, LETTERS, st.integers(1, 10**10), st.sampled_from(["MYR", "CNY", "JPY", "KWD"]))
def test_every_code_that_is_written_can_be_read(
    account: str, name: str, city: str, reference: str, minor: int, currency: str
) -> None:
    qr = MerchantQr("my.example.pay", account, name, city, "MY", currency, Money.from_minor(minor, currency), reference)
    assert parse(build(qr)) == qr


def test_a_shop_may_be_named_in_chinese() -> None:
    qr = replace(STALL, merchant_name="夜市小店", merchant_city="槟城")
    assert parse(build(qr)) == qr
    assert "5904夜市小店" in build(qr)


def test_every_currency_has_its_number() -> None:
    assert NUMBERS.keys() == MINOR_DIGITS.keys()
    assert len(CURRENCIES) == len(NUMBERS)
    standard = {currency.code: f"{currency.number:03d}" for currency in iso4217.Currency}
    assert {code: number for code, number in NUMBERS.items() if standard[code] != number} == {}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0", "At position 0 a tag and a length of two figures each are expected."),
        ("00", "At position 0 a tag and a length of two figures each are expected."),
        ("000201xx", "At position 6 a tag and a length of two figures each are expected."),
        ("0003ab", "Field 00 at position 0 ends too early."),
        ("0000", "Field 00 at position 0 is empty."),
        ("0001a0001b", "Field 00 at position 5 is given twice."),
        ("00٠1a", "At position 0 a tag and a length of two figures each are expected."),
    ],
)
def test_a_broken_field_is_told_by_its_position(text: str, sentence: str) -> None:
    with refused("qr-broken") as found:
        tlv.read(text)
    assert found[0].told() == sentence


@given(st.dictionaries(st.integers(0, 99).map(lambda tag: f"{tag:02d}"), st.text(min_size=1, max_size=99), max_size=8))
def test_fields_are_read_as_they_were_written(fields: dict[str, str]) -> None:
    assert tlv.read(tlv.write(fields)) == fields


def test_a_field_that_is_too_long_is_refused() -> None:
    assert tlv.read(tlv.write({"01": "a" * 99})) == {"01": "a" * 99}
    with refused("qr-too-long"):
        tlv.write({"01": "a" * 100})
