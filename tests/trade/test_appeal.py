"""Whether a ruling on an appeal can stand."""

from __future__ import annotations

from typing import Any

import pytest

from entrepot.trade.appeal import Ruling, faults


@pytest.mark.parametrize(
    ("move", "told", "codes"),
    [
        ("refuse", {"outcome": "annul"}, []),
        ("seize", {"outcome": "change"}, []),
        ("release-part", {"outcome": "change"}, ["outcome-not-of-this"]),
        ("release", {"outcome": "annul"}, []),
        ("release", {"outcome": "change"}, ["amounts-missing"]),
        ("release", {"outcome": "change", "duty_minor": 0, "tax_minor": 4000}, []),
        ("release", {"outcome": "change", "duty_minor": 100, "tax_minor": 4800}, ["amounts-not-less"]),
        ("release", {"outcome": "change", "duty_minor": 101, "tax_minor": 0}, ["amounts-not-less"]),
        ("release", {"outcome": "change", "duty_minor": -1, "tax_minor": 0}, ["amounts-not-less"]),
        ("refuse", {"outcome": "change", "duty_minor": 1}, ["amounts-not-asked"]),
        ("refuse", {"outcome": "confirm", "reason": " ", "law": ""}, ["reason-missing", "law-missing"]),
    ],
)
def test_a_ruling_has_reason_and_law_and_makes_nobody_owe_more(
    move: str, told: dict[str, Any], codes: list[str]
) -> None:
    ruling = Ruling(**{"reason": "It was wrong.", "law": "Act", **told})
    assert [each.code for each in faults(ruling, move, duty_minor=100, tax_minor=4800)] == codes
