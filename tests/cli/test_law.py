"""`entrepot law` tells every fault with its file and line, and every change with its source."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from entrepot.statute import SHIPPED
from tests.cli.conftest import Run


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Xanadu's law in a folder of its own."""
    place = tmp_path / "law"
    shutil.copytree(SHIPPED / "xa", place / "xa")
    shutil.copy(SHIPPED / "areas.yaml", place / "areas.yaml")
    return place


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_law_without_faults_says_so_and_ends_with_nought(run: Run, copied: Path) -> None:
    said = run("law", "check", str(copied))
    assert said.code == 0
    assert said.out.startswith(f"{copied}: no faults; ")
    assert said.out.endswith(" cases worked out.\n")


def test_every_fault_has_a_file_a_line_and_a_remedy(run: Run, copied: Path) -> None:
    change(copied / "xa" / "parameters" / "values.yaml", "2026-01-01:", "2026-13-01:")
    change(copied / "xa" / "schedule" / "rates.csv", "mfn,4%", "mfn,four")
    said = run("law", "check", str(copied))
    assert said.code == 1
    lines = said.out.splitlines()
    assert (
        "xa/parameters/values.yaml:5: “2026-13-01” is not a day. "
        "Write the year, the month and the day, such as 2026-07-01. [day-wrong]"
    ) in lines
    assert [line.split(": ")[0] for line in lines if "[expression-unread]" in line] == ["xa/schedule/rates.csv:2"]
    assert lines[-1] == f"{copied}: {len(lines) - 1} faults; 0 cases worked out."


def test_a_case_that_does_not_come_out_is_a_fault_of_its_line(run: Run, copied: Path) -> None:
    change(copied / "xa" / "schedule" / "rates.csv", "mfn,4%", "mfn,5%")
    said = run("law", "check", str(copied), "--json")
    assert said.code == 1
    faults = said.told["faults"]
    assert {fault["code"] for fault in faults} == {"case-differs"}
    assert all(fault["place"].startswith("xa/cases/") for fault in faults)


def test_the_law_of_one_country_can_be_checked_alone(run: Run, copied: Path) -> None:
    shutil.copytree(SHIPPED / "xb", copied / "xb")
    change(copied / "xb" / "levies.yaml", "kind: duty", "kind: toll")
    assert run("law", "check", str(copied / "xa")).code == 0
    said = run("law", "check", str(copied / "xb"))
    assert said.code == 1
    assert "“toll” is not a kind." in said.out


def test_a_file_that_cannot_be_read_is_told_by_its_line(run: Run, copied: Path) -> None:
    (copied / "xa" / "regimes.yaml").write_text("regimes:\n  - {code: x\n", encoding="utf-8")
    said = run("law", "check", str(copied))
    assert said.code == 1
    assert "xa/regimes.yaml:3: The file cannot be read" in said.out


def test_a_folder_without_law_is_refused(run: Run, tmp_path: Path) -> None:
    said = run("law", "check", str(tmp_path))
    assert (said.code, said.refused) == (2, ["no-law-there"])


def test_what_changes_between_two_days_is_told_value_by_value_with_its_source(run: Run) -> None:
    said = run("law", "diff", "--from", "2023-12-31", "--to", "2024-01-01", "--country", "MY", "--json")
    found = {change["name"]: change for change in said.told if change["kind"] == "value"}
    assert (found["lvg_rate"]["before"], found["lvg_rate"]["after"], found["lvg_rate"]["on"]) == (
        "",
        "10 %",
        "2024-01-01",
    )
    assert found["lvg_rate"]["law"]["confidence"] == "sourced"
    assert found["lvg_rate"]["law"]["sources"] != []
    told = run("law", "diff", "--from", "2023-12-31", "--to", "2024-01-01", "--country", "MY").out
    assert "MY value lvg_rate: — → 10 % (2024-01-01)\n    Sales tax on low-value goods" in told


def test_a_day_on_which_nothing_changes_says_so(run: Run) -> None:
    said = run("law", "diff", "--from", "2026-11-01", "--to", "2026-11-02", "--country", "SG")
    assert (said.code, said.out) == (0, "Nothing changes.\n")


def test_two_editions_are_compared_on_every_day_on_which_they_differ(run: Run, copied: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(copied, newer)
    change(newer / "xa" / "parameters" / "values.yaml", "value: 20,", "value: 21,")
    shutil.copytree(SHIPPED / "xb", newer / "xb")
    said = run("law", "diff", str(copied), str(newer), "--json")
    assert said.code == 0
    assert [
        (each["jurisdiction"], each["kind"], each["name"], each["before"], each["after"]) for each in said.told
    ] == [
        ("XA", "value", "vat_rate", "20 %", "21 %"),
        ("XB", "jurisdiction", "XB", "", "XB"),
    ]
    assert run("law", "diff", str(copied), str(copied)).out == "Nothing changes.\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "nothing-to-compare"),
        (("--from", "2026-01-01"), "nothing-to-compare"),
        (("--from", "soon", "--to", "2026-01-01"), "day-wrong"),
        (("--from", "2026-01-01", "--to", "2026-02-01", "--country", "ZZ"), "law-not-held"),
        (("--from", "1990-01-01", "--to", "2026-02-01", "--country", "MY"), "day-before-records"),
        (("nowhere", "nowhere"), "no-law-there"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(run: Run, words: tuple[str, ...], code: str) -> None:
    said = run("law", "diff", *words)
    assert (said.code, said.refused) == (2, [code])
