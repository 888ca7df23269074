"""One parcel from Hangzhou to Kuala Lumpur: the story that `docs/life-of-an-order.md` tells, with its snippets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from entrepot.ehx.file import verify_file
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.network import own
from entrepot.hub.network import queries as network
from entrepot.hub.orders import actions
from entrepot.hub.orders import queries as orders
from entrepot.hub.tariffs import actions as tariffs
from tests import cast
from tests.cast import NOON
from tests.hub.network.two_hubs import Node
from tests.hub.orders import shop


def test_a_parcel_from_hangzhou_is_delivered_in_kuala_lumpur_and_settled(
    hz: Node, kl: Node, trading: Callable[[], None]
) -> None:
    with kl.here():
        for code in ("my-customs", "kl-batik"):
            cast.party(code)
    with hz.here():
        seller = shop.ceramics()
        tariffs.note_tax_number(seller, "MY", "LRN-0417", by=cast.the_hub())
        ucr = shop.placed(shop.ORDER).ucr
    trading()
    with hz.here():
        actions.hand_over([ucr], by=cast.by("hz-ceramics", NOON + timedelta(hours=5)))
    trading()

    with hz.here():
        home = orders.consignment(ucr)
        assert (home.state, home.lane, home.duty_minor, home.tax_minor) == ("settled", "green", 0, 48_00)
        assert set(ledger.trial().values()) == {0}
        ours = network.export_file(ucr)
        keys = [own.statement().root_key]
    with kl.here():
        mirror = orders.consignment(ucr)
        assert (mirror.state, mirror.tax_minor, mirror.settled_minor) == ("settled", 48_00, home.settled_minor)
        assert set(ledger.trial().values()) == {0}
        theirs = network.export_file(ucr)
        keys.append(own.statement().root_key)

    verdict, other = verify_file(ours, keys), verify_file(theirs, keys)
    assert verdict.ok
    assert other.ok
    assert verdict.root == other.root
    assert [entry.kind.removeprefix("org.ehub.") for entry in verdict.entries] == [
        "order.placed.v1",
        "declaration.exported.v1",
        "declaration.imported.v1",
        "tracking.events.v1",
        "tracking.events.v1",
        "tracking.events.v1",
        "tracking.events.v1",
        "settlement.confirmed.v1",
    ]
