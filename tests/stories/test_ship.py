"""A seller's order file, shipped as a stranger would; and real listings, read to the cent."""

from __future__ import annotations

import csv
import io
import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from entrepot.hub.adapters import shop
from entrepot.twin import shipping
from tests.stories.telling import ended, started

HEADER = "order,date,sku,title,quantity,unit_price,currency,hs,origin,net_mass_kg,to"
ORDERS = f"""{HEADER}
1001,2026-11-20,BOWL,Celadon bowl,2,120.00,MYR,691200,CN,0.5,MY
1002,2026-11-20,TEE,Cotton T-shirt,-1,45.00,CNY,610910,CN,0.2,MY
1003,2026-11-20,TOY,Wooden toy,1,9.5,XXX,950300,CN,0.2,MY
1004,2026-11-20,TOY,Wooden toy,1,9.5,USD,950399,CN,0.2,MY
1005,2026-11-20,TOY,Wooden toy,1,,USD,950300,CN,0.2,MY
1006,2026-11-20,SET,Porcelain set,1,900.00,MYR,691110,CN,4,MY
1001,2026-11-20,BOWL,Celadon bowl,2,120.00,MYR,691200,CN,0.5,MY
1007,2026-11-20,CUP,Celadon cup,1,30.00,MYR,691200,CN,0.4,US
1008,2026-11-20,PHONE,Cordless telephone,1,80.00,MYR,851718,CN,0.4,MY
"""
REFUSED = [
    ("3", "1002", "quantity-not-positive"),
    ("4", "1003", "currency-unknown"),
    ("5", "1004", "hs-unknown"),
    ("6", "1005", "price-missing"),
    ("8", "1001", "order-number-duplicate"),
    ("9", "1007", "destination-not-connected"),
    ("10", "1008", "my-radio"),
]
LISTINGS = Path(__file__).parents[3] / "shared" / "data" / "hs_labelled" / "hscodecomp.jsonl"


def test_good_rows_are_shipped_bad_rows_refused_alone_and_a_repeat_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS)
    tables = []
    for _ in range(2):
        words = ("ship", "orders.csv", "--from", "CN", "--to", "MY", "--home", "world")
        code, out, err = ended(started(*words, cwd=tmp_path))
        assert code == 1, err
        rows = list(csv.reader(io.StringIO((tmp_path / "orders.findings.csv").read_text("utf-8-sig"))))
        assert [tuple(row[:3]) for row in rows[1:]] == REFUSED
        assert "2 orders shipped, 7 rows refused" in out
        assert "duty: MYR 225.00" in out  # 25 % on the porcelain set; the bowls come in under the relief
        assert "tax: MYR 112.50" in out
        assert "settled: MYR 1477.50" in out
        tables.append([line for line in out.splitlines() if "│" in line])
    assert tables[0] == tables[1]


def test_a_file_that_names_no_known_columns_ends_the_command(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    code, _, err = ended(started("ship", "notes.csv", "--from", "CN", cwd=tmp_path))
    assert (code, "header-unknown" in err or "does not name the columns" in err) == (2, True)
    code, _, err = ended(started("ship", "absent.csv", "--from", "CN", cwd=tmp_path))
    assert (code, "cannot be read" in err) == (2, True)


@pytest.mark.shared
def test_two_hundred_real_listings_are_read_to_the_cent() -> None:
    if not LISTINGS.exists():
        pytest.skip(f"the real listings are not here: {LISTINGS.name} is looked for in shared/data beside the project")
    rows = [json.loads(line) for line in LISTINGS.read_text().splitlines()]
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(HEADER.split(","))
    for row in rows:
        price = "" if row["price"] is None else row["price"]
        facts = (1, price, row["currency"] or "USD", row["hs6"][0], "CN", "0.3", "MY")
        writer.writerow([row["id"], "2026-11-20", row["id"], row["text"][:240], *facts])
    reading = shipping.bound_for(shop.read(page.getvalue().encode()), origin="CN", to="MY")
    unpriced = [row["id"] for row in rows if row["price"] is None]
    assert [(row.order, row.findings[0].code) for row in reading.refused] == [
        (each, "price-missing") for each in unpriced
    ]
    cent = Decimal("0.01")
    rounded = {row["id"]: Decimal(str(row["price"])).quantize(cent, ROUND_HALF_UP) for row in rows if row["price"]}
    assert {order.number: Decimal(order.lines[0].unit_price) for order in reading.orders} == rounded
