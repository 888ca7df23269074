"""The stock column of a file of products: opened once, told where the shelf says otherwise, undone with the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from entrepot.hub.adapters.shop import importing
from entrepot.hub.adapters.shop.product_columns import proposed
from entrepot.hub.adapters.shop.product_rows import rows
from entrepot.hub.adapters.shop.sheets import sheet
from entrepot.hub.catalogue.models import Import, ImportedRow, Product
from entrepot.hub.stock import actions, queries
from entrepot.hub.stock.actions import Counted
from entrepot.trade.finding import NotYours
from tests import cast
from tests.hub.adapters.product_files import SHOPIFY
from tests.hub.orders import shop

pytestmark = pytest.mark.django_db

SELLER = "hz-ceramics"
PLAIN = "sku,title,hs,origin,net mass,stock\nJUG,Celadon jug,691200,CN,0.9,{jug}\nPOT,Celadon pot,691200,CN,1.2,{pot}\n"
WOOCOMMERCE = """\
ID,Type,SKU,Name,Published,In stock?,Stock,Backorders allowed?,Regular price,Parent
11,variable,SCARF,Silk scarf,1,1,40,0,,
12,variation,SCARF-R,Silk scarf - Red,1,1,7,0,129,SCARF
13,variation,SCARF-T,Silk scarf - Teal,1,1,,0,129,SCARF
14,simple,FAN,Folding fan of bamboo,1,1,25,0,39,
15,simple,BOX,Box of camphor wood,1,1,3,notify,99,
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> None:
    settings.ENTREPOT_HOME = tmp_path


def brought(jug: str = "12", pot: str = "0") -> Import:
    text = PLAIN.format(jug=jug, pot=pot)
    return importing.bring(cast.party(SELLER), "pots.csv", text.encode(), by=cast.by(SELLER))


def taken(found: Import) -> Import:
    list(importing.run(found, by=cast.by(SELLER)))
    return Import.objects.select_related("seller").get(pk=found.pk)


def became(found: Import) -> list[tuple[str, str, int | None, list[str]]]:
    lines = ImportedRow.objects.filter(brought=found).order_by("line")
    return [(row.sku, row.outcome, row.opened, [each["code"] for each in row.findings]) for row in lines]


def book() -> dict[str, int]:
    return queries.on_book(SELLER, ["JUG", "POT"])


def pieces(text: str) -> dict[str, int | None]:
    found = sheet(text.encode())
    return {row.facts.sku: row.pieces for row in rows(found, proposed(found.header), {})}


def test_a_file_opens_the_stock_of_what_was_never_counted() -> None:
    found = brought()
    preview = importing.preview(found)
    assert (preview.opening, book()) == (2, {})
    assert became(taken(found)) == [("JUG", "new", 12, []), ("POT", "new", 0, [])]
    assert book() == {"JUG": 12, "POT": 0}


def test_the_same_file_again_adds_nothing() -> None:
    taken(brought())
    assert importing.preview(brought()).opening == 0
    assert became(taken(brought())) == [("JUG", "same", None, []), ("POT", "same", None, [])]
    assert book() == {"JUG": 12, "POT": 0}


def test_a_file_that_only_counts_what_is_listed_already_changes_its_row() -> None:
    taken(brought("", ""))
    assert book() == {}
    assert became(taken(brought("3", ""))) == [("JUG", "changed", 3, []), ("POT", "same", None, [])]


def test_where_the_shelf_says_otherwise_it_stays_and_both_numbers_are_told() -> None:
    taken(brought())
    actions.count(SELLER, [Counted(sku="JUG", pieces=9)], by=cast.by(SELLER))
    preview = importing.preview(brought())
    assert [[note.told() for note in preview.notes(row)] for row in preview.rows] == [
        ["9 pieces of JUG lie on the shelf and the file says 12; the shelf stays as it is."],
        [],
    ]
    assert became(taken(brought())) == [("JUG", "same", None, ["stock-counted-otherwise"]), ("POT", "same", None, [])]
    assert book() == {"JUG": 9, "POT": 0}


def test_a_stock_that_is_no_number_is_told_and_its_product_taken_all_the_same() -> None:
    assert became(taken(brought("a few", "-3"))) == [
        ("JUG", "new", None, ["stock-unreadable"]),
        ("POT", "new", 0, ["stock-below-nought"]),
    ]
    assert book() == {"POT": 0}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12", 12),
        ("12.0", 12),
        ("1,200", 1200),
        ("", None),
        ("1.5", None),
        ("1e3", None),
        ("9" * 19, None),
        ("9" * 400, None),
    ],
)
def test_pieces_are_whole_numbers(text: str, read: int | None) -> None:
    assert pieces(PLAIN.format(jug=f'"{text}"', pot=""))["JUG"] == read


def test_a_row_that_needs_correction_opens_no_stock() -> None:
    found = importing.bring(
        cast.party(SELLER),
        "pots.csv",
        PLAIN.format(jug="5", pot="6").replace("POT", "P" * 65).encode(),
        by=cast.by(SELLER),
    )
    assert [row[1:3] for row in became(taken(found))] == [("new", 5), ("refused", None)]
    assert book() == {"JUG": 5}


def test_undoing_the_file_takes_its_opening_back() -> None:
    found = taken(brought())
    importing.undo(found, by=cast.by(SELLER))
    assert book() == {}
    assert [row[:2] for row in became(found)] == [("JUG", "undone"), ("POT", "undone")]
    assert became(taken(brought("4", "5")))[0] == ("JUG", "new", 4, [])


def test_goods_that_were_counted_since_stay_when_the_file_is_undone_and_their_row_says_so() -> None:
    found = taken(brought())
    actions.count(SELLER, [Counted(sku="JUG", pieces=11)], by=cast.by(SELLER))
    importing.undo(found, by=cast.by(SELLER))
    assert book() == {"JUG": 11}
    assert became(found) == [("JUG", "undone", 12, ["stock-moved-since"]), ("POT", "undone", 0, [])]


def test_a_stranger_undoes_nothing() -> None:
    found = taken(brought())
    with pytest.raises(NotYours):
        importing.undo(found, by=cast.by("kl-batik"))
    assert (book(), set(Product.objects.values_list("state", flat=True))) == ({"JUG": 12, "POT": 0}, {"offered"})


def test_shopify_counts_only_what_it_tracks_and_does_not_sell_on_without() -> None:
    assert pieces(SHOPIFY) == {"MUG-BL": 12, "MUG-GL": 0, "TOWEL": None}
    assert pieces(SHOPIFY.replace("350,shopify,12", "350,,12"))["MUG-BL"] is None
    on = SHOPIFY.replace("Qty,", "Qty,Variant Inventory Policy,").replace("shopify,12,", "shopify,12,continue,")
    assert pieces(on)["MUG-BL"] is None


def test_woocommerce_counts_only_rows_with_a_stock_of_their_own_and_no_backorders() -> None:
    assert pieces(WOOCOMMERCE) == {"SCARF-R": 7, "SCARF-T": None, "FAN": 25, "BOX": None}


def test_goods_in_a_bonded_warehouse_are_counted_already() -> None:
    shop.batik(30)
    text = PLAIN.format(jug="5", pot="6").replace("JUG", "SARONG")
    found = importing.bring(cast.party("kl-batik"), "cloth.csv", text.encode(), by=cast.by("kl-batik"))
    list(importing.run(found, by=cast.by("kl-batik")))
    assert became(found)[0][2:] == (None, ["stock-counted-otherwise"])
    assert queries.on_book("kl-batik", ["SARONG", "POT"]) == {"SARONG": 30, "POT": 6}
