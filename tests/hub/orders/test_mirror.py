"""The peer follows a consignment from messages, and does its own border's formalities with data entered once."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.orders import actions
from entrepot.hub.orders.facts import ConsignmentFacts, ItemFacts
from entrepot.hub.orders.models import Consignment
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, Trader
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast

pytestmark = pytest.mark.django_db

UCR = "6CNHZ--CERAMICS-A-1"
HOME = Actor("peer", "hz.example", "Hangzhou hub", cast.NOON)

TOLD = ConsignmentFacts(
    ucr=UCR,
    order_number="A-1",
    seller_code="hz-ceramics",
    seller_name="Hangzhou Ceramics",
    seller_country="CN",
    origin="CN",
    destination="MY",
    regime="9610",
    import_regime="lvg",
    currency="MYR",
    goods_minor=48000,
    freight_minor=2000,
    total_minor=54800,
    tax_currency="MYR",
    duty_minor=0,
    tax_minor=4800,
    items=(
        ItemFacts(
            sku="BOWL",
            description="Celadon bowl",
            hs="69120000",
            origin="CN",
            quantity=1,
            value_minor=48000,
            net_mass_g=500,
        ),
    ),
)

EXPORTED = DeclarationFacts(
    lrn="LX000000014CN-EX",
    ucr=UCR,
    direction="export",
    country="CN",
    regime="9610",
    date=cast.NOON.date(),
    declarant="hz-ceramics",
    consignor=Trader("Hangzhou Ceramics", "CN"),
    consignee=Trader("Nur Contoh", "MY", address="12 Jalan Contoh"),
    currency="MYR",
    incoterm="DDP",
    freight="20.00",
    insurance="0.00",
    items=(GoodsItem(1, "Celadon bowl", "69120000", "CN", "1", "H87", "0.5", "0.6", "480.00", "BOWL"),),
    transport_document="LX000000014CN",
    registration="LVG-0001",
)


def mirror(**change: object) -> Consignment:
    return actions.mirror({**asdict(TOLD), **change}, peer="hz.example", by=HOME)


def kinds() -> list[str]:
    return list(Event.objects.filter(ucr=UCR).order_by("position").values_list("kind", flat=True))


def test_a_consignment_is_mirrored_once_without_an_order() -> None:
    first, again = mirror(), mirror()
    assert first == again
    assert (first.home, first.order, first.peer, first.state, first.items[0]["sku"]) == (
        False,
        None,
        "hz.example",
        "placed",
        "BOWL",
    )
    assert kinds() == ["orders.consignment.mirrored"]


def test_another_content_under_the_same_reference_is_refused() -> None:
    mirror()
    for change in ({"total_minor": 1}, {"destination": "SG"}):
        with pytest.raises(Refused) as refused:
            mirror(**change)
        assert [found.code for found in refused.value.findings] == ["ucr-taken"]
    with pytest.raises(Refused):
        actions.mirror(TOLD, peer="other.example", by=HOME)
    assert Consignment.objects.get().total_minor == 54800


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        mirror(total_minor="much")
    assert [found.code for found in refused.value.findings] == ["consignment-unreadable"]
    assert not Consignment.objects.exists()


def test_the_import_is_declared_from_the_export_and_charged_to_the_peer() -> None:
    for code in ("my-customs", "kl-batik"):
        cast.party(code)
    mirror()
    actions.advance(UCR, "export", by=HOME)
    actions.lodge_arrival(EXPORTED, by=HOME)
    actions.lodge_arrival(EXPORTED, by=HOME)
    declared = Declaration.objects.get()
    assert (declared.direction, declared.country, declared.regime, declared.state) == (
        "import",
        "MY",
        "lvg",
        "released",
    )
    assert (declared.lrn, declared.declarant_id, declared.tax_minor) == ("LX000000014CN-IM", "kl-batik", 4800)
    assert ledger.balances() == {("peer:hz.example", "MYR"): 4800, ("tax:MY:tax", "MYR"): -4800}


def test_an_import_that_is_not_in_order_is_refused_with_all_that_customs_found() -> None:
    cast.party("kl-batik")
    mirror()
    with pytest.raises(Refused) as refused:
        actions.lodge_arrival(replace(EXPORTED, items=()), by=HOME)
    assert "D018" in [found.code for found in refused.value.findings]
    assert not Declaration.objects.exists()


def test_the_mirror_catches_up_and_what_is_overtaken_changes_nothing() -> None:
    mirror()
    assert actions.advance(UCR, "export", by=HOME).state == "exported"
    actions.advance(UCR, "import", by=HOME, lane="green", tax_minor=4800)
    actions.advance(UCR, "export", by=HOME)
    later = Actor("peer", "hz.example", "Hangzhou hub", cast.NOON + timedelta(days=2))
    actions.advance(UCR, "deliver", by=later)
    settled = actions.settled_at_home(UCR, 54800, by=later)
    actions.settled_at_home(UCR, 54800, by=later)
    assert (settled.state, settled.settled_minor, settled.lane) == ("settled", 54800, "green")
    assert kinds() == [
        "orders.consignment.mirrored",
        "orders.consignment.exported",
        "orders.consignment.imported",
        "orders.consignment.delivered",
        "orders.consignment.settled",
    ]


def test_the_peer_neither_cancels_nor_settles_nor_labels() -> None:
    cast.party("hz-ceramics")
    mirror()
    with pytest.raises(NotYours):
        actions.cancel(UCR, "no", by=cast.the_hub())
    with pytest.raises(Refused):
        actions.label(UCR, by=cast.the_hub())
    actions.advance(UCR, "deliver", by=HOME)
    with pytest.raises(NotAllowedNow):
        actions.settle(UCR, by=cast.the_hub())
    assert Consignment.objects.get().state == "delivered"


def test_a_consignment_nobody_knows_is_told_so() -> None:
    with pytest.raises(Refused) as refused:
        actions.advance("6CNX-1", "pay", by=HOME)
    assert [found.code for found in refused.value.findings] == ["consignment-unknown"]
