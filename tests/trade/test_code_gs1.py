from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from entrepot.trade.code import gs1_check, gtin, gtin14, make_sscc, sscc
from tests.trade.refusing import refused

DIGITS = "0123456789"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("4006381333931", "4006381333931"),
        ("40170725", "40170725"),
        ("036000291452", "036000291452"),
        ("10614141000415", "10614141000415"),
        (" 400638-1333931", "4006381333931"),
        ("４００６３８１３３３９３１", "4006381333931"),
    ],
)
def test_an_article_number_is_read_as_people_write_it(written: str, number: str) -> None:
    assert gtin(written) == number


def test_the_same_article_has_one_number_of_fourteen_digits() -> None:
    assert gtin14("036000291452") == gtin14("0036000291452") == "00036000291452"


@pytest.mark.parametrize("written", ["", "123", "4006381333", "400638133393", "ABCDEFGH", "400638133393100"])
def test_what_is_no_article_number_is_refused(written: str) -> None:
    with refused("gtin-shape" if len(written) != 12 else "gtin-check"):
        gtin(written)


def test_a_wrong_check_digit_is_told_with_the_right_one() -> None:
    with refused("gtin-check") as found:
        gtin("4006381333932")
    assert found[0].told() == "GTIN 4006381333932 has a wrong check digit: it ends in 2, and 1 is expected."


@pytest.mark.parametrize("noughts", ["00000000", "0000000000000"])
def test_noughts_name_no_article(noughts: str) -> None:
    with refused("gtin-nought"):
        gtin(noughts)


@given(st.sampled_from([7, 11, 12, 13]).flatmap(lambda n: st.text(DIGITS, min_size=n, max_size=n)))
def test_the_check_digit_is_the_one_that_others_compute(body: str) -> None:
    number = body + gs1_check(body)
    assert gs1_check(body) == ean.calc_check_digit(body)
    if body.strip("0"):
        assert gtin(number) == number


@given(st.text(DIGITS, min_size=12, max_size=12), st.integers(0, 12), st.sampled_from(DIGITS))
def test_one_wrong_digit_is_always_found(body: str, place: int, digit: str) -> None:
    number = body + gs1_check(body)
    if number[place] == digit or not body.strip("0"):
        return
    spoilt = number[:place] + digit + number[place + 1 :]
    if spoilt.strip("0"):
        with refused("gtin-check"):
            gtin(spoilt)


def test_a_logistic_unit_is_read_with_and_without_its_mark() -> None:
    assert sscc("106141412345678908") == "106141412345678908"
    assert sscc("(00) 1 0614141 234567890 8") == "106141412345678908"
    assert sscc("00106141412345678908") == "106141412345678908"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "sscc-shape"),
        ("10614141234567890", "sscc-shape"),
        ("106141412345678909", "sscc-check"),
        ("X" * 18, "sscc-shape"),
    ],
)
def test_what_is_no_logistic_unit_is_refused(written: str, code: str) -> None:
    with refused(code):
        sscc(written)


def test_a_logistic_unit_is_numbered_by_its_company() -> None:
    assert make_sscc(1, "0614141", 234567890) == "106141412345678908"
    assert make_sscc(0, "0614141", 1) == "006141410000000012"


@pytest.mark.parametrize(
    ("extension", "prefix", "serial", "code"),
    [
        (1, "061", 1, "company-prefix-shape"),
        (1, "0614141000000", 1, "company-prefix-shape"),
        (1, "06X4141", 1, "company-prefix-shape"),
        (10, "0614141", 1, "sscc-serial"),
        (1, "0614141", 10**9, "sscc-serial"),
        (1, "0614141", -1, "sscc-serial"),
    ],
)
def test_a_number_that_cannot_be_made_is_refused(extension: int, prefix: str, serial: int, code: str) -> None:
    with refused(code):
        make_sscc(extension, prefix, serial)


@given(st.integers(0, 9), st.text(DIGITS, min_size=4, max_size=12), st.integers(0, 999))
def test_every_unit_that_is_numbered_can_be_read(extension: int, prefix: str, serial: int) -> None:
    number = make_sscc(extension, prefix, serial)
    assert sscc(number) == number
    assert len(number) == 18
