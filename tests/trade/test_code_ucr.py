from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from entrepot.trade.code import Ucr, is_ucr, parse_ucr, ucr
from entrepot.trade.finding import Refused
from tests.trade.refusing import refused

NUMBERS = st.text("ABCXYZ0123456789-", min_size=1, max_size=40)
ANY = st.text(min_size=1, max_size=45).filter(lambda text: bool(text.strip()))


def test_a_reference_is_year_country_seller_and_order() -> None:
    assert ucr("CN", "91330100MA2A1B2C3D", "1001", 2026) == "6CN91330100MA2A1B2C3D-1001"
    assert ucr("my", "kl-batik", "b-7", 2030) == "0MYKL--BATIK-B-7"


def test_a_reference_falls_into_its_parts() -> None:
    assert parse_ucr("6CN91330100MA2A1B2C3D-1001") == Ucr("6", "CN", "91330100MA2A1B2C3D", "1001")
    assert parse_ucr("0MYKL--BATIK-B-7") == Ucr("0", "MY", "KL-BATIK", "B-7")
    assert parse_ucr(" 0mykl--batik-b-7 ") == Ucr("0", "MY", "KL-BATIK", "B-7")


def test_a_hyphen_does_not_let_two_sellers_share_a_reference() -> None:
    assert ucr("CN", "hz", "ceramics-1", 2026) == "6CNHZ-CERAMICS-1"
    assert ucr("CN", "hz-ceramics", "1", 2026) == "6CNHZ--CERAMICS-1"


def test_another_hubs_reference_is_read_and_kept_as_it_is() -> None:
    assert parse_ucr("6CNHZCERAMICS1001") == Ucr("6", "CN", "HZCERAMICS1001", "")
    for foreign in ("6CNHZCERAMICS1001", "6GB123456789000-ABC/12", "6CN-1", "6CNABC-"):
        assert str(parse_ucr(foreign)) == foreign


@pytest.mark.parametrize(
    "text", ["", "6CN", "CN6HZ-1", "6CNHZ_1", "6CNHZ 1", "6CN" + "A" * 33, "66NHZ-1", "６ＣＮ陶瓷-1"]
)
def test_what_is_no_reference_is_refused(text: str) -> None:
    with refused("ucr-shape"):
        parse_ucr(text)


def test_a_reference_of_no_country_is_refused() -> None:
    with refused("country-unknown"):
        parse_ucr("6ZZHZ-1")
    with refused("country-unknown"):
        ucr("ZZ", "HZ", "1", 2026)


@pytest.mark.parametrize(
    ("seller", "order", "code"), [("", "1", "ucr-seller-missing"), ("HZ", " ", "ucr-order-missing")]
)
def test_a_reference_needs_seller_and_order(seller: str, order: str, code: str) -> None:
    with refused(code):
        ucr("CN", seller, order, 2026)


def test_a_long_order_number_is_cut_and_stays_recognisable() -> None:
    long = ucr("CN", "HZ", "ORDER-2026-03-02-SPRING-FESTIVAL-0000001", 2026)
    assert long == "6CNHZ-ORDER20260302SPRI-ISULUA5IURM"
    assert len(long) == 35
    assert long == ucr("CN", "HZ", "order-2026-03-02-spring-festival-0000001", 2026)


def test_orders_that_differ_only_at_the_end_stay_distinct() -> None:
    references = {ucr("CN", "91330100MA2A1B2C3D", f"2026-03-02-SPRING-FESTIVAL-{n}", 2026) for n in range(1000)}
    assert len(references) == 1000
    assert {len(each) for each in references} == {35}


def test_an_order_number_in_chinese_has_a_reference_of_its_own() -> None:
    one, two = ucr("CN", "HZ", "订单一", 2026), ucr("CN", "HZ", "订单二", 2026)
    assert one != two
    assert re.fullmatch(r"6CNHZ-X-[A-Z2-7]{11}", one)


def test_half_a_letter_from_a_broken_sender_is_no_obstacle() -> None:
    assert parse_ucr(ucr("CN", "HZ", "\ud83d", 2026)).seller == "HZ"


def test_a_seller_cannot_name_an_order_like_anothers_shortened_one() -> None:
    long = ucr("CN", "HZ", "A" * 40, 2026)
    copied = parse_ucr(long).order
    assert ucr("CN", "HZ", copied, 2026) != long


@given(NUMBERS, NUMBERS, st.integers(2020, 2039))
def test_every_reference_that_is_made_can_be_read(seller: str, order: str, year: int) -> None:
    made = ucr("MY", seller, order, year)
    parts = parse_ucr(made)
    assert str(parts) == made
    assert len(made) <= 35
    assert re.fullmatch(r"[A-Z0-9-/]+", made)
    assert (parts.year_digit, parts.country) == (str(year % 10), "MY")


@given(ANY, ANY)
def test_whatever_the_seller_writes_a_reference_is_sound(seller: str, order: str) -> None:
    assume(seller.strip("\u3000 ") and order.strip("\u3000 "))
    made = ucr("CN", seller, order, 2026)
    assert str(parse_ucr(made)) == made
    assert made == ucr("CN", seller, order, 2026)


@given(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS))
def test_distinct_orders_stay_distinct(one: tuple[str, str], two: tuple[str, str]) -> None:
    assume(one != two)
    assert ucr("CN", *one, 2026) != ucr("CN", *two, 2026)


@given(st.one_of(st.from_regex(r"[0-9](CN|MY|QQ|cn)[A-Z0-9/-]{1,32}", fullmatch=True), ANY))
def test_asked_whether_it_is_one_a_text_must_be_the_reference_just_as_it_is_written(text: str) -> None:
    try:
        assert is_ucr(text) is (str(parse_ucr(text)) == text)
    except Refused:
        assert not is_ucr(text)
