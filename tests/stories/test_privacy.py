"""Who bought is nobody else's business: a copy of either hub's whole database names no buyer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import connection

from entrepot.hub.orders import actions, buyers
from entrepot.hub.orders import queries as orders
from entrepot.hub.tariffs import actions as tariffs
from tests import cast
from tests.cast import NOON
from tests.hub.customs import signing
from tests.hub.network.two_hubs import Node
from tests.hub.orders import shop


def dump() -> Iterator[tuple[str, bytes]]:
    """Every value of every column of every table, as whoever steals a copy of the database has it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own tables
            assert cursor.description is not None
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    plain = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                    yield f"{table}.{column}", plain


def named(secrets: tuple[str, ...]) -> set[str]:
    """The columns in which one of these words can be read, in either spelling that a database may keep."""
    forms = [form for word in secrets for form in (word.encode(), word.encode("unicode_escape"))]
    return {where for where, value in dump() if any(form in value for form in forms)}


def test_a_copy_of_either_database_names_no_buyer(hz: Node, kl: Node, trading: Callable[[], None]) -> None:
    with kl.here():
        for code in ("my-customs", "kl-batik"):
            cast.party(code)
    with hz.here():
        seller = shop.ceramics()
        tariffs.note_tax_number(seller, "MY", "LRN-0417", by=cast.the_hub())
        consignment = shop.placed(shop.ORDER)
        ucr, buyer = consignment.ucr, buyers.opened(consignment.order)
    trading()
    with hz.here():
        actions.hand_over([ucr], by=cast.by("hz-ceramics", NOON + timedelta(hours=5)))
    trading()

    words = f"{buyer.name} {buyer.address}".split()
    secrets = tuple(word for word in words if len(word) > 4 and not word.isdigit())
    assert secrets
    for node in (hz, kl):
        with node.here():
            assert orders.consignment(ucr).state == "settled"
            assert named((*secrets, buyer.phone)) == set()


def test_the_search_of_the_dump_finds_what_is_plain(db: None) -> None:
    cast.party("hz-ceramics")
    assert "parties_party.name" in named(("Ceramics",))
    assert named((signing.AMINAH.name,)) == set()
