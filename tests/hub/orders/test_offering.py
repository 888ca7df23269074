"""What a seller lists is shown in the shop, with its stock told roughly; a price is what makes it for sale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue import queries
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.catalogue.models import Listing, Word
from entrepot.hub.catalogue.offered import variants
from entrepot.hub.events import worker
from entrepot.hub.events.models import Event
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
    listed(CUP)
    before = queries.listing("/hz-ceramics/cup-1").version
    listed(replace(CUP, title="Porcelain mug", texts={}))
    after = queries.listing("/hz-ceramics/cup-1")
    assert (after.title, after.version > before) == ("Porcelain mug", True)
    assert set(Word.objects.values_list("word", flat=True)) == {"porcelain", "mug", "cup1"}


def test_the_same_again_changes_and_tells_nothing() -> None:
    listed(CUP)
    version = queries.listing("/hz-ceramics/cup-1").version
    listed(CUP)
    assert queries.listing("/hz-ceramics/cup-1").version == version
    assert Event.objects.filter(kind="catalogue.listing.changed").count() == 1


def test_a_product_whose_price_is_taken_away_is_withdrawn_and_found_no_longer() -> None:
    listed(CUP)
    listed(replace(CUP, price=""))
    assert list(Listing.objects.values_list("state", "why")) == [("withdrawn", "no-price")]
    assert not Word.objects.exists()
    listed(CUP)
    assert queries.listing("/hz-ceramics/cup-1").why == ""


def test_a_product_without_a_price_is_not_for_sale() -> None:
    listed(replace(CUP, price=""))
    assert not Listing.objects.exists()
    with pytest.raises(Refused, match="The shop shows nothing"):
        queries.listing("/hz-ceramics/cup-1")
