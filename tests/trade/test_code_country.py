from __future__ import annotations

import pytest
from babel import Locale

from entrepot.trade.code import COUNTRIES, EXPERIMENTAL, country
from tests.trade.refusing import refused


def test_there_are_249_countries_and_territories() -> None:
    assert len(COUNTRIES) == 249


def test_every_country_has_a_name() -> None:
    named = {code for code in Locale("en").territories if len(code) == 2 and code.isalpha()}
    not_of_iso = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
    assert named - COUNTRIES == not_of_iso & named
    assert named >= COUNTRIES


@pytest.mark.parametrize(
    ("written", "code"), [("MY", "MY"), ("cn", "CN"), (" sg ", "SG"), ("ＭＹ", "MY"), ("xa", "XA"), ("XB", "XB")]
)
def test_a_country_is_read_as_people_write_it(written: str, code: str) -> None:
    assert country(written) == code


@pytest.mark.parametrize("written", ["", "M", "MYS", "XX", "ZZ", "EU", "Malaysia", "XC"])
def test_what_is_no_country_is_refused(written: str) -> None:
    with refused("country-unknown") as found:
        country(written)
    assert found[0].cure() == "Give two letters, such as MY, CN or SG."


@pytest.mark.parametrize(("written", "meant"), [("UK", "GB"), ("EL", "GR")])
def test_a_common_mistake_is_told_what_is_meant(written: str, meant: str) -> None:
    with refused("country-unknown") as found:
        country(written)
    assert found[0].cure() == f"{meant} is probably meant."


def test_the_fictional_countries_are_of_the_codes_left_to_users() -> None:
    assert {"XA", "XB"} == EXPERIMENTAL
    assert not EXPERIMENTAL & COUNTRIES
