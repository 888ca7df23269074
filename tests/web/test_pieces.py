"""Each piece is drawn from one plain object, and says in words what it shows in shapes."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Engine, engines
from django.utils import translation

from entrepot.hub.web import pieces as p
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money
from tests.web import parts


def drawn(it: object) -> str:
    engine: Engine = engines["django"].engine
    return str(engine.from_string("{% load ink %}{% piece it %}").render(Context({"it": it})))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


@pytest.mark.parametrize("it", parts.EVERY, ids=lambda it: type(it).__name__)
@pytest.mark.parametrize("language", ["en", "zh-hans", "ms"])
def test_no_piece_carries_what_the_content_policy_forbids(it: object, language: str) -> None:
    with translation.override(language):
        html = drawn(it)
    assert html.strip()
    assert re.findall(r"\sstyle=|\son[a-z]+=|<script|<style|javascript:", html) == []


def test_an_amount_has_commas_and_the_decimals_of_its_currency() -> None:
    assert p.amount(Money.of("1234567.5", "MYR")) == "1,234,567.50"
    assert p.amount(Money.of("1234", "JPY")) == "1,234"
    assert p.amount(Money.of("-0.5", "CNY")) == "−0.50"


def test_a_money_tree_shows_the_sum_the_reason_and_the_law_of_each_line() -> None:
    assert words(drawn(parts.MONEY)) == (
        "Total, nothing due at the door MYR 1,427.60 "
        "Goods 360.00 1 tea set 268.00 6911.10 porcelain tableware 2 tasting cups 92.00 2 × 46.00 "
        "Low value goods sales tax 36.00 10 % × 360.00 Sales Tax Act 2018, low value goods since 1 Jan 2024 "
        "Import duty 0.00 CIF 391.60, up to RM 500, by air Not verified: A handling fee has been announced not in force"
    )


def test_a_nil_line_stays_and_is_grey_and_a_machine_reads_the_plain_figure() -> None:
    html = drawn(parts.MONEY)
    assert html.count('<li class="nil">') == 1
    assert '<data value="1427.60" dir="ltr">' in html


def test_law_that_was_not_verified_has_a_question_mark_and_says_so() -> None:
    assert drawn(parts.SALES_TAX).startswith('<p class="law">')
    assert drawn(parts.OPEN).startswith('<p class="law law-open"><span class="vh">Not verified:')


def test_a_finding_of_the_law_is_told_with_code_remedy_and_clause() -> None:
    found = Finding("D020", "Gross mass ({gross} kg) is less than net mass ({net} kg).", "/items/0", "Correct {one}.",
                    "Annex B, 18 04", "warning", {"gross": "2.90", "net": "3.40", "one": "one of the two"})  # fmt: skip
    note = p.FindingNote.of(found)
    assert (note.level, note.icon) == ("warn", "triangle-alert")
    assert words(drawn(note)) == (
        "Gross mass (2.90 kg) is less than net mass (3.40 kg). D020 Correct one of the two. Annex B, 18 04"
    )


def test_a_finding_without_a_remedy_shows_none() -> None:
    assert p.FindingNote.of(Finding("x", "Say.")).do == ""


def test_a_tally_always_says_who_has_signed() -> None:
    told = {
        state: re.search('aria-label="([^"]*)"', drawn(p.Tally(state)))[1]
        for state in ("both", "a", "b", "none", "broken")
    }  # type: ignore[arg-type,index]
    assert told == {
        "both": "Signed by both hubs",
        "a": "Signed by the origin hub, countersignature awaited",
        "b": "Signed by the destination hub, countersignature awaited",
        "none": "Not yet signed",
        "broken": "The two copies differ",
    }


def test_a_lane_has_a_shape_and_a_word() -> None:
    html = drawn(p.Lane("yellow"))
    assert 'icons.svg#lane-yellow"' in html
    assert words(html) == "Yellow"


def test_the_way_of_a_stopped_parcel_is_red_where_it_stopped() -> None:
    assert [look for _, look in p.Way(2, stopped=True).boxes] == ["way-origin", "way-stop", "way-next", "way-next"]
    assert [look for _, look in p.Way(5).boxes] == ["way-origin", "way-origin", "way-dest", "way-dest"]
    assert p.Way(2, stopped=True).told == "Stopped at step 2 of 5"


def test_an_event_stands_on_the_side_of_the_hub_that_says_so() -> None:
    html = drawn(parts.ASSESSED)
    assert html.startswith('<li class="event event-open" data-hub="dest" data-state="now">')
    assert '<time datetime="2026-11-23T10:26:33+00:00">10:26:33</time>' in html
    assert "Countersignature awaited" in html
    assert '<details class="fold"><summary>Record' in html


def test_only_what_is_in_passage_is_set_in_the_letter_of_passage() -> None:
    assert '<span class="passage">Departed Hangzhou</span>' in drawn(parts.DEPARTED)
    assert "passage" not in drawn(parts.ORDERED)


def test_the_file_has_two_halves_and_a_cut() -> None:
    html = drawn(parts.FILE)
    assert html.count('class="file-cut') == 3
    assert words(html).startswith("HZ Hangzhou hub Origin. Keeps the left half.")
    assert words(html).endswith("16 events on each side. The two halves agree.")


def test_the_strip_is_drawn_to_scale() -> None:
    assert [(part.kind, part.x, part.width) for part in parts.STRIP.segments] == [
        ("land", "0.0%", "20.9%"),
        ("wait", "20.9%", "68.6%"),
        ("pass", "89.5%", "8.2%"),
        ("dest", "97.7%", "2.3%"),
    ]
    assert len(parts.STRIP.days) == 4
    assert [anchor for _, _, anchor in parts.STRIP.days] == ["start", "start", "start", "end"]
    assert [anchor for _, _, anchor in parts.STRIP.marks] == ["middle", "end"]


def test_documents_that_agree_fold_away_and_the_worst_comes_first() -> None:
    html = drawn(parts.MATCH)
    assert html.index("m-no") < html.index("m-near") < html.index("<details") < html.index("m-yes")


def test_a_table_names_its_columns_on_a_phone() -> None:
    html = drawn(parts.TABLE)
    assert html.count('<th scope="row"') == 3
    assert 'class="wide" data-label="Expected"' in html
    assert '<td class="num drop">MYR 214.48</td>' in html


def test_shares_of_a_bar_add_up_and_nought_is_left_out() -> None:
    assert [(part.x, part.width, part.fill) for part in parts.BAR.parts] == [
        ("0.0%", "90.2%", "seller"),
        ("90.2%", "9.8%", "law"),
    ]


def test_a_qr_symbol_reads_back() -> None:
    from PIL import Image
    from zxingcpp import read_barcodes

    assert parts.QR.size == 29
    sheet = Image.new("L", ((parts.QR.size + 8) * 6,) * 2, 255)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)", parts.QR.path):
        sheet.paste(0, ((int(x) + 4) * 6, (int(y) + 4) * 6, (int(x) + int(width) + 4) * 6, (int(y) + 5) * 6))
    assert [code.text for code in read_barcodes(sheet)] == ["https://hub.example/c/6CN913-QH0417"]
