"""The catalogues: complete for everything the pages say, with every placeholder in its place."""

from __future__ import annotations

import ast
import csv
import re
from fractions import Fraction
from pathlib import Path

import polib
import pytest
from babel.messages.catalog import PYTHON_FORMAT
from django.utils import translation
from django.utils.translation.template import templatize

import entrepot
from entrepot.hub.law import statute
from entrepot.hub.web import levies, wording, workings
from entrepot.statute import forms
from entrepot.statute.book import SHIPPED
from entrepot.statute.sentences import sentences
from entrepot.trade.money import Money
from entrepot.trade.origin.agreement import Terms, Tolerance
from entrepot.trade.origin.good import Good, Material
from entrepot.trade.origin.judge import judge
from entrepot.trade.origin.written import parse

LOCALE = Path(entrepot.__file__).parent / "locale"
CATALOGUES = ("zh_Hans", "ms")
CORRIDOR = tuple(f"{country}/{part}" for country in ("cn", "my", "sg") for part in ("regimes", "controls", "measure"))
WAYS_IN = re.compile("(?!x[ab]/)[a-z]{2}/(regimes|levies)")
PLACEHOLDER = re.compile(r"\{[a-z_]+\}|%\([a-z_]+\)s")


def catalogue(name: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / name / "LC_MESSAGES" / "django.po"))


def said_in_python(source: str) -> set[str]:
    """The sentences that a module marks."""
    marks = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
    return {
        part.value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in marks
        for part in call.args[:1]
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def said_in_template(source: str) -> set[str]:
    """The sentences that a template marks."""
    return {
        ast.literal_eval(f"'{found}'")
        for found in re.findall(r"gettext\(u?'((?:[^'\\\\]|\\\\.)*)'", templatize(source).replace("\n", "\\n"))
    }


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_sentence_of_the_pages_is_translated(name: str) -> None:
    web = Path(entrepot.__file__).parent / "hub" / "web"
    said = {sentence for module in web.rglob("*.py") for sentence in said_in_python(module.read_text())}
    said |= {sentence for page in web.rglob("*.html") for sentence in said_in_template(page.read_text())}
    told = {entry.msgid for entry in catalogue(name) if entry.translated()}
    assert len(said) > 500
    assert sorted(said - told) == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_translation_loses_or_invents_a_placeholder(name: str) -> None:
    wrong = [
        entry.msgid
        for entry in catalogue(name)
        for told in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        if told and set(PLACEHOLDER.findall(told)) != set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_chinese_sentences_are_written_with_chinese_signs() -> None:
    wrong = [entry.msgid for entry in catalogue("zh_Hans") if re.search("[一-鿿][,;]|[,;:][一-鿿]", entry.msgstr)]
    assert wrong == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_per_cent_sign_is_taken_for_a_format(name: str) -> None:
    """Its translations would have to hold the same “format”, and the sentence would stay English."""
    wrong = [entry.msgid for entry in catalogue(name) if PYTHON_FORMAT.search(PLACEHOLDER.sub("", entry.msgid))]
    assert wrong == []


SHIRT = Good(
    "610910",
    "MY",
    (Material("yarn", "610990", Money.of("60.01", "USD"), "CN", False, Fraction(1)),),
    fob=Money.of("100", "USD"),
    ex_works=Money.of("90", "USD"),
    weight_kg=Fraction(1),
)


@pytest.mark.parametrize(
    ("rule", "language", "told"),
    [
        ("RVC40 by build-down", "zh-hans", "区域价值成分为39.99 %（扣减法）；至少须达到40 %。"),
        (
            "RVC40 by build-down",
            "ms",
            "Kandungan nilai serantau ialah 39.99 % (kaedah tolak turun); sekurang-kurangnya 40 % dikehendaki.",
        ),
        ("MaxNOM 50", "zh-hans", "非原产材料占出厂价的66.67 %；最多允许50 %。"),
        ("MaxNOM 50", "ms", "Bahan bukan asal ialah 66.67 % daripada harga ex-works; 50 % dibenarkan."),
        ("CTH", "zh-hans", "所用材料占离岸价的60.01 %；最多容许10 %。"),
        ("CTH", "ms", "Bahan itu ialah 60.01 % daripada harga FOB; sehingga 10 % boleh diterima."),
    ],
)
def test_why_goods_do_not_originate_is_told_with_its_percentage(rule: str, language: str, told: str) -> None:
    terms = Terms(frozenset({"MY", "TH"}), tolerances=(Tolerance(Fraction(10), "fob"),))
    with translation.override(language):
        assert judge(parse(rule), SHIRT, terms).findings[-1].told(translation.gettext) == told


@pytest.mark.parametrize("name", CATALOGUES)
def test_nothing_is_left_to_a_guess(name: str) -> None:
    assert [entry.msgid for entry in catalogue(name) if entry.fuzzy] == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_chinese_or_malay_sentence_ends_as_its_source_does(name: str) -> None:
    ends = {".": (".", "。"), ":": (":", "："), "?": ("?", "？")}
    wrong = [
        entry.msgid
        for entry in catalogue(name)
        if entry.msgstr and entry.msgid[-1] in ends and not entry.msgstr.endswith(ends[entry.msgid[-1]])
    ]
    assert wrong == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_form_has_a_name_in_every_language(name: str) -> None:
    told = {entry.msgid for entry in catalogue(name) if entry.translated()}
    said = {text for form in forms.forms().values() for text in (form.title, form.note) if text}
    assert sorted(said - told) == []


@pytest.mark.parametrize("country", ["CN", "MY", "SG", "TH"])
def test_the_levies_of_the_corridor_have_names_in_every_language(country: str) -> None:
    from datetime import date

    law = statute().law(country, date(2026, 11, 23))
    assert {levy.name for levy in law.levies} <= set(levies.NAMES)


def test_schedules_of_our_own_are_told_in_every_language() -> None:
    """What a parliament enacted keeps its name; what we wrote ourselves does not."""
    acts = [line for path in SHIPPED.glob("*/schedule/act.csv") for line in csv.DictReader(path.open())]
    ours = sorted(act["title"] for act in acts if act["title"].startswith("Starter"))
    assert sorted(levies.SCHEDULES) == ours
    with translation.override("zh-hans"):
        law = workings.law({"law": ours[1], "confidence": "unverified"})
        assert law is not None
        assert law.clause == "马来西亚起始税则；依据一般知识，未与关税令（PDK）核对"


@pytest.mark.parametrize(
    ("language", "day", "heading", "span", "country"),
    [
        ("en", "23 Nov 2026", "Monday 23 November", "13 h 15", "Malaysia"),
        ("zh-hans", "2026年11月23日", "11月23日星期一", "13 小时 15 分", "马来西亚"),
        ("ms", "23 Nov 2026", "Isnin, 23 November", "13 j 15", "Malaysia"),
    ],
)
def test_dates_and_spans_are_written_as_each_language_writes_them(
    language: str, day: str, heading: str, span: str, country: str
) -> None:
    from datetime import date, timedelta

    on = date(2026, 11, 23)
    with translation.override(language):
        assert (wording.day(on), wording.weekday(on), wording.country("MY")) == (day, heading, country)
        assert wording.span(timedelta(hours=13, minutes=15)).replace("\N{NO-BREAK SPACE}", " ") == span


def test_spans_show_the_two_largest_units_that_say_something() -> None:
    from datetime import timedelta

    told = [
        timedelta(seconds=41),
        timedelta(minutes=5, seconds=20),
        timedelta(hours=47, minutes=5),
        timedelta(hours=52),
    ]
    with translation.override("en"):
        spans = [wording.span(each).replace("\N{NO-BREAK SPACE}", " ") for each in told]
    assert spans == [
        "41 s",
        "5 min 20",
        "47 h 05",
        "2 d 4 h",
    ]


def test_figures_are_grouped_and_units_are_words() -> None:
    assert [wording.stated(text) for text in ("4800.00", "12", "1234567.5", "", "12,5")] == [
        "4,800.00",
        "12",
        "1,234,567.5",
        "",
        "12,5",
    ]
    assert [
        wording.quantity(text) for text in ("60 KGM", "4800.5 KGM", "2.5 LTR", "60 MYR", "KGM", "Permit 60 KGM")
    ] == [
        "60 kg",
        "4,800.5 kg",
        "2.5 l",
        "60 MYR",
        "KGM",
        "Permit 60 KGM",
    ]


def test_codes_and_masses_are_written_so_that_they_can_be_compared() -> None:
    assert [wording.hs(code) for code in ("691200", "69120000", "6912000010", "vase")] == [
        "6912.00",
        "6912.00.00",
        "6912.00.00.10",
        "vase",
    ]
    assert [wording.mass(grams).replace("\N{NO-BREAK SPACE}", " ") for grams in (2900, 2905, 5)] == [
        "2.90 kg",
        "2.905 kg",
        "0.005 kg",
    ]
    assert wording.grouped("9aa0bed57565d8d4", 2) == "9aa0 bed5"


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_way_in_and_what_the_corridor_controls_is_told_in_every_language(name: str) -> None:
    told = {entry.msgid for entry in catalogue(name) if entry.translated()}
    said = {text for text, place in sentences() if place.startswith(CORRIDOR) or re.match(WAYS_IN, place)}
    assert len(said) > 250
    assert sorted(said - told) == []
