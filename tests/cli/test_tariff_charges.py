"""What a loaded tariff charges: by line and weight, added duties, quotas, and preferences as ways of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.schedule import FROM_MY, SAID, TO_US, declared, duty, files, whole_tariff, written


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
