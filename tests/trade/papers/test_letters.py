"""Whatever is written into a declaration, its papers are whole: well formed, read back, honest on what they lost."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree

from entrepot.hub.adapters import papers
from entrepot.statute import forms
from entrepot.trade.declaration import Trader
from entrepot.trade.papers.letters import UNHELD, holdable, visible
from entrepot.trade.papers.projecting import project
from entrepot.trade.papers.restoring import restore
from tests.trade.example import FACTS

FORMS = forms.forms()
BY_XML = sorted(code for code, form in FORMS.items() if form.syntax == "xml")

MARKUP = some.sampled_from(
    ["<", ">", "&", "&amp;", "&#7;", "]]>", "<![CDATA[", "<!--", "-->", "<?xml ?>", "'", '"', "</a>", "+:?'", "\\"]
)
LETTERS = some.one_of(
    MARKUP,
    some.characters(),  # every plane, with control letters and lone surrogates
    some.sampled_from(["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\t", "\n", "\r", "\r\n", "\ufffe", "\uffff"]),
    some.sampled_from(["\U0001f3fa", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u202e", "\ufeff", "\u0301", "茶"]),
)
HOSTILE = some.lists(LETTERS, min_size=1, max_size=12).map("".join)


@pytest.mark.parametrize("code", sorted(FORMS))
@settings(max_examples=25, deadline=None)
@given(name=HOSTILE, goods=HOSTILE, number=HOSTILE)
def test_a_paper_is_well_formed_whatever_is_written_into_it(code: str, name: str, goods: str, number: str) -> None:
    form = FORMS[code]
    trader = Trader(name, "CN", number, name)
    items = tuple(replace(each, description=goods, sku=number) for each in FACTS.items)
    stated = replace(FACTS, lrn=number, consignor=trader, consignee=trader, items=items, transport_document=number)
    paper = project(form, stated, {"order_number": number, "customs_office": goods})
    raw = papers.written(form, paper.tree)
    assert raw.decode(), "it is UTF-8"
    assert restore(form, papers.read(form, raw)) is not None
    for finding in (*paper.losses, *paper.lacking):
        assert str(finding).encode(), "what is said of it can be written too"


@pytest.mark.parametrize("code", BY_XML)
@settings(max_examples=15, deadline=None)
@given(text=HOSTILE)
def test_a_text_in_xml_is_read_back_to_the_letter_but_for_what_is_said_to_be_lost(code: str, text: str) -> None:
    form = FORMS[code]
    paper = project(form, replace(FACTS, consignor=replace(FACTS.consignor, name=text)))
    told = {each.pointer for each in (*paper.losses, *paper.lacking)}
    root = etree.fromstring(papers.written(form, paper.tree))
    held = {node.text for node in root.iter()} | {value for node in root.iter() for value in node.attrib.values()}
    if "/consignor/name" not in told:
        assert text in held
    elif text != holdable(text, "xml"):
        assert text not in held


def test_a_letter_that_no_xml_holds_becomes_a_blank_and_is_told_by_its_number() -> None:
    paper = project(FORMS["K1"], replace(FACTS, lrn="A\x07B"))
    assert paper.tree["FormNumber"] == "A B"
    [cut] = [each for each in paper.losses if each.pointer == "/lrn"]
    assert str(cut) == (
        "/lrn: K1 holds only “A B” of “A\\u0007B” in FormNumber. Keep the whole in the consignment file."
    )


@pytest.mark.parametrize("syntax", sorted(UNHELD))
@given(text=HOSTILE)
def test_what_can_be_held_is_left_as_it_is(syntax: str, text: str) -> None:
    once = holdable(text, syntax)
    assert (len(once), holdable(once, syntax)) == (len(text), once)
    assert (visible(text, syntax) == text) is (once == text)
    assert json.dumps(once, ensure_ascii=False).encode()
