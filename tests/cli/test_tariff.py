"""`entrepot tariff load` takes official files in, shows what they change, and quotes by them afterwards."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.schedule import FROM_MY, SAID, TO_US, declared, duty, files, written
from tests.law.doors.conftest import shared

__all__ = ["shared"]


def test_a_loaded_tariff_prices_quotes_and_is_named_with_its_source(run: Run, tmp_path: Path) -> None:
    assert run(*FROM_MY, "--hs", "6912005000").refused == ["rate-missing"]
    loaded = run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    assert loaded.code == 0
    said = run(*FROM_MY, "--hs", "6912005000")
    assert duty(said) == "28.80"
    [line] = [line for line in said.told["options"][0]["lines"] if line["charge"] == "duty"]
    assert (line["rate"], line["rate_law"]["confidence"], line["rate_law"]["sources"]) == (
        "6 %",
        "sourced",
        ["hts.usitc.gov"],
    )
    [edition] = said.told["tariff"]
    assert (edition["title"], edition["published"], edition["since"]) == (
        "Harmonized Tariff Schedule of the United States",
        "2024-12-16",
        "2024-12-01",
    )
    assert edition["edition"].startswith("US/us-hts/2024-12-01/")
    assert edition["edition"] in run("tariff", "held").out
    assert edition["edition"] in run(*TO_US, "--from", "MY", "--hs", "6912005000").out.replace("\n", "")


def test_the_page_says_what_the_load_changes_before_it_takes_effect(run: Run, tmp_path: Path) -> None:
    said = run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    assert said.out.splitlines()[:16] == [
        f"Harmonized Tariff Schedule of the United States ({said.out.split('(')[1].split(')')[0]})",
        "source: hts.usitc.gov",
        "counts from: 2024-12-01",
        "published: 2024-12-16",
        "covers: a part of the tariff",
        "held against: nothing; no version was held before",
        "acts: 1",
        "lines: 11",
        "rates: 12",
        "lines: 11 new, 0 gone",
        "  new 0409",
        "  new 04090000",
        "  new 0409000010",
        "  new 0409000020",
        "  new 6912",
        "rates: 12 new, 0 gone, 0 changed",
    ]


def test_the_next_version_is_held_against_the_one_before_and_old_days_keep_theirs(run: Run, tmp_path: Path) -> None:
    run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    later = written(tmp_path, "next.jsonl", hts_6912005000="7%")
    said = run("tariff", "load", "us-hts", str(later), "--from", "2025-02-01", "--published", "2025-01-10", "--yes")
    assert said.code == 0
    assert "rates: 0 new, 0 gone, 1 changed" in said.out
    assert "  6912005000 mfn: 6% -> 7%" in said.out
    words = ("quote", "--to", "US", "--from", "MY", "--value", "480", "--currency", "USD", "--regime", "informal")
    words = (*words, "--hs", "6912005000", "--json")
    assert duty(run(*words, "--on", "2025-01-31")) == "28.80"
    assert duty(run(*words, "--on", "2025-02-01")) == "33.60"
    assert duty(run(*words, "--on", "2025-02-01", "--known", "2025-01-09")) == "28.80"


def test_loading_the_same_files_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path)
    run("tariff", "load", "us-hts", str(path), *SAID)
    before = files(tmp_path / ".entrepot")
    again = run("tariff", "load", "us-hts", str(path), *SAID)
    assert again.code == 0
    assert "is held already; nothing was changed." in again.out
    assert files(tmp_path / ".entrepot") == before
    assert len(before) == 1


def test_nothing_takes_effect_without_a_yes(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.confirm", lambda question: False)
    said = run("tariff", "load", "us-hts", str(written(tmp_path)))
    assert (said.code, files(tmp_path / ".entrepot")) == (1, [])
    assert said.err == "Nothing was changed.\n" or "Nothing was changed." in said.out
    monkeypatch.setattr("typer.confirm", lambda question: True)
    assert run("tariff", "load", "us-hts", str(written(tmp_path))).code == 0
    assert len(files(tmp_path / ".entrepot")) == 1


def test_a_load_with_errors_is_refused_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    many = {f"hts_{code}": "as the Treasury sees fit" for code in ("04090000", "69120035", "69120039")}
    said = run("tariff", "load", "us-hts", str(written(tmp_path, **many)), *SAID)
    assert said.code == 2
    assert "error: 3 rates could not be read and will block a quote" in said.out
    assert files(tmp_path / ".entrepot") == []
    agreed = run("tariff", "load", "us-hts", str(written(tmp_path, **many)), *SAID, "--words", "25%")
    assert agreed.code == 0
    said = run(*FROM_MY, "--hs", "6912003510")
    assert said.refused == ["rate-in-words"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("tariff", "load", "us-htz", "hts.jsonl"), "kind-unknown"),
        (("tariff", "load", "us-hts", "nothing.jsonl"), "file-missing"),
        (("tariff", "load", "us-hts", "hts.jsonl", "hts.jsonl"), "files-wrong"),
        (("tariff", "load", "japan", "hts.jsonl"), "file-unreadable"),
        (("tariff", "load", "declared", "."), "country-missing"),
        (("tariff", "load", "declared", ".", "--country", "ZZ"), "law-not-held"),
        (("tariff", "load", "us-hts", "hts.jsonl", "--from", "soon"), "day-wrong"),
        (("tariff", "load", "us-additional", "hts.jsonl"), "list-unknown"),
    ],
)
def test_what_cannot_be_loaded_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    written(tmp_path)
    said = run(*words)
    assert (said.code, said.refused) == (2, [code])
    assert files(tmp_path / ".entrepot") == []


def test_a_day_before_the_tariff_says_from_when_it_counts(run: Run, tmp_path: Path) -> None:
    run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    words = ("quote", "--to", "US", "--from", "MY", "--value", "900", "--currency", "USD", "--hs", "6912005000")
    said = run(*words, "--on", "2024-11-30", "--json")
    assert said.refused == ["rate-missing", "tariff-begins-later"]
    assert "--on: The tariff loaded for United States counts from 2024-12-01 on, not for 2024-11-30." in said.err
    assert "Load the version that was in force on that day, or ask for a later one." in said.err


def test_a_tariff_that_may_have_changed_since_is_told_to_be_old(run: Run, tmp_path: Path) -> None:
    run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    words = ("quote", "--to", "US", "--from", "MY", "--value", "480", "--currency", "USD", "--hs", "6912005000")
    said = run(*words, "--on", "2026-11-23", "--json")
    assert said.code == 0
    assert [(each["code"], each["level"]) for each in said.told["findings"]] == [
        ("tariff-aged", "note"),
        ("lists-not-held", "note"),
    ]
    assert "is of 2024-12-16; what changed after that is not in it." in said.told["findings"][0]["sentence"]
    fresh = run(*words, "--on", "2025-01-15", "--json").told["findings"]
    assert [each["code"] for each in fresh] == ["lists-not-held"]


def test_the_name_of_a_book_leads_nowhere_but_into_the_folder(run: Run, tmp_path: Path) -> None:
    said = run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID, "--book", "../../elsewhere")
    assert said.code == 0
    [name] = files(tmp_path / ".entrepot")
    assert name.startswith("us-hts~-elsewhere.2024-12-01.")


def test_a_part_of_a_tariff_stands_before_what_ships_and_leaves_the_rest(run: Run, tmp_path: Path) -> None:
    declared(tmp_path / "pdk", "691200,2,1,KGM,,Ceramic tableware,\n", "6912,mfn,7%,,,pdk,,\n")
    words = ("quote", "--from", "DE", "--to", "MY", "--value", "1000", "--currency", "MYR", "--on", "2026-11-23")
    words = (*words, "--regime", "general", "--json")
    assert duty(run(*words, "--hs", "691200")) == "250.00"
    assert run("tariff", "load", "declared", str(tmp_path / "pdk"), "--country", "MY", "--yes").code == 0
    assert duty(run(*words, "--hs", "691200")) == "70.00"
    assert duty(run(*words, "--hs", "691110")) == "250.00"  # as it ships
    assert duty(run(*words, "--hs", "691200", "--on", "2025-12-31")) == "250.00"  # before the load begins


def test_a_file_that_is_no_tariff_of_ours_is_refused(run: Run, tmp_path: Path) -> None:
    place = tmp_path / ".entrepot" / "tariffs" / "us"
    place.mkdir(parents=True)
    (place / "us-hts.undated.abc.tariff").write_text("not a tariff")
    said = run(*FROM_MY, "--hs", "691200")
    assert (said.code, said.refused) == (2, ["tariff-file-unreadable"])
    sqlite3.connect(place / "us-hts.undated.abd.tariff").close()


@pytest.mark.shared
def test_the_full_schedule_of_the_united_states_loads_and_answers(run: Run, shared: Path) -> None:
    loaded = run("tariff", "load", "us-hts", str(shared / "us-hts-2024-12" / "hts_lines.jsonl.gz"), *SAID)
    assert loaded.code == 0
    assert "lines: 29798" in loaded.out
    assert "covers: the whole tariff: it takes the place of the shipped schedule" in loaded.out
    assert duty(run(*FROM_MY, "--hs", "6912005000")) == "28.80"
    assert duty(run(*FROM_MY, "--hs", "691200")) == {"min": "3.36", "max": "134.40"}
    assert run(*FROM_MY, "--hs", "0101219999").refused == ["hs-code-unknown"]
    listed = shared / "us-additional-duties-2026" / "s301_product_lists.csv.gz"
    assert run("tariff", "load", "us-additional", str(listed), "--yes").code == 0

    def charges(hs: str) -> list[str]:
        lines = run(*FROM_MY, "--origin", "CN", "--hs", hs).told["options"][0]["lines"]
        return [line["amount"] for line in lines if line["charge"] in ("duty", "section_301")]

    assert charges("6911101000") == ["120.00", "36.00"]  # 25 %, and 7.5 % of list 4A
    assert charges("6912005000") == ["28.80"]  # list 4B, whose duty was suspended
    assert charges("8507600020") == ["16.32"]  # from 2026 on by the words of its line


@pytest.mark.shared
def test_every_kind_of_file_can_be_loaded(run: Run, shared: Path) -> None:
    australia, uk = shared / "australia-tariff-2026-04", shared / "uk-mfn-schedule-2019-taric-form"
    eu, commodities = shared / "eu-taric-nomenclature", shared / "uk-trade-tariff-reference"
    texts = [*(f"taric_nomenclature_20250501_{each}" for each in ("en", "de", "fr", "es")), "cn_supplementary_units"]
    loads = [
        ("australia", str(australia / "schedule3_lines.csv.gz")),
        ("australia-agreements", str(australia / "fta_schedules.csv.gz"), "--words", "5%", "--doubtful-as-words"),
        ("uk-taric", str(uk / "mfn_measures.csv.gz"), str(uk / "mfn_measure_components.csv.gz")),
        ("uk-commodity", str(commodities / "duty_calculator_fixture__uk__commodities__0702000007.json.gz")),
        ("eu-nomenclature", *(str(eu / f"{each}.csv.gz") for each in ("taric_declarable_codes", *texts))),
        ("japan", str(shared / "japan-tariff-2026-07" / "tariff_lines.jsonl.gz")),
    ]  # fmt: skip
    for words in loads:
        assert run("tariff", "load", *words, "--yes").code == 0, words
    words = ("quote", "--value", "100000", "--currency", "JPY", "--from", "MY", "--to", "JP", "--json")
    said = run(*words, "--hs", "330499010", "--on", "2026-08-01", "--regime", "general")
    assert said.code == 0
