"""Forms are data: each says where it comes from, and a fault in one has its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from entrepot.statute import forms
from entrepot.trade.finding import Refused

FORM = """\
title: A form of Xanadu
syntax: xml
root: Form
source: [act]
confidence: sourced
elements:
  - {name: Number, fact: /lrn, required: yes}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "xa" / "forms").mkdir(parents=True)
    (tmp_path / "xa" / "sources.yaml").write_text('act: "XA Forms Act, schedule 1"\n')
    return tmp_path


def written(place: Path, text: str, name: str = "F1") -> Path:
    (place / "xa" / "forms" / f"{name}.yaml").write_text(text)
    return place


def test_no_shipped_form_has_a_fault_and_each_says_how_far_it_can_be_trusted() -> None:
    assert forms.check() == []
    for form in forms.forms().values():
        assert form.confidence in ("unverified", "sourced", "official"), form.code
        assert form.source or form.note, form.code


def test_a_new_country_s_form_is_data_alone(place: Path) -> None:
    [form] = forms.forms(written(place, FORM)).values()
    assert (form.code, form.country, form.source) == ("F1", "XA", ("XA Forms Act, schedule 1",))
    assert (form.elements[0].name, form.elements[0].required) == ("Number", True)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("  - {name: X}", "element-holds"),
        ("  - {name: X, fact: /lrn, fixed: y}", "element-holds"),
        ('  - {name: X, fact: "@nonsense"}', "beside-unknown"),
        ("  - {name: X, derived: nonsense}", "derived-unknown"),
        ("  - {name: X, fact: /currency, codes: nonsense}", "codes-unknown"),
        ("  - {name: X, fact: /lrn, decimal: 2}", "name-unknown"),
        ("  - {name: X, fact: /lrn, required: maybe}", "word-unknown"),
        ("  - {fact: /lrn}", "value-missing"),
    ],
)
def test_a_fault_is_told_with_file_and_line(place: Path, line: str, code: str) -> None:
    found = forms.check(written(place, FORM + line + "\n"))
    assert [(each.code, each.pointer) for each in found] == [(code, "xa/forms/F1.yaml:8")]
    with pytest.raises(Refused):
        forms.forms(place)


def test_a_form_without_a_source_must_say_why(place: Path) -> None:
    found = forms.check(written(place, FORM.replace("source: [act]\n", "")))
    assert [each.code for each in found] == ["source-missing"]
