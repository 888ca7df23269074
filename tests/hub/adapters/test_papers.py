"""Papers from outside are read in one way only; what is no paper is refused and opens nothing."""

from __future__ import annotations

import pytest

from entrepot.hub.adapters import papers
from entrepot.statute import forms
from entrepot.trade.finding import Refused
from entrepot.trade.papers.projecting import project
from tests.trade.example import FACTS

FORMS = forms.forms()
K1 = papers.written(FORMS["K1"], project(FORMS["K1"], FACTS).tree)
CUSDEC = papers.written(FORMS["CUSDEC"], project(FORMS["CUSDEC"], FACTS).tree)


@pytest.mark.parametrize(
    ("form", "raw", "code"),
    [
        ("K1", b"", "not-xml"),
        ("K1", b"<CustomsForm>", "not-xml"),
        ("K1", b"<Other/>", "not-the-form"),
        ("K1", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><CustomsForm>&a;</CustomsForm>', "xml-doctype"),
        ("K1", b"<CustomsForm>" + b" " * 9_000_000 + b"</CustomsForm>", "too-large"),
        ("CEB603", K1, "not-the-form"),
        ("CUSDEC", b"", "not-the-form"),
        ("CUSDEC", b"hello", "not-edifact"),
        ("CUSDEC", b"\xff\xfe", "not-edifact"),
        ("CUSDEC", CUSDEC.replace(b"CUSDEC:D", b"CUSRES:D"), "not-the-form"),
        ("CN22", b"[]", "not-the-form"),
        ("CN22", b'{"a":1,"a":2}', "malformed-duplicate-key"),
    ],
)
def test_what_is_not_the_form_is_refused(form: str, raw: bytes, code: str) -> None:
    with pytest.raises(Refused) as told:
        papers.read(FORMS[form], raw)
    assert [finding.code for finding in told.value.findings] == [code]


def test_a_letter_that_xml_cannot_hold_is_refused_with_its_element() -> None:
    tree = project(FORMS["K1"], FACTS).tree | {"FormNumber": "A\x07B"}
    with pytest.raises(Refused) as told:
        papers.written(FORMS["K1"], tree)
    [finding] = told.value.findings
    assert finding.code == "letter-not-xml"
    assert (finding.params["element"], finding.params["letter"]) == ("FormNumber", "0007")


def test_an_unknown_form_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(Refused) as told:
        forms.form("K99")
    assert "K1" in told.value.findings[0].params["known"]
