"""Files of products by command: looked at, taken in, undone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from entrepot.hub import keeping
from entrepot.hub.catalogue.models import ClassificationDecision, Import, Product
from tests import cast
from tests.cli.conftest import Run
from tests.hub.adapters.product_files import PLAIN, SHOPIFY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _this_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTREPOT_HOME", os.environ["ENTREPOT_HOME"])  # put back what the command sets
    monkeypatch.setattr(keeping, "prepare", lambda: None)
    cast.party("hz-ceramics")


def file(tmp_path: Path, text: str) -> str:
    place = tmp_path / "products.csv"
    place.write_text(text)
    return str(place)


def test_a_file_is_taken_in_and_its_bad_row_is_told_with_its_line(run: Run, tmp_path: Path) -> None:
    said = run("import", file(tmp_path, PLAIN), "--seller", "hz-ceramics")
    number = Import.objects.get().pk
    assert said.out == f"Import {number}: 1 new, 0 changed, 0 same, 1 refused.\n"
    assert "line 3 CUP-1: /hs: " in said.err
    assert said.code == 1, "some were refused"
    again = run("import", file(tmp_path, PLAIN), "--seller", "hz-ceramics")
    assert "0 new, 0 changed, 1 same, 1 refused." in again.out


def test_looking_writes_nothing(run: Run, tmp_path: Path) -> None:
    said = run("import", file(tmp_path, SHOPIFY), "--seller", "hz-ceramics", "--look")
    assert "3 refused" in said.out
    said = run(
        "import", file(tmp_path, SHOPIFY), "--seller", "hz-ceramics", "--origin", "cn", "--currency", "cny", "--look"
    )
    assert "3 waits" in said.out
    assert not Product.objects.exists()
    assert not Import.objects.exists(), "nor does it wait on the seller's page"


def test_of_a_long_file_the_first_rows_are_shown_and_all_are_counted(run: Run, tmp_path: Path) -> None:
    rows = [f"CUP-{n},Celadon cup,691200,CN,0.35,12.50,CNY" for n in range(60)]
    long = "\n".join(["sku,title,hs,origin,net_mass_kg,price,currency", *rows])
    said = run("import", file(tmp_path, long), "--seller", "hz-ceramics", "--look")
    assert "CUP-49 " in said.out
    assert "CUP-50 " not in said.out
    assert said.out.endswith("These are the first 50 of 60 rows; all are counted here:\n60 new\n")


def test_likely_codes_are_taken_when_asked_for_as_the_sellers_decision(run: Run, tmp_path: Path) -> None:
    words = ["--origin", "CN", "--currency", "CNY", "--likely", "--draft"]
    assert run("import", file(tmp_path, SHOPIFY), "--seller", "hz-ceramics", *words).code == 1, "not sure of two"
    assert set(Product.objects.values_list("state", flat=True)) == {"draft"}
    assert {each.authority for each in ClassificationDecision.objects.all()} == {"seller"}


def test_an_import_is_undone_by_its_number(run: Run, tmp_path: Path) -> None:
    run("import", file(tmp_path, PLAIN), "--seller", "hz-ceramics")
    number = Import.objects.get().pk
    assert run("undo-import", str(number)).out == "1 products are as they were before.\n"
    assert Product.objects.get().state == "removed"
    assert run("undo-import", "999").code == 2


def test_an_unknown_seller_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("import", file(tmp_path, PLAIN), "--seller", "nobody").refused == ["party-unknown"]
