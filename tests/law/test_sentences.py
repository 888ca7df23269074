"""Translators get every sentence of the law that people read, and nothing else."""

from __future__ import annotations

from entrepot.statute.sentences import sentences

SAID = dict(sentences())


def test_a_condition_is_among_them_with_its_place() -> None:
    assert SAID["The CIF value of the consignment, {value}, is not above {limit}."].startswith(("my/", "sg/"))
    assert SAID["The seller has no IOSS number."] == "eu/regimes.yaml:4"


def test_names_proofs_and_reasons_are_among_them() -> None:
    assert {"Import duty", "Relief at the border for small consignments", "Form E"} <= SAID.keys()
    assert any(text.startswith("Three product identifiers") for text in SAID)
    assert "More than RM 5,000 is due; the papers are checked before release." in SAID


def test_codes_and_names_of_parameters_are_not() -> None:
    assert not {"lvg", "lvg_rate", "sourced", "any_low_value_item", "customs_value"} & SAID.keys()
