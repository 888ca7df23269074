"""`entrepot tariff load` takes official files in, shows what they change, and quotes by them afterwards."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, Said
from tests.cli.schedule import written
from tests.law.doors.conftest import shared

__all__ = ["shared"]

TO_US = ("quote", "--to", "US", "--value", "480", "--currency", "USD", "--on", "2025-01-15", "--regime", "informal")
FROM_MY = (*TO_US, "--from", "MY", "--json")
SAID = ("--from", "2024-12-01", "--published", "2024-12-16", "--source", "hts.usitc.gov", "--yes")


def duty(said: Said) -> Any:
    return said.told["options"][0]["duty"]


def files(home: Path) -> list[str]:
    return sorted(path.name for path in home.glob("tariffs/*/*"))


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


def test_six_digits_give_a_range_over_the_national_lines(run: Run, tmp_path: Path) -> None:
    run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    [option] = run(*FROM_MY, "--hs", "691200").told["options"]
    assert option["duty"] == {"min": "21.60", "max": "47.04"}
    assert option["total"] == {"min": "24.22", "max": "49.66"}
    assert option["fees"] == "2.62"


def test_a_line_in_between_is_told_with_the_lines_below_it(run: Run, tmp_path: Path) -> None:
    whole_tariff(tmp_path)
    run("tariff", "load", "declared", str(tmp_path / "whole"), "--country", "US", "--yes")
    said = run(*FROM_MY, "--hs", "69120035")
    [finding, _] = said.told["findings"]
    assert (finding["code"], finding["level"]) == ("hs-code-intermediate", "warning")
    assert finding["remedy"] == "Give the line that describes them: 6912003510, 6912003550."
    assert duty(said) == "47.04"


def test_a_code_that_is_no_line_is_refused_with_lines_that_are(run: Run, tmp_path: Path) -> None:
    whole_tariff(tmp_path)
    run("tariff", "load", "declared", str(tmp_path / "whole"), "--country", "US", "--yes")
    said = run(*FROM_MY, "--hs", "6912003599")
    assert (said.code, said.refused) == (2, ["hs-code-unknown"])
    assert "--hs: 6912003599 is not a line of the tariff of United States." in said.err
    assert "Give one of its lines, such as 6912003510, 6912003550." in said.err


def test_a_duty_by_weight_asks_for_the_weight_and_takes_no_other_unit(run: Run, tmp_path: Path) -> None:
    run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    honey = (*FROM_MY, "--hs", "0409000010")
    missing, wrong = run(*honey), run(*honey, "--unit", "LTR", "--quantity", "2")
    assert (missing.code, wrong.code) == (2, 2)
    assert "--net-mass-kg: The duty is charged by kg" in missing.err
    assert "Give the quantity in kg as well." in missing.err
    assert "the quantity is declared in l only" in wrong.err
    assert duty(run(*honey, "--net-mass-kg", "30")) == "0.57"
    assert duty(run(*honey, "--unit", "GRM", "--quantity", "30000")) == "0.57"


def test_additional_duties_are_added_at_the_rate_of_the_line_they_name(run: Run, tmp_path: Path) -> None:
    run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    listed = tmp_path / "s301_product_lists.csv"
    listed.write_text("hts8,list,ch99_code\n69120050,4A,9903.88.15\n69120035,4A,9903.88.99\n69120039,4B,9903.88.16\n")
    assert run("tariff", "load", "us-additional", str(listed), "--yes").code == 0

    def charges(hs: str, origin: str) -> list[str]:
        said = run(*FROM_MY, "--origin", origin, "--hs", hs)
        lines = [] if said.code else said.told["options"][0]["lines"]
        return [line["amount"] for line in lines if line["charge"] in ("duty", "section_301")]

    assert charges("6912005000", "CN") == ["28.80", "36.00"]
    assert charges("6912005000", "MY") == ["28.80"]
    assert charges("6912003910", "CN") == ["21.60"]  # list 4B was suspended
    assert charges("6912003510", "CN") == []  # the line that says how much is not held


def test_goods_in_two_lists_that_disagree_are_left_to_a_person(run: Run, tmp_path: Path) -> None:
    run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    listed = tmp_path / "s301_product_lists.csv"
    listed.write_text("hts8,list,ch99_code\n69120050,4A,9903.88.15\n69120050,3,9903.88.03\n")
    run("tariff", "load", "us-additional", str(listed), "--yes")
    said = run(*FROM_MY, "--origin", "CN", "--hs", "6912005000")
    assert said.refused == ["rate-in-words"]
    assert "in several lists: 4A 9903.88.15, 3 9903.88.03" in said.err


def test_a_code_that_a_review_moved_to_another_line_is_charged_by_that_alone(run: Run, tmp_path: Path) -> None:
    run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    listed = tmp_path / "s301_product_lists.csv"
    listed.write_text("hts8,list,ch99_code\n69120050,4A,9903.88.15\n69120050,new,9903.91.01\n")
    run("tariff", "load", "us-additional", str(listed), "--rate", "new=25%", "--yes")
    said = run(*FROM_MY, "--origin", "CN", "--hs", "6912005000")
    assert [(line["charge"], line["amount"]) for line in said.told["options"][0]["lines"]][:2] == [
        ("duty", "28.80"),
        ("section_301", "120.00"),
    ]


def test_a_list_without_lines_is_charged_by_what_a_person_said_of_its_parts(run: Run, tmp_path: Path) -> None:
    """The longest prefix counts, goods of one country have their own rate, and the surcharge makes way."""
    run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    (tmp_path / "s232_annex_products.csv").write_text(
        "hts_prefix,annex,metal_type,source,effective_date\n"
        "6912,1b,steel,proclamation,2026-04-06\n69120050,2,steel,proclamation,2026-04-06\n"
    )
    load = ("tariff", "load", "us-additional", str(tmp_path / "s232_annex_products.csv"), "--yes")
    assert run(*load, "--rate", "1b=25%", "--rate", "2=FREE").code == 0
    assert run(*load, "--rate", "1b=15%", "--rate", "2=FREE", "--area", "GB", "--book", "s232-GB").code == 0

    def charges(hs: str, origin: str, on: str) -> dict[str, Any]:
        words = ("quote", "--to", "US", "--value", "480", "--currency", "USD", "--from", origin, "--hs", hs)
        said = run(*words, "--on", on, "--regime", "informal", "--json")
        return {
            line["charge"]: (line["amount"], line["effect"])
            for line in said.told["options"][0]["lines"]
            if line["charge"].startswith("section")
        }

    assert charges("6912003910", "MY", "2026-04-06") == {
        "section_232": ("120.00", ""),
        "section_122": ("0.00", "yields"),
    }
    assert charges("6912003910", "GB", "2026-04-06")["section_232"] == ("72.00", "")
    assert charges("6912005000", "MY", "2026-04-06") == {"section_232": ("0.00", ""), "section_122": ("48.00", "")}
    assert charges("6912003910", "MY", "2026-04-05") == {"section_122": ("48.00", "")}
    assert charges("6912003910", "MY", "2026-07-24") == {"section_232": ("120.00", "")}


def test_goods_on_a_list_of_exemptions_are_free_of_that_duty_alone(run: Run, tmp_path: Path) -> None:
    run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    (tmp_path / "s122_exempt_products.csv").write_text('"hts8"\n"69120050"\n')
    run("tariff", "load", "us-additional", str(tmp_path / "s122_exempt_products.csv"), "--yes")
    words = ("quote", "--to", "US", "--value", "480", "--currency", "USD", "--from", "MY", "--on", "2026-04-06")
    words = (*words, "--regime", "informal", "--json")
    assert duty(run(*words, "--hs", "6912005000")) == "28.80"
    assert duty(run(*words, "--hs", "6912003910")) == "69.60"  # 4.5 % and the surcharge of 10 %


def test_anti_dumping_duty_in_the_declared_form_goes_by_origin_and_exporter(run: Run, tmp_path: Path) -> None:
    """Each line of the working names its act; the tax is reckoned on the goods with all their duties."""
    exporter = 'WHEN FACT ""made by Teh Ceramics"": 5%; ELSE: 20%'
    rates = f'691200,additional:anti-dumping,"{exporter}",,,pdk,,CN\n691200,additional:safeguard,1 MYR/kg,,,pdk,,\n'
    declared(tmp_path / "remedies", "691200,2,1,KGM,,Ceramic tableware,\n", rates)
    assert run("tariff", "load", "declared", str(tmp_path / "remedies"), "--country", "MY", "--yes").code == 0
    words = ("quote", "--to", "MY", "--value", "1000", "--currency", "MYR", "--on", "2026-11-23", "--hs", "691200")
    words = (*words, "--net-mass-kg", "40", "--regime", "general", "--json")

    def charges(*more: str) -> dict[str, Any]:
        option = run(*words, *more).told["options"][-1]
        return {line["charge"]: line["amount"] for line in option["lines"]}

    maker = ("--answer", "made by Teh Ceramics=yes")
    assert charges("--from", "CN", *maker) == {
        "duty": "250.00",
        "anti_dumping": "50.00",
        "safeguard": "40.00",
        "sales_tax": "134.00",
    }
    assert charges("--from", "CN", "--answer", "made by Teh Ceramics=no")["anti_dumping"] == "200.00"
    assert charges("--from", "DE") == {"duty": "250.00", "safeguard": "40.00", "sales_tax": "129.00"}
    asked = run(*words, "--from", "CN")
    assert (asked.code, asked.refused) == (2, ["answer-missing"])
    [line] = [each for each in run(*words, "--from", "CN", *maker).told["options"][-1]["lines"] if
              each["charge"] == "anti_dumping"]  # fmt: skip
    assert line["rate_law"]["law"] == "Order of 2026"


def test_a_quota_in_the_declared_form_is_a_way_of_its_own_until_it_is_used_up(run: Run, tmp_path: Path) -> None:
    rates = "691200,mfn,20%,,,pdk,,\n691200,quota:09.0001,5%,,,pdk,,\n"
    declared(tmp_path / "quota", "691200,2,1,KGM,,Ceramic tableware,\n", rates)
    (tmp_path / "quota" / "quotas.csv").write_text(
        "order_number,title,mechanism,volume,unit,valid_from,valid_to,critical_percent,area,agreement,act_id\n"
        "09.0001,Bowls,first-come,1000,KGM,2026-01-01,2026-12-31,90,CN,agreement:ACFTA,pdk\n"
    )
    (tmp_path / "quota" / "quota_events.csv").write_text(
        "order_number,on,event,amount,act_id\n09.0001,2026-03-01,drawn,950,pdk\n"
    )
    loaded = run("tariff", "load", "declared", str(tmp_path / "quota"), "--country", "MY", "--yes")
    assert loaded.code == 0
    assert "not used" not in loaded.out
    words = ("quote", "--to", "MY", "--value", "1000", "--currency", "MYR", "--hs", "691200", "--regime", "general")
    words = (*words, "--net-mass-kg", "40", "--json")

    def within(*more: str) -> list[tuple[Any, ...]]:
        told = run(*words, *more).told
        return [(each["quotas"], each["agreements"], each["duty"]) for each in told["options"] if each["quotas"]]

    assert within("--from", "CN", "--on", "2026-02-28") == [(["09.0001"], ["agreement:ACFTA"], "50.00")]
    assert within("--from", "CN", "--on", "2026-03-01") == [(["09.0001"], ["agreement:ACFTA"], "50.00")]
    assert within("--from", "CN", "--on", "2026-03-01", "--drawn", "09.0001=11") == []
    assert within("--from", "DE", "--on", "2026-02-28") == []
    closed = run(*words, "--from", "CN", "--on", "2026-03-01", "--drawn", "09.0001=50").told["closed"]
    assert [each["why_not"][0]["code"] for each in closed if each["quotas"]] == ["quota-exhausted"]
    shown = run(*words[:-1], "--from", "CN", "--on", "2026-03-01").out
    assert "general with agreement:ACFTA, quota 09.0001: MYR" in shown.replace("\n", " ")


@pytest.mark.parametrize(
    ("file", "row", "code"),
    [
        ("quotas.csv", "1,B,lottery,10,KGM,2026-01-01,2026-12-31,90,,,pdk", "mechanism-unknown"),
        ("quotas.csv", "1,B,first-come,ten,KGM,2026-01-01,2026-12-31,90,,,pdk", "not-a-number"),
        ("quotas.csv", "1,B,first-come,10,HOGSHEAD,2026-01-01,2026-12-31,90,,,pdk", "unit-unknown"),
        ("quotas.csv", "1,B,first-come,10,KGM,2026-12-31,2026-01-01,90,,,pdk", "period-wrong"),
        ("quotas.csv", "1,B,first-come,10,KGM,2026-01-01,2026-12-31,90,,,other", "act-unknown"),
        ("quota_events.csv", "1,2026-01-01,exhausted,,pdk", "event-unknown"),
        ("quota_events.csv", "1,soon,drawn,1,pdk", "day-wrong"),
    ],
)
def test_a_quota_that_cannot_be_read_is_refused_with_its_place(
    run: Run, tmp_path: Path, file: str, row: str, code: str
) -> None:
    from entrepot.statute.schedule import COLUMNS

    declared(tmp_path / "quota", "691200,2,1,KGM,,Ceramic tableware,\n", "691200,mfn,20%,,,pdk,,\n")
    (tmp_path / "quota" / file).write_text(",".join(COLUMNS[file]) + "\n" + row + "\n")
    said = run("tariff", "load", "declared", str(tmp_path / "quota"), "--country", "MY", "--yes")
    assert (said.code, said.refused, files(tmp_path / ".entrepot")) == (2, [code], [])


def test_a_preference_is_a_way_of_its_own_with_its_proof(run: Run, tmp_path: Path) -> None:
    run("tariff", "load", "us-hts", str(written(tmp_path)), *SAID)
    said = run(*TO_US, "--from", "SG", "--hs", "6912003510", "--json")
    assert [(each["agreements"], each["duty"]) for each in said.told["options"]] == [
        (["agreement:SG"], "0.00"),
        ([], "47.04"),
    ]
    assert said.told["options"][0]["requires"][0]["code"] == "proof-of-origin"


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


def declared(folder: Path, lines: str, rates: str) -> None:
    """A tariff in the declared format, in force from the beginning of 2026."""
    folder.mkdir()
    act = "act_id,title,published,valid_from,valid_to,url\npdk,Order of 2026,2025-12-01,2026-01-01,,gazette\n"
    (folder / "act.csv").write_text(act)
    (folder / "lines.csv").write_text("code,indent,declarable,unit1,unit2,text_en,text_local\n" + lines)
    (folder / "rates.csv").write_text("code,column,expression,valid_from,valid_to,act_id,remark,area\n" + rates)


def whole_tariff(tmp_path: Path) -> None:
    """A tariff with a line in every chapter, so that a code outside it is none."""
    chapters = "".join(f"{chapter:02d}01000000,1,1,,,Goods,\n" for chapter in range(1, 98) if chapter != 77)
    bowls = "6912003510,2,1,,,Plates,\n6912003550,2,1,,,Other,\n"
    declared(tmp_path / "whole", chapters + bowls, "69120035,mfn,9.8%,2024-12-01,,pdk,,\n")
    act = tmp_path / "whole" / "act.csv"
    act.write_text(act.read_text().replace("2025-12-01,2026-01-01", "2024-11-01,2024-12-01"))


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
