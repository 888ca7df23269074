from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.code import hs_code
from tests.trade.refusing import refused


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("691200", "691200"),
        ("6912.00", "691200"),
        (" 6912 00 10 ", "69120010"),
        ("6912.00.10.00", "6912001000"),
        ("691200100012", "691200100012"),
        ("010121", "010121"),
        ("970110", "970110"),
        ("980100", "980100"),
        ("999999", "999999"),
        ("６９１２．００", "691200"),
    ],
)
def test_a_commodity_code_is_read_as_people_write_it(written: str, code: str) -> None:
    assert hs_code(written) == code


@pytest.mark.parametrize(
    "written", ["", "6912", "69120", "6912001000123", "69120A", "teapot", "6912/00", "²²²²²²", "٦٩١٢٠٠"]
)
def test_what_is_no_commodity_code_is_refused(written: str) -> None:
    with refused("hs-shape") as found:
        hs_code(written)
    assert found[0].told() == f"“{written}” is not a commodity code."


@pytest.mark.parametrize(
    ("written", "chapter"), [("770000", "77"), ("000000", "00"), ("001234", "00"), ("7712.34", "77")]
)
def test_chapters_that_do_not_exist_are_refused(written: str, chapter: str) -> None:
    with refused("hs-chapter") as found:
        hs_code(written)
    assert found[0].params["chapter"] == chapter


@given(st.integers(1, 99).filter(lambda chapter: chapter != 77), st.text("0123456789", min_size=4, max_size=10))
def test_reading_a_code_again_changes_nothing(chapter: int, rest: str) -> None:
    code = hs_code(f"{chapter:02d}{rest}")
    assert hs_code(code) == code == f"{chapter:02d}{rest}"
    assert hs_code(f"{code[:4]}.{code[4:6]} {code[6:]}") == code
