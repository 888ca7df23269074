"""What the tests of orders need: sellers with products, orders, and the table of what follows what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from entrepot.hub.adapters import carrier, payment
from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.events import After
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.follower import Table
from entrepot.hub.events.models import Event
from entrepot.hub.orders import actions, consequences, handing, queries
from entrepot.hub.orders.facts import BuyerFacts, LineFacts, OrderFacts
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties.models import Party
from entrepot.hub.stock import actions as stock
from entrepot.trade.finding import Refused
from tests import cast


def handed_over(event: Event, by: Actor) -> None:
    """In these tests the seller packs as soon as customs has released."""
    if queries.consignment(event.ucr).home:
        handing.hand_over([event.ucr], by=by)


FOLLOWERS: Table = {
    "orders.order.placed": [consequences.request_payment],
    "payments.payment.requested": [payment.asked],
    "payments.payment.settled": [consequences.confirm, consequences.label, consequences.lodge],
    "payments.payment.refused": [consequences.refused],
    "customs.declaration.released": [consequences.released, handed_over],
    "stock.parcel.dispatched": [carrier.collected, After(timedelta(hours=6), carrier.departed)],
    "stock.parcel.departed": [After(timedelta(hours=4, minutes=15), carrier.arrived)],
    "stock.parcel.arrived": [After(timedelta(hours=26), carrier.delivered)],
    "stock.parcel.delivered": [consequences.delivered, consequences.settle],
    "payments.payout.instructed": [payment.paid_out],
}
DOTTED = "tests.hub.orders.shop.FOLLOWERS"
SILENT: Table = {**FOLLOWERS, "payments.payment.requested": []}
"""The same with a provider that says nothing by itself."""

NUR = BuyerFacts(name="Nur Contoh", phone="+60123456789", address="12 Jalan Contoh\n40000 Shah Alam")
LI = BuyerFacts(name="李示例", phone="13800000000", address="西湖区示例路1号", identity="330106200001010000")

BOWL = ProductFacts(sku="BOWL", title="Celadon bowl", hs="69120000", origin="CN", net_mass_kg="0.5")
CUP = ProductFacts(sku="CUP", title="Celadon cup", hs="69120000", origin="CN", net_mass_kg="0.35")
SARONG = ProductFacts(sku="SARONG", title="Batik sarong of cotton", hs="620452", origin="MY", net_mass_kg="0.4")

ORDER = OrderFacts(
    number="A-1",
    ordered_on=date(2026, 3, 1),
    currency="MYR",
    destination="MY",
    lines=(LineFacts(sku="BOWL", quantity=1, unit_price="480.00"),),
    freight="20.00",
    buyer=NUR,
)
BONDED = replace(
    ORDER,
    number="B-1",
    currency="CNY",
    destination="CN",
    lines=(LineFacts(sku="SARONG", quantity=2, unit_price="150.00"),),
    freight="0",
    buyer=LI,
)


def ceramics() -> Party:
    """Hangzhou Ceramics with its products, and the firms that serve it."""
    seller = cast.party("hz-ceramics")
    for code in ("hz-post", "hz-bank", "cn-customs", "my-customs"):
        cast.party(code)
    catalogue.list_products(seller, [BOWL, CUP], by=cast.by("hz-ceramics"))
    return seller


def batik(pieces: int = 10) -> Party:
    """Batik House with sarongs in the bonded warehouse of Hangzhou."""
    ceramics()
    seller = cast.party("kl-batik")
    catalogue.list_products(seller, [SARONG], by=cast.by("kl-batik"))
    keeper = cast.by("hz-bonded")
    stock.open_site(
        "hz-zone", name="Hangzhou zone", kind="bonded", territory="CN", operator=cast.party("hz-bonded"), by=keeper
    )
    receipt = stock.Receipt(
        site="hz-zone", seller="kl-batik", sku="SARONG", lot="L1", pieces=pieces, reference="K8-1", origin="MY"
    )
    stock.receive([receipt], by=keeper)
    return seller


def place(*orders: OrderFacts, seller: Party | None = None) -> list[Consignment | Refused]:
    """Place orders as their seller."""
    party = seller or ceramics()
    return actions.place(orders, seller=party, by=cast.by(party.code))


def placed(*orders: OrderFacts, seller: Party | None = None) -> Consignment:
    """Place orders of which the last is expected to be taken."""
    answer = place(*orders, seller=seller)[-1]
    assert isinstance(answer, Consignment), answer
    return answer


def codes(answer: Consignment | Refused) -> list[tuple[str, str]]:
    """What an answer refuses, and where."""
    assert isinstance(answer, Refused), answer
    return [(found.code, found.pointer) for found in answer.findings]
