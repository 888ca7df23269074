"""`entrepot classify`: texts and files in, ranked codes out; what cannot be read is refused whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from entrepot.classify import gate, sources
from entrepot.classify.gate import Probe
from entrepot.classify.row import Row
from entrepot.cli import app
from entrepot.trade.finding import Refused
from tests.classify.shelf import TEXTS


@pytest.fixture(autouse=True)
def small_stock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A small stock of texts in place of the phrase book, and a cache of the test's own."""
    monkeypatch.setattr(sources, "shipped", lambda: [Row(*each, "test shelf") for each in TEXTS])
    monkeypatch.setenv("ENTREPOT_CACHE", str(tmp_path / "cache"))


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["classify", *arguments, "--home", str(home / "home")], catch_exceptions=True)


def refused(home: Path, *arguments: str) -> list[str]:
    result = run(home, *arguments)
    assert isinstance(result.exception, Refused)
    assert result.stdout == ""
    return [each.code for each in result.exception.findings]


def answers(result: Result) -> list[list[dict[str, Any]]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_text_is_answered_for_reading(tmp_path: Path) -> None:
    told = run(tmp_path, "porcelain plates").stdout.splitlines()
    assert told[0] == "porcelain plates (en)"
    assert told[1].split()[:2] == ["6911.10", "likely"]
    assert "“porcelain plate” (test shelf) is 6911.10." in told[3]


def test_a_text_is_answered_in_json(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "瓷盘", "--json").stdout)
    assert set(found[0]) >= {"code", "score", "band", "reasons"}
    assert found[0]["code"] == "691110"


def test_so_many_codes_as_asked_for(tmp_path: Path) -> None:
    assert len(json.loads(run(tmp_path, "plate", "--json", "--top", "3").stdout)) == 3


def test_an_attribute_counts_as_a_fact(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "T-shirt", "--attribute", "material=polyester", "--json").stdout)
    assert found[0]["code"] == "610990"


def test_a_file_of_lines_is_answered_line_by_line_in_order(tmp_path: Path) -> None:
    file = tmp_path / "goods.txt"
    file.write_text("porcelain plate\nwooden sofa\nqqqq\n瓷盘\n", encoding="utf-8")
    found = answers(run(tmp_path, "--file", str(file)))
    assert [each[0]["code"] if each else None for each in found] == ["691110", "940161", None, "691110"]


def test_a_table_is_answered_by_its_column_text(tmp_path: Path) -> None:
    file = tmp_path / "goods.csv"
    file.write_text('sku,text,material\n1,"plate, porcelain",\n2,T-shirt,polyester\n', encoding="utf-8-sig")
    assert [each[0]["code"] for each in answers(run(tmp_path, "--file", str(file)))] == ["691110", "610990"]


def test_json_lines_are_answered_with_their_attributes(tmp_path: Path) -> None:
    file = tmp_path / "goods.jsonl"
    rows = [
        {"text": "T-shirt", "attributes": {"Material": "Cotton", "Sizes": ["S", "M"], "Waterproof": False}},
        {"text": "line\u2028separator on a porcelain plate"},
    ]
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    assert [each[0]["code"] for each in answers(run(tmp_path, "--file", str(file)))] == ["610910", "691110"]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ("", ["file-empty"]),
        ('text\n"' + "plate " * 30_000 + '"\n', ["line-unreadable"]),
        ('{"text": "plate", "attributes": ' + "[" * 100_000 + "\n", ["line-unreadable"]),
        ('{"text": "plate"}\n{"title": "plate"}\n{"text": "plate"\n', ["line-unreadable", "line-unreadable"]),
        ('{"text": "plate", "attributes": ["cotton"]}\n', ["attribute-shape"]),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_every_line(tmp_path: Path, content: str, codes: list[str]) -> None:
    file = tmp_path / "goods"
    file.write_text(content, encoding="utf-8")
    assert refused(tmp_path, "--file", str(file)) == codes


@pytest.mark.parametrize(
    "content",
    [
        "plate\n\nporcelain plate\n",
        "text,material\nplate,\n,\nporcelain plate\n",
        '{"text": "plate"}\n{"text": " "}\n',
    ],
)
def test_a_line_without_a_description_keeps_its_place_and_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "goods"
    file.write_text(content, encoding="utf-8")
    result = run(tmp_path, "--file", str(file))
    found = answers(result)
    assert found[0]
    assert found[1] == []
    assert all(found[2:])
    assert "description 2 is empty" in result.stderr


def test_cells_beyond_the_header_a_half_character_and_a_very_long_line_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "goods"
    for content in (
        "text,x\nporcelain plate,1,2,3\n",
        '{"text": "porcelain plate \\ud800"}\n',
        "porcelain plate " * 9000,
    ):
        file.write_text(content, encoding="utf-8")
        assert [each[0]["code"] for each in answers(run(tmp_path, "--file", str(file)))] == ["691110"]
    assert json.loads(run(tmp_path, "porcelain plate \udcff", "--json").stdout)[0]["code"] == "691110"


def test_a_file_and_a_text_are_not_asked_at_once(tmp_path: Path) -> None:
    file = tmp_path / "goods"
    file.write_text("plate\n", encoding="utf-8")
    result = run(tmp_path, "sofa", "--file", str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "brings its own texts" in result.stderr


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "--file", str(tmp_path / "none")) == ["file-unreadable"]
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff")
    assert refused(tmp_path, "--file", str(tmp_path / "picture")) == ["file-unreadable"]


def test_nothing_to_classify_an_unknown_language_and_a_crooked_attribute_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "text", "") == ["text-empty"]
    assert refused(tmp_path, "plate", "--lang", "fr") == ["lang-unknown"]
    assert refused(tmp_path, "plate", "--attribute", "cotton") == ["attribute-shape"]


def test_loaded_texts_count_from_the_next_answer(tmp_path: Path) -> None:
    file = tmp_path / "ours.csv"
    file.write_text("code,text\n950300,zqwx\n000000,zqwx\n", encoding="utf-8")
    assert json.loads(run(tmp_path, "zqwx", "--json").stdout) == []
    told = run(tmp_path, "load", str(file), "--kind", "csv", "--name", "ours").stdout
    assert told.splitlines() == [
        "1 texts and 0 exclusions of ours are held.",
        "1 lines have a code that is not in the edition, and were left out.",
    ]
    assert run(tmp_path, "held").stdout == "ours\n"
    found = json.loads(run(tmp_path, "zqwx", "--json").stdout)
    assert found[0]["code"] == "950300"


def test_what_cannot_be_loaded_leaves_the_home_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "ours.csv"
    file.write_text("code,text\n,zqwx\n", encoding="utf-8")
    assert refused(tmp_path, "load", str(file), "--kind", "csv") == ["texts-unreadable"]
    assert run(tmp_path, "held").stdout.startswith("No texts were loaded")


def test_the_kinds_of_files_are_listed(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["classify", "kinds"]).stdout
    assert [line.split()[0] for line in told.splitlines()] == ["cn8", "hts", "japan", "csv", "jsonl"]


def decision(text: str, code: str) -> str:
    return json.dumps({"text": text, "hs6": [code], "by": "officer", "on": "2026-03-02", "reference": "R-7"}) + "\n"


@pytest.fixture
def two_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "probes", lambda: (Probe("plate", "en", "6911"), Probe("sofa", "en", "9401")))
    monkeypatch.setattr(gate, "FIRST", 1)


@pytest.mark.usefixtures("two_probes")
def test_decisions_of_another_hub_are_learnt_once_and_count(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    file.write_text(decision("porcelain plate for the cat", "691190"), encoding="utf-8")
    told = run(tmp_path, "learn", str(file)).stdout.splitlines()
    assert told == ["2 of 2 probes were right before, 2 after.", "1 decisions are new and count from now on."]
    assert run(tmp_path, "learn", str(file)).stdout.splitlines()[-1] == "0 decisions are new and count from now on."
    found = json.loads(run(tmp_path, "porcelain plate for the cat", "--json").stdout)
    assert found[0]["code"] == "691190"
    assert found[0]["reasons"][0]["kind"] == "decision"


@pytest.mark.usefixtures("two_probes")
def test_decisions_that_make_worse_what_was_right_are_refused_and_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    file.write_text(decision("sofa", "392690"), encoding="utf-8")
    result = run(tmp_path, "learn", str(file))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == ["2 of 2 probes were right before, 1 after.", "lost: sofa (9401)"]
    assert json.loads(run(tmp_path, "sofa", "--json").stdout)[0]["code"] == "940161"


def test_lines_that_are_no_decisions_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    file.write_text("{}\n", encoding="utf-8")
    assert refused(tmp_path, "learn", str(file)) == ["decision-unreadable"]
    assert refused(tmp_path, "learn", str(tmp_path / "none")) == ["texts-unreadable"]
