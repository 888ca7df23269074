"""Identity numbers: the one that China's border asks for is checked by its last character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from entrepot.trade.code import identity_number
from entrepot.trade.finding import Refused


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("110105 19491231 002x", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("440524188001010014", "440524188001010014"),
    ],
)
def test_a_chinese_number_is_read_as_people_write_it(written: str, number: str) -> None:
    assert identity_number(written, "CN") == number


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("110105194912310021", "identity-number-check"),
        ("11010519491331002X", "identity-number-form"),  # the thirteenth month
        ("1101051949123100", "identity-number-form"),
        ("", "identity-number-form"),
        ("A1010519491231002X", "identity-number-form"),
    ],
)
def test_one_that_cannot_be_right_is_refused(written: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        identity_number(written, "CN")
    assert [found.code for found in refused.value.findings] == [code]


@given(st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_mistyped_figure_is_always_found(serial: int, place: int, more: int) -> None:
    first = f"11010519491231{serial:03d}"
    number = first + ric.calc_check_digit(f"{first}0")
    assert identity_number(number, "CN") == number
    wrong = "0123456789"[(int(number[place]) + more) % 10] if number[place] != "X" else str(more)
    with pytest.raises(Refused):
        identity_number(number[:place] + wrong + number[place + 1 :], "CN")


def test_of_another_country_only_the_length_is_known() -> None:
    assert identity_number(" 850101-14-5555 ", "ID") == "850101-14-5555"
    with pytest.raises(Refused):
        identity_number("12", "ID")
