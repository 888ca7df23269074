"""The nomenclature in the box."""

from __future__ import annotations

import pytest

from entrepot.statute import nomenclature
from entrepot.trade.finding import Refused


def test_every_subheading_of_the_edition_is_there() -> None:
    assert len(nomenclature.subheadings()) == 5612


@pytest.mark.parametrize(
    ("written", "digits"), [("6912.00", "691200"), ("6912 00 00", "69120000"), ("610910", "610910")]
)
def test_a_code_below_a_subheading_that_exists_is_known(written: str, digits: str) -> None:
    assert nomenclature.known(written) == digits


@pytest.mark.parametrize("wrong", ["691299", "7712000000", "999999", "69", "celadon"])
def test_a_code_that_names_no_subheading_is_refused(wrong: str) -> None:
    with pytest.raises(Refused):
        nomenclature.known(wrong)
