"""Cups are on their way from Hangzhou to Kuala Lumpur, and customs there lets only some of them in, or none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from entrepot.ehx.file import verify_file
from entrepot.hub.aftersales.models import Loss
from entrepot.hub.customs import actions as customs
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import clock
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.network import own
from entrepot.hub.network import queries as network
from entrepot.hub.orders import actions
from entrepot.hub.orders import queries as orders
from entrepot.hub.payments import queries as payments
from entrepot.hub.stock import queries as parcels
from entrepot.hub.tariffs import actions as tariffs
from entrepot.hub.web.file.parcels import several
from entrepot.trade.partial_release import Going
from entrepot.trade.seizure import Seized
from tests import cast
from tests.cast import NOON
from tests.hub.aftersales.sold import CUPS, on_a_desk
from tests.hub.network.two_hubs import Node
from tests.hub.orders import shop

Trading = Callable[[], None]
LAW = "Customs Act 1967, section 114"


@pytest.fixture
def ucr(hz: Node, kl: Node, trading: Trading) -> str:
    """Three cups and a bowl, handed over in Hangzhou, with their import on the desk of an officer in Kuala Lumpur."""
    with kl.here():
        for code in ("my-customs", "kl-batik"):
            cast.party(code)
        on_a_desk("import", "MY")
    with hz.here():
        seller = shop.ceramics()
        tariffs.note_tax_number(seller, "MY", "LRN-0417", by=cast.the_hub())
        ucr = shop.placed(CUPS).ucr
    trading()
    with hz.here():
        actions.hand_over([ucr], by=cast.by("hz-ceramics", NOON + timedelta(hours=5)))
    return ucr


def stopped(ucr: str) -> Declaration:
    return Declaration.objects.get(ucr=ucr, direction="import", state="under-control")


def seize(declaration: Declaration, quantities: dict[int, str]) -> None:
    inventory = [Seized(item=number, quantity=quantity, unit="H87") for number, quantity in quantities.items()]
    by = cast.by("my-customs", clock.now())
    customs.seize(declaration, "The glaze holds lead.", inventory, place="Hall 2", law=LAW, by=by)


def test_what_is_seized_whole_is_paid_back_out_of_escrow_and_both_hubs_say_so(
    hz: Node, kl: Node, trading: Trading, ucr: str
) -> None:
    with kl.here():
        seize(stopped(ucr), {1: "3", 2: "1"})
    trading()
    for node in (hz, kl):
        with node.here():
            assert orders.consignment(ucr).state == "seized"
            loss = Loss.objects.get()
            assert (loss.outcome, loss.borne_by, loss.whole, loss.law) == ("seized", "seller", True, LAW)
            assert (loss.goods_minor, loss.freight_minor, loss.charges_minor) == (200_00, 20_00, 20_00)
            assert set(ledger.trial().values()) <= {0}
    with hz.here():
        assert (payments.payment(ucr).state, ledger.balance("escrow", "MYR")) == ("refunded", 0)
        assert ledger.balance("peer:kl.example", "MYR") == 0
        ours, keys = network.export_file(ucr), [own.statement().root_key]
    with kl.here():
        assert ledger.balance(Declaration.objects.get(ucr=ucr).charged_to, "MYR") == 0
        theirs = network.export_file(ucr)
        keys.append(own.statement().root_key)
    verdict, other = verify_file(ours, keys), verify_file(theirs, keys)
    assert (verdict.ok, other.ok, verdict.root) == (True, True, other.root)
    kinds = [entry.kind.removeprefix("org.ehub.") for entry in verdict.entries]
    assert kinds.index("declaration.seized.v1") < kinds.index("loss.noted.v1")


def test_of_a_rest_that_is_refused_the_share_goes_back_and_what_came_is_settled(
    hz: Node, kl: Node, trading: Trading, ucr: str
) -> None:
    with kl.here():
        declaration = stopped(ucr)
        goes = (Going(item=1, quantity="1"), Going(item=2, quantity="1"))
        version = declaration.version
        by = cast.by("my-customs", clock.now())
        customs.release_part(declaration, goes, "Two wait for a report.", law=LAW, version=version, by=by)
    trading()
    with kl.here():
        customs.refuse(stopped(ucr), "No report came.", by=cast.by("my-customs", clock.now()), law=LAW)
    trading()
    for node in (hz, kl):
        with node.here():
            assert orders.consignment(ucr).state == "settled"
            loss = Loss.objects.get()
            assert (loss.outcome, loss.whole, loss.decides) == ("refused", False, node is hz)
            assert (loss.goods_minor, loss.freight_minor, loss.charges_minor) == (66_66, 6_66, 6_66)
            assert set(ledger.trial().values()) == {0}
    with hz.here():
        assert payments.given_back(ucr) == 79_98
        consignment = orders.consignment(ucr)
        assert ledger.balance("peer:kl.example", "MYR") == -(consignment.duty_minor + consignment.tax_minor)


def test_an_export_that_is_refused_is_known_at_the_hub_that_waits_for_it(hz: Node, kl: Node, trading: Trading) -> None:
    with hz.here():
        seller = shop.ceramics()
        tariffs.note_tax_number(seller, "MY", "LRN-0417", by=cast.the_hub())
        on_a_desk("export")
        ucr = shop.placed(CUPS).ucr
    trading()
    with hz.here():
        declaration = Declaration.objects.get(ucr=ucr)
        customs.refuse(declaration, "They are antique.", by=cast.by("cn-customs", clock.now()), law=LAW)
    trading()
    for node in (hz, kl):
        with node.here():
            assert orders.consignment(ucr).state == "cancelled"
            assert Loss.objects.get().goods_minor == 200_00
    with hz.here():
        assert (payments.payment(ucr).state, set(ledger.trial().values())) == ("refunded", {0})


def test_a_rest_that_is_released_later_follows_in_a_parcel_of_its_own_and_the_buyer_sees_both(
    hz: Node, kl: Node, trading: Trading, ucr: str
) -> None:
    with kl.here():
        declaration = stopped(ucr)
        goes = (Going(item=1, quantity="1"), Going(item=2, quantity="1"))
        by = cast.by("my-customs", clock.now())
        customs.release_part(declaration, goes, "Two wait.", law=LAW, version=declaration.version, by=by)
    trading()
    with kl.here():
        customs.release(stopped(ucr), by=cast.by("my-customs", clock.now()))
    trading()
    with hz.here():
        clock.reach(clock.now() + timedelta(days=2))
    trading()
    with hz.here():
        first, second = parcels.parcels_of(ucr)
        assert (first.state, second.state, second.part) == ("delivered", "delivered", 2)
        assert [(each["sku"], each["quantity"], each["value"]) for each in second.contents] == [("CUP", 2, "66.66")]
        assert (second.carrier_id, second.gross_mass_g) == (first.carrier_id, 700)
        assert Loss.objects.count() == 0
        assert set(ledger.trial().values()) == {0}
        shown = several([ucr])[ucr]
    with kl.here():
        assert orders.consignment(ucr).state == "settled"
        table = several([ucr])[ucr]
    told = [[first.number, "Delivered"], [second.number, "Delivered"]]
    for each in (shown, table):
        assert [[cell.text for cell in row.cells] for row in each.rows] == told
