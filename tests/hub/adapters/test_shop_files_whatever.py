"""Whatever a file holds, it is read without failing, and every row is in an order or among the refused."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as some

from entrepot.hub.adapters import shop
from entrepot.hub.adapters.shop import products as product_file
from entrepot.hub.adapters.shop.reading import Reading

HEADER = b"order,date,sku,title,quantity,unit_price,currency,hs,origin,net_mass_kg,to"
GOOD = [b"A-1", b"2026-03-09", b"CUP", b"Cup", b"1", b"9.90", b"MYR", b"691200", b"CN", b"0.35", b"MY"]

ODD = some.sampled_from(
    [
        b"",
        b"-1",
        b"1e9999",
        b"NaN",
        b"\xff\xfe",
        b'"',
        b'"a',
        b"a\nb",
        b"=1+1",
        "青瓷".encode("gb18030"),
        b"\x00",
        b"9" * 400,
    ]
)
CELL = some.one_of(ODD, some.binary(max_size=12))
ROW = some.lists(some.tuples(some.integers(0, len(GOOD) - 1), CELL), max_size=3).map(
    lambda changes: b",".join(dict(changes).get(n, cell) for n, cell in enumerate(GOOD))
)


def accounted(reading: Reading) -> bool:
    """Every record is a line of one order, or refused; none is both, none is lost."""
    placed = sum(len(order.lines) for order in reading.orders)
    return placed + len({row.line for row in reading.refused}) == reading.rows


@settings(deadline=None)  # what is asked is whether it holds, not how long it takes
@given(some.lists(ROW, min_size=1, max_size=8))
def test_every_row_of_a_file_is_accounted_for(rows: list[bytes]) -> None:
    reading = shop.read(b"\n".join([HEADER, *rows]))
    assert accounted(reading)
    assert all(row.findings and all(found.told() for found in row.findings) for row in reading.refused)


@settings(deadline=None)
@given(some.binary(max_size=400))
def test_any_bytes_are_answered(content: bytes) -> None:
    reading = shop.read(content)
    assert not reading.orders
    assert reading.refused_file().startswith(b"\xef\xbb\xbfline,order,code")
    assert not product_file.read(content).products
