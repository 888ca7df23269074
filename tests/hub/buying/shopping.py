"""What the tests of buying need: goods in the shop of the hub in Hangzhou, buyers, and carts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from entrepot.hub.buying import carts, checkout
from entrepot.hub.buying.models import Cart, Purchase
from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue import freight
from entrepot.hub.catalogue.freight import Step
from entrepot.hub.catalogue.models import Family
from entrepot.hub.events import Actor
from entrepot.hub.orders import shopfront
from entrepot.hub.orders.facts import BuyerFacts
from entrepot.hub.parties.models import Party
from entrepot.hub.stock import actions as stock
from entrepot.hub.tariffs import actions as tariffs
from tests import cast
from tests.cast import NOON
from tests.hub.orders import shop

NUR = BuyerFacts(name="Nur Contoh", phone="+60123456789", address="12 Jalan Contoh\n40000 SHAH ALAM\nSELANGOR")
LI = BuyerFacts(name="李示例", phone="13800000000", address="西湖区示例路1号", identity="11010519491231002X")
BOWL, SARONG = "/hz-ceramics/bowl", "/kl-batik/sarong"
POST = Step(
    channel="post",
    destination="MY",
    up_to_g=2000,
    amount_minor=20_00,
    currency="MYR",
    days_least=5,
    days_most=9,
    source="stated by the seller",
)


def by(minutes: int = 0) -> Actor:
    """A visitor of the shop, so many minutes after noon."""
    return Actor("worker", "shop", "the shop", NOON + timedelta(minutes=minutes))


def ceramics(*, price: str = "480.00") -> Party:
    """Hangzhou Ceramics offers bowls in Malaysian money, with its tax number there and its price of carriage."""
    seller = shop.ceramics()
    own = cast.by("hz-ceramics")
    catalogue.list_products(seller, [replace(shop.BOWL, price=price, currency="MYR")], by=own)
    tariffs.note_tax_number(seller, "MY", "LRN-0417", by=cast.the_hub())
    freight.state(seller, [POST], by=own)
    shown(seller)
    return seller


def keep(seller: Party, sku: str, pieces: int) -> None:
    """So many pieces lie in the seller's own warehouse."""
    keeper = cast.by("hz-bonded")
    stock.open_site(
        "hz-shed", name="Hangzhou shed", kind="warehouse", territory="CN", operator=cast.party("hz-bonded"), by=keeper
    )
    receipt = stock.Receipt(site="hz-shed", seller=seller.code, sku=sku, lot="L1", pieces=pieces, reference="R-1")
    stock.receive([receipt], by=keeper)


def batik(pieces: int = 10) -> Party:
    """Batik House offers sarongs from the bonded warehouse of Hangzhou."""
    seller = shop.batik(pieces)
    catalogue.list_products(seller, [replace(shop.SARONG, price="150.00", currency="CNY")], by=cast.by("kl-batik"))
    shown(seller)
    return seller


def shown(seller: Party) -> None:
    """The shop shows what the seller offers."""
    shopfront.offer(Family.objects.filter(seller=seller), by=cast.the_hub())


def cart(*lines: tuple[str, str, int], destination: str = "MY") -> Cart:
    """A visitor's cart with these (listing, SKU, pieces)."""
    made = carts.opened(None, None, by=by())
    for key, sku, quantity in lines:
        carts.add(made, key, sku, quantity, destination, by=by())
    return made


def checked_out(
    *lines: tuple[str, str, int],
    destination: str = "MY",
    buyer: BuyerFacts = NUR,
    minutes: int = 0,
    email: str = "",
    language: str = "",
) -> Purchase:
    """A checkout of a cart with these lines, with an address for letters where the buyer gives one."""
    made = cart(*lines, destination=destination)
    return checkout.check_out(made, destination, buyer, by=by(minutes), email=email, language=language)
