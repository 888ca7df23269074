"""`entrepot paper`: the forms of many countries from one declaration, without a hub."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.cli.conftest import Run
from tests.trade.example import FACTS

SHIPPED = {"CEB603", "CEB621", "K1", "K2", "K8", "K9", "H7", "SAC", "ENTRY", "CN22", "ITMATT", "SAD", "CUSDEC"}


@pytest.fixture
def declared(tmp_path: Path) -> str:
    path = tmp_path / "declaration.json"
    path.write_bytes(msgspec.json.encode(FACTS))
    return str(path)


def test_forms_are_listed_with_how_far_they_can_be_trusted(run: Run) -> None:
    said = run("paper", "forms", "--json")
    rows = {row["form"]: row for row in said.told}
    assert set(rows) >= SHIPPED
    assert all(row["confidence"] and (row["source"] or row["note"]) for row in rows.values())
    assert "K1       MY  xml" in run("paper", "forms").out


def test_a_paper_is_written_and_what_it_lacks_is_told_beside_it(run: Run, declared: str) -> None:
    said = run("paper", "write", "K2", declared, "--beside", "port=CNHGH", "--beside", "transport_mode=air", "--json")
    assert said.code == 1
    assert said.told["tree"]["Transport"]["PortOfLandingOrLoading"] == "CNHGH"
    assert [(each["code"], each["pointer"]) for each in said.told["lacking"]] == [
        ("form-asks", "@customs_office"),
        ("code-too-short", "/items/0/hs"),
        ("code-too-short", "/items/1/hs"),
    ]
    assert {each["pointer"] for each in said.told["losses"]} >= {"/items/0/gtin"}


def test_a_paper_is_read_back(run: Run, declared: str, tmp_path: Path) -> None:
    written = run("paper", "write", "CUSDEC", declared, "--beside", "customs_office=CNHGH", "--json")
    assert written.code == 0
    from entrepot.hub.adapters import papers
    from entrepot.statute import forms

    path = tmp_path / "message.edi"
    path.write_bytes(papers.written(forms.form("CUSDEC"), written.told["tree"]))
    facts = run("paper", "read", "CUSDEC", str(path)).told
    assert (facts["/ucr"], facts["@customs_office"], facts["/items/1/value"]) == (FACTS.ucr, "CNHGH", "45.50")


def test_bad_input_says_what_to_do(run: Run, declared: str, tmp_path: Path) -> None:
    assert run("paper", "write", "K99", declared).refused == ["form-unknown"]
    assert run("paper", "write", "K1", declared, "--beside", "colour=red").refused == ["beside-unknown"]
    assert run("paper", "write", "K1", str(tmp_path / "none.json")).code == 2
    (tmp_path / "bad.json").write_text("{}")
    assert run("paper", "write", "K1", str(tmp_path / "bad.json")).refused == ["not-a-declaration"]
    assert run("paper", "read", "K1", str(tmp_path / "bad.json")).refused == ["not-xml"]


def test_the_declaration_of_the_page_fills_the_form_of_the_page(run: Run, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "papers.md").read_text()
    path = tmp_path / "declaration.json"
    path.write_text(page.split("```json\n")[1].split("```")[0])
    given = ["--beside", "port=MYPKG", "--beside", "customs_office=B10", "--beside", "transport_mode=post"]
    said = run("paper", "write", "K1", str(path), *given, "--json")
    assert (said.code, said.told["lacking"]) == (0, [])
    assert said.told["tree"]["Item"][0]["TariffCode"] == "6911100000"


def test_what_can_be_given_beside_a_declaration_is_explained(run: Run) -> None:
    assert "order_number         The platform's number of the order." in run("paper", "beside").out.splitlines()
