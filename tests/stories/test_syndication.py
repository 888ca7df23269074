"""What a seller lists at one hub is shown in the other hub's shop, and follows when it changes or is taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import msgspec
import pytest
from django.test import Client
from PIL import Image

from entrepot.ehx import envelope
from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue import pictures, queries, showing
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.catalogue.models import Family, Listing
from entrepot.hub.catalogue.offered import variants
from entrepot.hub.catalogue.pricing import PriceFacts, PriceListFacts
from entrepot.hub.events import clock
from entrepot.hub.network import actions as network
from entrepot.hub.network import duties
from entrepot.hub.network.goods import MOST_INLINE
from entrepot.hub.network.item import Item, offered
from entrepot.hub.network.models import Duty, Inbox, Outbox
from entrepot.hub.tariffs import actions as tariffs
from entrepot.trade.finding import Refused
from tests import cast
from tests.cast import NOON
from tests.hub.network.two_hubs import Node

CUP = ProductFacts(
    sku="CUP-1",
    title="Celadon cup",
    hs="6912.00",
    origin="CN",
    net_mass_kg="0.35",
    price="49.90",
    currency="MYR",
    codes={"MY": "69120000"},
    texts={"zh": "青瓷茶杯"},
)
THERE = "hz.example/hz-ceramics/cup-1"
VARIANT: dict[str, Any] = {
    "sku": "CUP-1",
    "title": "Celadon cup",
    "price_minor": 49_90,
    "currency": "MYR",
    "hs": "691200",
    "origin": "CN",
    "net_mass_g": 350,
}
ITEM: dict[str, Any] = {
    "seller": "hz-ceramics",
    "seller_name": "Hangzhou Ceramics",
    "country": "CN",
    "handle": "cup-1",
    "title": "Celadon cup",
    "state": "shown",
    "version": 7,
    "pictures": [],
    "variants": [VARIANT],
}
Going = Callable[[], None]


def listed(node: Node, *batch: ProductFacts, minutes: int = 0) -> None:
    with node.here():
        by = cast.by("hz-ceramics", NOON + timedelta(minutes=minutes))
        assert not any(isinstance(each, Refused) for each in catalogue.list_products("hz-ceramics", batch, by=by))


def shown(node: Node, key: str = THERE) -> Listing:
    with node.here():
        return queries.listing(key)


def test_a_product_listed_in_hangzhou_is_shown_in_kuala_lumpur_with_all_that_its_price_rests_on(
    hz: Node, kl: Node, trading: Going
) -> None:
    with hz.here():
        tariffs.note_tax_number(cast.party("hz-ceramics"), "MY", "LRN-0417", by=cast.the_hub())
    listed(hz, CUP)
    trading()
    there, here = shown(kl), shown(hz, "/hz-ceramics/cup-1")
    assert (there.hub, there.seller_name, there.country) == ("hz.example", "Hangzhou Ceramics", "CN")
    assert (there.title, there.texts, there.version) == (here.title, here.texts, here.version)
    assert variants(there) == variants(here)
    assert there.registrations == {"MY": "LRN-0417"}


def test_a_change_and_a_withdrawal_follow(hz: Node, kl: Node, trading: Going) -> None:
    listed(hz, CUP)
    trading()
    listed(hz, replace(CUP, price="59.90"), minutes=1)
    trading()
    assert shown(kl).price_minor == 59_90
    listed(hz, replace(CUP, price=""), minutes=2)
    trading()
    with kl.here(), pytest.raises(Refused, match="The shop shows nothing"):
        queries.listing(THERE)


def test_what_was_listed_before_two_hubs_met_again_comes_with_the_peering(hz: Node, kl: Node, trading: Going) -> None:
    with hz.here():
        by = cast.by("operator")
        network.move(hz.peer(), "suspend", by=by)
    listed(hz, CUP, replace(CUP, sku="CUP-2"))
    trading()
    with kl.here():
        assert not Listing.objects.exists()
    with hz.here():
        network.move(hz.peer(), "resume", by=by.later(NOON + timedelta(hours=1)))
    trading()
    assert shown(kl).seller == "hz-ceramics"
    with hz.here():
        assert Outbox.objects.filter(kind="catalogue.snapshot.v1").count() == 1


def test_what_a_snapshot_leaves_out_is_no_longer_offered(hz: Node, kl: Node, trading: Going) -> None:
    listed(hz, CUP, replace(CUP, sku="CUP-2"))
    trading()
    with hz.here():
        by = cast.by("operator")
        network.move(hz.peer(), "suspend", by=by)
    listed(hz, replace(CUP, price=""), minutes=1)
    trading()
    assert shown(kl).state == "shown"
    with hz.here():
        network.move(hz.peer(), "resume", by=by.later(NOON + timedelta(hours=1)))
    trading()
    with kl.here():
        states = dict(Listing.objects.values_list("handle", "state"))
    assert states == {"cup-1": "withdrawn", "cup-2": "shown"}


def test_an_older_message_never_undoes_a_newer_one(hz: Node, kl: Node, trading: Going) -> None:
    listed(hz, CUP)
    trading()
    with hz.here():
        first = Outbox.objects.filter(kind="catalogue.item.v1").latest("id")
        told = dict(_data(first))
    listed(hz, replace(CUP, title="Celadon mug"), minutes=1)
    trading()
    hz.tell("catalogue.item.v1", "listing:hz-ceramics/cup-1", cause="late", **told)
    trading()
    assert shown(kl).title == "Celadon mug"


def test_a_hub_speaks_of_its_own_sellers_only(hz: Node, kl: Node, trading: Going) -> None:
    """Kuala Lumpur claims to sell what Hangzhou sells: Hangzhou's own listing stays, and theirs stands beside it."""
    listed(hz, CUP)
    trading()
    with hz.here():
        told = dict(_data(Outbox.objects.filter(kind="catalogue.item.v1").latest("id")))
    told |= {"title": "Counterfeit", "version": told["version"] + 1000}
    kl.tell("catalogue.item.v1", "listing:hz-ceramics/cup-1", cause="bold", **told)
    kl.tell("catalogue.item.v1", "listing:hz.example/hz-ceramics/cup-1", cause="bolder", **told)
    trading()
    assert shown(hz, "/hz-ceramics/cup-1").title == "Celadon cup"
    with hz.here():
        assert dict(Listing.objects.values_list("key", "title")) == {
            "/hz-ceramics/cup-1": "Celadon cup",
            "kl.example/hz-ceramics/cup-1": "Counterfeit",
        }
        refused = Inbox.objects.get(state="rejected")
        assert refused.code == "listing-unreadable"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "ZZZ"),
        ("country", "Malaysia"),
        ("seller_name", ""),
        ("brand", "bell \x07"),
        ("net_mass_g", 0),
        ("price_minor", -1),
        ("handle", "../etc"),
        ("pictures", [{"digest": "no"}]),
    ],
)
def test_an_item_that_cannot_be_shown_is_refused_and_nothing_is_kept(
    hz: Node, kl: Node, trading: Going, field: str, value: object
) -> None:
    data = {**ITEM, "variants": [{**VARIANT, field: value}]} if field in VARIANT else {**ITEM, field: value}
    hz.tell("catalogue.item.v1", f"listing:hz-ceramics/{data['handle']}", cause="odd", **data)
    trading()
    with kl.here():
        assert not Listing.objects.exists()
        assert Inbox.objects.get(kind="catalogue.item.v1").code == "listing-unreadable"


def test_what_may_not_be_sold_here_is_marked_by_our_own_law(hz: Node, kl: Node, trading: Going) -> None:
    listed(hz, replace(CUP, sku="GUN", title="Air gun", hs="9304.00", codes={}))
    trading()
    there = shown(kl, "hz.example/hz-ceramics/gun")
    assert ",MY," in there.barred
    [found] = [each for each in there.restrictions["MY"] if each["code"] == "my-arms"]
    assert (found["country"], found["prohibited"], found["agency"]) == ("MY", True, "Royal Malaysia Police")


def test_price_lists_and_laws_that_change_by_themselves_are_followed_once_a_day(
    hz: Node, kl: Node, trading: Going
) -> None:
    listed(hz, CUP, replace(CUP, sku="GUN", title="Air gun", hs="9304.00", codes={}))
    spring = PriceListFacts(name="Spring", currency="MYR", valid_from=date(2026, 3, 4))
    with hz.here():
        catalogue.state_prices("hz-ceramics", spring, [PriceFacts(sku="CUP-1", price="45")], by=cast.by("hz-ceramics"))
    trading()
    assert shown(kl).price_minor == 49_90
    with kl.here():
        Listing.objects.update(barred="", restrictions={})  # as if the law had been silent until today
    for node in (hz, kl):
        with node.here():
            clock.reach(NOON + timedelta(days=2))
            Duty.objects.all().delete()
            duties.carry_out()
    trading()
    assert shown(kl).price_minor == 45_00
    assert ",MY," in shown(kl, "hz.example/hz-ceramics/gun").barred


def test_a_hidden_listing_stays_hidden_whatever_its_hub_says_and_ours_is_withdrawn_there(
    hz: Node, kl: Node, trading: Going
) -> None:
    listed(hz, CUP, replace(CUP, sku="CUP-2"))
    trading()
    with kl.here():
        showing.hide(THERE, "counterfeit", by=cast.the_hub())
    with hz.here():
        showing.hide("/hz-ceramics/cup-2", "unsafe", by=cast.the_hub())
    listed(hz, replace(CUP, title="Celadon mug"), minutes=1)
    trading()
    with kl.here():
        assert dict(Listing.objects.values_list("handle", "state")) == {"cup-1": "hidden", "cup-2": "withdrawn"}
        showing.unhide(THERE, by=cast.the_hub())
    assert shown(kl).title == "Celadon mug"
    with hz.here():
        showing.unhide("/hz-ceramics/cup-2", by=cast.the_hub(NOON + timedelta(hours=1)))
    trading()
    assert shown(kl, "hz.example/hz-ceramics/cup-2").state == "shown"


def test_what_buyers_made_of_it_travels_with_it_and_survives_a_change(hz: Node, kl: Node, trading: Going) -> None:
    listed(hz, CUP)
    trading()
    with hz.here():
        for _ in range(2):
            showing.rated("hz-ceramics", "CUP-1", 3, 14, by=cast.the_hub(NOON + timedelta(minutes=1)))
    listed(hz, replace(CUP, title="Celadon mug"), minutes=2)
    trading()
    there = shown(kl)
    assert (there.title, there.rating_count, there.rating_sum) == ("Celadon mug", 3, 14)


def jpeg() -> bytes:
    written = BytesIO()
    Image.new("RGB", (200, 200), "seagreen").save(written, "JPEG")
    return written.getvalue()


def test_pictures_come_ahead_of_the_listing_that_names_them_each_once(hz: Node, kl: Node, trading: Going) -> None:
    listed(hz, CUP)
    with hz.here():
        family = Family.objects.get()
        [added] = pictures.add(family, [jpeg()], by=cast.by("hz-ceramics"))
    trading()
    listed(hz, replace(CUP, price="59.90"), minutes=1)
    trading()
    assert [each["digest"] for each in shown(kl).pictures] == [added.digest]
    with kl.here():
        assert Client().get(f"/pictures/{added.digest}").status_code == 200
    with hz.here():
        assert Outbox.objects.filter(kind="catalogue.picture.v1").count() == 1


def test_what_is_no_picture_is_refused_and_not_kept(hz: Node, kl: Node, trading: Going) -> None:
    digest = sha256(b"<script>").hexdigest()
    with hz.here():
        said = {"digest": digest, "media_type": "image/jpeg"}
        to = {"peer": hz.peer(), "by": hz.by(), "contents": b"<script>"}
        network.send("catalogue.picture.v1", f"picture:{digest}", said, **to)
        network.send("catalogue.picture.v1", "picture:another", {"digest": "0" * 64}, **to)
    trading()
    with kl.here():
        refused = Inbox.objects.filter(kind="catalogue.picture.v1").values_list("state", "code").order_by("code")
        assert list(refused) == [("rejected", "listing-unreadable"), ("rejected", "picture-kind")]
        assert not pictures.path(digest).exists()


def test_a_thing_of_many_variants_goes_beside_the_message(hz: Node, kl: Node, trading: Going) -> None:
    many = [{**VARIANT, "sku": f"CUP-{n}"} for n in range(MOST_INLINE + 1)]
    told = msgspec.convert({**ITEM, "variants": many}, Item)
    with hz.here():
        cast.party("hz-ceramics")
        showing.show([replace(offered(told, "", NOON.date()), version=0)], by=cast.the_hub())
    trading()
    assert len(variants(shown(kl))) == MOST_INLINE + 1
    with hz.here():
        [sent] = Outbox.objects.filter(kind="catalogue.item.v1").select_related("leaf")
        assert _data(sent).keys() == {"seller", "handle", "version"}


def _data(message: Outbox) -> dict[str, Any]:
    body = message.leaf.body if message.leaf is not None else message.body
    return dict(envelope.parse(bytes(body)).data)
