"""What a seller lists is shown in the shop, with its stock told roughly; a price is what makes it for sale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue import queries
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.catalogue.facts_of_family import FamilyFacts
from entrepot.hub.catalogue.models import Family, Listing, Word
from entrepot.hub.catalogue.offered import variants
from entrepot.hub.catalogue.pricing import PriceFacts, PriceListFacts
from entrepot.hub.events import worker
from entrepot.hub.events.models import Event
from entrepot.hub.orders.shopfront import offer
from entrepot.hub.stock import actions as stock
from entrepot.hub.stock.actions import Receipt
from entrepot.hub.stock.models import Site
from entrepot.hub.tariffs import actions as tariffs
from entrepot.trade.finding import Refused
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("followers")]

CUP = ProductFacts(
    sku="CUP-1",
    title="Celadon cup",
    hs="6912.00",
    origin="CN",
    net_mass_kg="0.35",
    price="49.90",
    currency="MYR",
    texts={"zh": "青瓷茶杯"},
)


def found_by() -> set[str]:
    return {str(word) for word in Word.objects.all()}


def listed(*batch: ProductFacts) -> None:
    catalogue.list_products("hz-ceramics", batch, by=cast.by("hz-ceramics"))
    worker.work_until_idle()


def test_a_product_that_is_listed_is_shown_in_the_shop() -> None:
    tariffs.note_tax_number(cast.party("hz-ceramics"), "MY", "LRN-0417", by=cast.the_hub())
    listed(CUP)
    shown = queries.listing("/hz-ceramics/cup-1")
    assert (shown.title, shown.texts, shown.country, shown.path) == (
        "Celadon cup",
        {"zh": {"title": "青瓷茶杯"}},
        "CN",
        "hz-ceramics/cup-1",
    )
    [variant] = variants(shown)
    assert (variant.sku, variant.price_in("MY"), variant.available) == ("CUP-1", (49_90, "MYR"), "to-order")
    assert shown.registrations == {"MY": "LRN-0417"}


def test_a_change_is_shown_with_a_higher_number_and_found_by_its_new_words_only() -> None:
    listed(replace(CUP, texts={}))
    before = queries.listing("/hz-ceramics/cup-1").version
    catalogue.state_families(
        "hz-ceramics", [FamilyFacts(handle="cup-1", title="Porcelain mug")], by=cast.by("hz-ceramics")
    )
    worker.work_until_idle()
    after = queries.listing("/hz-ceramics/cup-1")
    assert (after.title, after.version > before) == ("Porcelain mug", True)
    assert found_by() == {"porcelain", "mug", "celadon", "cup", "cup1"}  # customs reads on of a celadon cup


def test_the_same_again_changes_and_tells_nothing() -> None:
    listed(CUP)
    version = queries.listing("/hz-ceramics/cup-1").version
    listed(CUP)
    assert queries.listing("/hz-ceramics/cup-1").version == version
    assert Event.objects.filter(kind="catalogue.listing.changed").count() == 1


def test_a_product_whose_price_is_taken_away_is_withdrawn_and_found_no_longer() -> None:
    listed(CUP)
    listed(replace(CUP, price=""))
    assert list(Listing.objects.values_list("state", "why")) == [("withdrawn", "not-offered")]
    assert not Word.objects.exists()
    listed(CUP)
    assert queries.listing("/hz-ceramics/cup-1").why == ""


def test_a_product_without_a_price_is_not_for_sale() -> None:
    listed(replace(CUP, price=""))
    assert not Listing.objects.exists()
    with pytest.raises(Refused, match="The shop shows nothing"):
        queries.listing("/hz-ceramics/cup-1")


def test_variants_of_a_family_are_one_listing_and_one_that_is_withdrawn_leaves_it() -> None:
    blue, green = (replace(CUP, sku=f"CUP-{n}", family="cup", options={"glaze": n}) for n in ("blue", "green"))
    listed(blue, replace(green, price="59.90"))
    shown = queries.listing("/hz-ceramics/cup")
    assert [(each.sku, each.options) for each in variants(shown)] == [
        ("CUP-blue", {"glaze": "blue"}),
        ("CUP-green", {"glaze": "green"}),
    ]
    assert (shown.price_minor, shown.currency) == (49_90, "MYR")
    catalogue.withdraw("hz-ceramics", ["CUP-blue"], by=cast.by("hz-ceramics"))
    worker.work_until_idle()
    shown = queries.listing("/hz-ceramics/cup")
    assert ([each.sku for each in variants(shown)], shown.price_minor) == (["CUP-green"], 59_90)
    catalogue.withdraw("hz-ceramics", ["CUP-green"], by=cast.by("hz-ceramics"))
    worker.work_until_idle()
    assert Listing.objects.get().state == "withdrawn"


def availability() -> str:
    worker.work_until_idle()
    [variant] = variants(queries.listing("/hz-ceramics/cup-1"))
    return variant.available


def test_what_is_promised_and_freed_again_is_told_each_time_to_the_shop_and_the_peers() -> None:
    listed(CUP)
    stock.open_site(
        "hz-own",
        name="Kiln store",
        kind="warehouse",
        territory="CN",
        operator=cast.party("hz-bonded"),
        by=cast.by("hz-bonded"),
    )
    receipt = Receipt(site="hz-own", seller="hz-ceramics", sku="CUP-1", lot="L", pieces=6, reference="R-1")
    stock.receive([receipt], by=cast.by("hz-bonded"))
    assert availability() == "many"
    site = Site.objects.get(code="hz-own")
    stock.reserve("6CN-1", "hz-ceramics", {"CUP-1": 6}, site=site, by=cast.by("hz-ceramics"))
    offer(Family.objects.all(), by=cast.the_hub())
    assert availability() == "none"
    told = Event.objects.filter(kind="catalogue.listing.changed").count()
    stock.release("6CN-1", by=cast.by("hz-ceramics"))
    assert availability() == "many"
    assert Event.objects.filter(kind="catalogue.listing.changed").count() == told + 1
    stock.release("6CN-1", by=cast.by("hz-ceramics"))
    assert availability() == "many"
    assert Event.objects.filter(kind="catalogue.listing.changed").count() == told + 1


def test_pieces_that_come_back_and_can_be_sold_are_told_too() -> None:
    listed(CUP)
    keeper = cast.by("hz-bonded")
    stock.open_site(
        "hz-own", name="Kiln store", kind="warehouse", territory="CN", operator=cast.party("hz-bonded"), by=keeper
    )
    receipt = Receipt(site="hz-own", seller="hz-ceramics", sku="CUP-1", lot="L", pieces=1, reference="R-1")
    stock.receive([receipt], by=keeper)
    site = Site.objects.get(code="hz-own")
    stock.reserve("6CN-1", "hz-ceramics", {"CUP-1": 1}, site=site, by=cast.by("hz-ceramics"))
    stock.pick("6CN-1", by=cast.by("hz-ceramics"))
    offer(Family.objects.all(), by=cast.the_hub())
    assert availability() == "none"
    stock.restore("6CN-1", [stock.Back(sku="CUP-1", pieces=1, good=1)], reference="RT-1", by=keeper)
    assert availability() == "few"


def test_a_variant_that_joins_a_family_leaves_the_listing_that_it_had() -> None:
    listed(CUP)
    listed(replace(CUP, family="cup"))
    assert dict(Listing.objects.values_list("handle", "state")) == {"cup-1": "withdrawn", "cup": "shown"}


def test_a_price_for_one_destination_is_shown_there_only() -> None:
    listed(CUP)
    spring = PriceListFacts(name="Singapore", currency="SGD", destination="SG", valid_from=date(2026, 3, 1))
    catalogue.state_prices("hz-ceramics", spring, [PriceFacts(sku="CUP-1", price="16")], by=cast.by("hz-ceramics"))
    worker.work_until_idle()
    [variant] = variants(queries.listing("/hz-ceramics/cup-1"))
    assert (variant.price_in("SG"), variant.price_in("MY")) == ((16_00, "SGD"), (49_90, "MYR"))


@pytest.mark.parametrize(("pieces", "told"), [(1, "few"), (4, "few"), (5, "many")])
def test_how_much_there_is_is_told_roughly(pieces: int, told: str) -> None:
    listed(CUP)
    keeper = cast.party("hz-bonded")
    site = stock.open_site(
        "hz-shed", name="The shed", kind="warehouse", territory="CN", operator=keeper, by=cast.by("hz-bonded")
    )
    receipt = Receipt(site=site.code, seller="hz-ceramics", sku="CUP-1", lot="L1", pieces=pieces, reference="R1")
    stock.receive([receipt], by=cast.by("hz-bonded"))
    offer(Family.objects.all(), by=cast.the_hub())
    [variant] = variants(queries.listing("/hz-ceramics/cup-1"))
    assert variant.available == told
