"""The shop: everybody finds what comes to where they are, at a price that is final and explained, in their language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from entrepot.hub.catalogue import showing
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.catalogue.offered import Offered, Variant
from entrepot.hub.catalogue.searching import PAGE
from entrepot.hub.events import clock
from entrepot.hub.web.shop import views
from tests import cast
from tests.web.test_every_page import LARGEST, MOST_QUERIES, Page

pytestmark = pytest.mark.django_db

POST = {
    "channel": "post",
    "up_to_g": 2000,
    "amount_minor": 2500,
    "currency": "MYR",
    "days_least": 6,
    "days_most": 10,
    "source": "the seller's own table",
    "destination": "",
}
CUP = Variant(
    sku="CUP-4",
    title="Celadon tea set",
    options={"set": "Four cups"},
    price_minor=268_00,
    currency="MYR",
    hs="691200",
    codes={"MY": "69120000"},
    origin="CN",
    net_mass_g=1840,
    available="few",
)


def plain(sku: str, hs: str) -> Variant:
    """A variant that is alone, of another code."""
    return replace(CUP, sku=sku, title=sku.capitalize(), options={}, hs=hs, codes={})


TEA_SET = Offered(
    hub="hz.example",
    seller="hz-ceramics",
    seller_name="Hangzhou Ceramics",
    country="CN",
    handle="tea-set",
    title="Celadon tea set",
    texts={
        "en": {"title": "Celadon tea set", "description": "Four thin-walled cups."},
        "zh": {"title": "青瓷茶具"},
    },
    variants=(CUP, replace(CUP, sku="CUP-6", options={"set": "Six cups"}, price_minor=367_00, available="none")),
    registrations={"MY": "LRN-0417"},
    freight=(POST,),
    ratings={"CUP-4": (12, 55)},
    version=1,
)
VASE = replace(
    TEA_SET,
    handle="vase",
    title="龙泉花瓶",
    texts={"zh": {"title": "龙泉花瓶", "description": "手工制作。"}},
    variants=(replace(CUP, sku="VASE", title="花瓶", options={}, price_minor=100_00, currency="CNY"),),
    registrations={},
    freight=(),
    ratings={},
)
GUN = replace(VASE, handle="gun", title="Air gun", texts={}, variants=(plain("GUN", "930400"),))
CREAM = replace(VASE, handle="cream", title="Face cream", texts={}, variants=(plain("CREAM", "330499"),))
HERE = replace(TEA_SET, hub="", seller="kl-batik", seller_name="Batik House", country="MY", handle="sarong", version=0)
SET = "/shop/hz.example/hz-ceramics/tea-set/"


@pytest.fixture(autouse=True)
def shop(settings: Settings) -> Iterator[None]:
    settings.ENTREPOT_COUNTRY, settings.ENTREPOT_NAME = "MY", "KLIA e-hub"
    views.LOOKING.forget()
    showing.show([TEA_SET, VASE, replace(GUN, barred=("MY",)), CREAM, HERE], by=cast.the_hub(clock.now()))
    yield
    views.LOOKING.forget()


def seen(address: str, client: Client | None = None, status: int = 200, language: str = "") -> str:
    """What the page says, without its tags."""
    client = client or Client()
    if language:
        client.cookies[configured.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def cards(address: str, client: Client | None = None) -> list[str]:
    html = (client or Client()).get(address).content.decode()
    return [found.rsplit("/", 2)[-2] for found in re.findall(r'class="shop-card" href="([^"]*)"', html)]


def test_the_shop_shows_what_comes_to_the_hubs_country_with_the_price_at_the_door() -> None:
    assert sorted(cards("/shop/")) == ["cream", "tea-set", "vase"]  # no arms, and nothing that is here already
    told = seen("/shop/?q=celadon")
    assert "1 thing that comes to Malaysia" in told
    assert "RM 319.80" in told  # 268 and 25 of carriage and 10 % of 268
    assert "6 to 10 working days" in told
    assert "4.6 of 5 stars" in told


def test_two_chinese_characters_find_it_and_the_page_is_in_the_readers_language() -> None:
    assert cards("/shop/?q=%E8%8C%B6%E5%85%B7") == ["tea-set"]
    assert "青瓷茶具" in seen("/shop/", language="zh-hans")


def test_it_is_narrowed_by_kind_origin_price_and_seller() -> None:
    assert cards("/shop/?kind=ceramics&sort=dear") == ["tea-set", "vase"]
    assert cards("/shop/?kind=shoes") == []
    assert sorted(cards("/shop/?most=268")) == ["cream", "tea-set", "vase"]
    assert cards("/shop/?most=200") == ["vase"]
    assert sorted(cards("/shop/?seller=hz.example/hz-ceramics/")) == ["cream", "tea-set", "vase"]
    assert cards("/shop/?seller=/kl-batik/") == []


def test_a_price_that_is_none_is_said_and_left_out() -> None:
    told = seen("/shop/?least=cheap&page=x&sort=odd&kind=odd&origin=odd%00")
    assert "“cheap” is not a price, so it was left out." in told


def test_nothing_found_says_what_to_do() -> None:
    told = seen("/shop/?q=lorry")
    assert "Nothing like “lorry” comes to Malaysia" in told
    assert "Show everything" in told


def test_a_shopper_chooses_where_it_goes_and_in_which_currency_and_it_is_kept() -> None:
    client = Client()
    answer = client.post("/shop/choose/", {"to": "CN", "in": "MYR", "next": "/shop/?q=tea"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/shop/?q=tea")
    assert cards("/shop/", client) == ["sarong"]
    assert "China, CNY" in seen("/shop/", client)  # another country brings its own currency
    client.post("/shop/choose/", {"to": "CN", "in": "USD"})
    assert "China, USD" in seen("/shop/", client)
    client.post("/shop/choose/", {"to": "XX", "in": "???"})
    assert "China, CNY" in seen("/shop/", client)


def test_a_choice_leads_to_no_other_site() -> None:
    answer = Client().post("/shop/choose/", {"to": "SG", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/shop/"


def test_a_product_explains_its_price_down_to_the_clause() -> None:
    told = seen(SET)
    assert "Delivered to Malaysia, every charge in." in told
    for figure in ("268.00", "25.00", "26.80", "319.80"):
        assert figure in told
    assert "Customs Duties (Exemption) Order 2017, item 94" in told
    assert "10 % × 268.00" in told
    assert "4.6 of 5 stars by 12 buyers who received it" in told
    assert "Only a few left" in told
    assert "The rules that the price stands on" in told


def test_another_variant_has_its_own_price_and_may_be_sold_out() -> None:
    told = seen(f"{SET}?sku=CUP-6")
    assert "428.70" in told
    assert told.count("Sold out") == 2
    assert "319.80" in seen(f"{SET}?sku=unknown&picture=99")


def test_what_is_paid_in_another_currency_is_said() -> None:
    told = seen("/shop/hz.example/hz-ceramics/vase/")
    assert "You pay CN¥ " in told
    assert "the figure above is by the rate of the day" in told


def test_a_text_that_is_not_in_the_readers_language_says_so() -> None:
    html = Client().get("/shop/hz.example/hz-ceramics/vase/").content.decode()
    assert '<h1 lang="zh-Hans">龙泉花瓶</h1>' in html
    assert "The seller wrote this in Chinese only." in html


def test_what_may_not_be_sold_there_says_why_and_what_needs_a_permit_says_from_whom() -> None:
    told = seen("/shop/hz.example/hz-ceramics/gun/")
    assert "It may not be sold to Malaysia." in told
    assert "Arms and their parts may not come in by parcel." in told
    told = seen("/shop/hz.example/hz-ceramics/cream/")
    assert "The seller needs a permit of NPRA for it (Malaysia)." in told


def test_what_does_not_come_there_is_said() -> None:
    assert "its seller is in Malaysia itself" in seen("/shop/kl-batik/sarong/")
    client = Client()
    client.post("/shop/choose/", {"to": "SG"})
    assert "This shop does not send it to Singapore." in seen(SET, client)


def test_a_parcel_too_heavy_for_the_sellers_table_has_no_price_at_the_door() -> None:
    heavy = replace(TEA_SET, handle="urn", variants=(replace(CUP, sku="URN", net_mass_g=9000),), version=2)
    showing.show([heavy], by=cast.the_hub(clock.now()))
    told = seen("/shop/hz.example/hz-ceramics/urn/")
    assert "its seller states no price of carriage for it" in told
    assert "the seller sends up to 2000 g" in told
    assert "is not sent there" in seen("/shop/?q=celadon")


def test_what_was_taken_back_is_gone_and_what_never_was_is_not_found() -> None:
    showing.withdraw(Listing.objects.filter(handle="vase"), "not-offered", by=cast.the_hub(clock.now()))
    assert "This is no longer in the shop" in seen("/shop/hz.example/hz-ceramics/vase/", status=410)
    assert Client().get("/shop/hz-ceramics/nothing/").status_code == 404


def many(number: int) -> list[Offered]:
    return [
        replace(TEA_SET, handle=f"set-{n}", variants=(replace(CUP, sku=f"S-{n}", price_minor=100_00 + n),), version=9)
        for n in range(number)
    ]


def test_a_page_of_cards_asks_as_little_as_one_card_and_leads_to_the_next() -> None:
    showing.show(many(PAGE + 3), by=cast.the_hub(clock.now()))
    client = Client()
    asked = {}
    for address in ("/shop/?q=青瓷", "/shop/?q=龙泉", "/shop/?sort=cheap&page=2", SET):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        page = Page(answer.content.decode())
        asked[address] = len(queries)
        assert len(queries) <= MOST_QUERIES
        assert len(answer.content) < LARGEST
        assert (page.forbidden, page.unlabelled, len(page.all("h1"))) == ([], [], 1)
    assert asked["/shop/?q=青瓷"] == asked["/shop/?q=龙泉"]
    assert 'rel="next" href="?q=%E9%9D%92%E7%93%B7&amp;page=2"' in client.get("/shop/?q=青瓷").content.decode()


def test_pictures_are_shown_by_their_digest_with_their_words() -> None:
    shots: tuple[dict[str, Any], ...] = ({"digest": "a" * 64, "alt": {"en": "A green pot"}}, {"digest": "b" * 64})
    showing.show([replace(TEA_SET, pictures=shots, version=3)], by=cast.the_hub(clock.now()))
    html = Client().get(f"{SET}?picture=2").content.decode()
    assert f'<img class="scene" src="/pictures/{"b" * 64}" alt="Celadon tea set">' in html
    assert f'src="/pictures/{"a" * 64}" alt="A green pot"' in html


def test_whoever_looks_too_often_waits() -> None:
    for _ in range(views.LOOKING.burst):
        views.LOOKING.take("127.0.0.1")
    assert Client().get("/shop/").status_code == 429


def test_the_first_page_leads_to_the_shop() -> None:
    assert 'href="/shop/"' in Client().get("/").content.decode()
