from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.code import S10, is_s10, make_s10, parse_s10, s10, s10_check
from entrepot.trade.finding import Refused
from tests.trade.refusing import refused


@pytest.mark.parametrize(
    ("serial", "check"),
    [
        ("12345678", "5"),
        ("47312482", "9"),
        ("00000000", "5"),  # the remainder is nought: 11 becomes 5
        ("00000001", "4"),
        ("00000008", "0"),  # the remainder is one: 10 becomes 0
        ("99999999", "5"),
        ("69007797", "9"),
    ],
)
def test_the_check_digit_of_a_postal_number(serial: str, check: str) -> None:
    assert s10_check(serial) == check


@pytest.mark.parametrize(
    "written", ["RR123456785MY", "rr 123 456 785 my", "RR-12345678-5-MY", "ＲＲ１２３４５６７８５ＭＹ"]
)
def test_a_postal_number_is_read_as_people_write_it(written: str) -> None:
    assert s10(written) == "RR123456785MY"
    assert parse_s10(written) == S10("RR", "12345678", "5", "MY")


@pytest.mark.parametrize(
    "written", ["", "RR12345678MY", "R1123456785MY", "RR1234567855MY", "RR123456785M", "RR12345678٥MY"]
)
def test_what_is_no_postal_number_is_refused(written: str) -> None:
    with refused("s10-shape") as found:
        s10(written)
    assert found[0].law == "UPU S10"


def test_a_wrong_check_digit_is_told_with_the_right_one() -> None:
    with refused("s10-check") as found:
        s10("RR123456784MY")
    assert found[0].told() == "RR123456784MY has a wrong check digit: it is 4, and 5 is expected."


def test_a_postal_number_of_no_country_is_refused() -> None:
    with refused("s10-country"):
        s10("RR123456785ZZ")


def test_a_post_of_the_fictional_countries_may_number_its_items() -> None:
    assert make_s10("LX", 1, "XA") == "LX000000014XA"


@pytest.mark.parametrize("serial", [-1, 100_000_000])
def test_a_serial_number_that_does_not_fit_is_refused(serial: int) -> None:
    with refused("s10-serial"):
        make_s10("RR", serial, "MY")


def test_a_service_that_is_not_two_letters_is_refused() -> None:
    with refused("s10-shape"):
        make_s10("R1", 1, "MY")


SERVICES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)


@given(SERVICES, st.integers(0, 99_999_999), st.sampled_from(["MY", "CN", "SG", "XB"]))
def test_every_number_that_is_made_can_be_read(service: str, serial: int, country: str) -> None:
    number = make_s10(service, serial, country)
    assert len(number) == 13
    assert s10(number) == number
    assert parse_s10(number).serial == f"{serial:08d}"


@given(st.integers(0, 99_999_999), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_found_unless_the_standard_lets_it_pass(serial: int, place: int, step: int) -> None:
    number = make_s10("RR", serial, "MY")
    digits = list(number[2:10])
    digits[place] = str((int(digits[place]) + step) % 10)
    spoilt = "".join(digits)
    passes = s10_check(spoilt) == number[10]  # only where 5 stands for two remainders
    assert not passes or number[10] in "05"
    if not passes:
        with refused("s10-check"):
            s10(f"RR{spoilt}{number[10]}MY")


@given(st.from_regex(r"[A-Z]{2}[0-9]{9}(MY|CN|QQ|my)", fullmatch=True))
def test_asked_whether_it_is_one_a_number_is_answered_as_the_reading_answers(text: str) -> None:
    try:
        parse_s10(text)
    except Refused:
        assert not is_s10(text)
    else:
        assert is_s10(text)
    assert is_s10(make_s10("RR", int(text[2:10]), "MY"))
