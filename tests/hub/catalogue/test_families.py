"""Products are variants of a family, which shoppers see as one thing; a product alone is its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entrepot.hub.catalogue import actions, queries
from entrepot.hub.catalogue.facts_of_family import FamilyFacts, handle_of
from entrepot.hub.catalogue.models import Family, Product
from entrepot.trade.finding import NotYours, Refused
from tests import cast
from tests.hub.catalogue.test_list_products import CUP, listed
from tests.hub.catalogue.told import told

pytestmark = pytest.mark.django_db

BLUE = replace(CUP, sku="MUG-B", gtin="", family="celadon-mug", options={"colour": "blue"}, title="Stoneware mug, blue")
GREEN = replace(BLUE, sku="MUG-G", options={"colour": "green"}, title="Stoneware mug, green")
MUG = FamilyFacts(
    handle="celadon-mug",
    title="Lake mug",
    brand="Hangzhou Ceramics",
    options=("colour",),
    texts={"zh": {"title": "湖畔杯", "description": "每日一杯。"}},
)


def stated(*batch: FamilyFacts) -> list[Family | Refused]:
    return actions.state_families("hz-ceramics", batch, by=cast.by("hz-ceramics"))


def test_a_product_alone_is_its_own_family() -> None:
    [product] = listed(replace(CUP, texts={"zh": "青瓷杯"}))
    assert isinstance(product, Product)
    assert (product.family.handle, product.family.title) == ("cup-1", "Celadon cup")
    assert product.family.texts == {"zh": {"title": "青瓷杯"}}
    assert told("catalogue.family.changed") == ["family:hz-ceramics/cup-1"]


def test_a_family_is_called_what_its_product_is_called_until_somebody_says_otherwise() -> None:
    listed(CUP)
    listed(replace(CUP, title="Tea cup of stoneware"))
    assert Family.objects.get().title == "Tea cup of stoneware"
    stated(FamilyFacts(handle="cup-1", title="The cup"))
    listed(replace(CUP, title="Tea cup of porcelain"))
    assert Family.objects.get().title == "The cup"


def test_variants_share_a_family_and_differ_by_their_options() -> None:
    cast.party("hz-ceramics")
    [mug] = stated(MUG)
    blue, green = listed(BLUE, GREEN)
    assert isinstance(mug, Family)
    assert isinstance(blue, Product)
    assert isinstance(green, Product)
    assert blue.family == green.family == mug
    assert (blue.options, green.options, blue.brand) == ({"colour": "blue"}, {"colour": "green"}, "Hangzhou Ceramics")
    assert [each.sku for each in queries.offered(mug)] == ["MUG-B", "MUG-G"]
    assert queries.facts("hz-ceramics")["MUG-B"] == replace(BLUE, hs="691200", brand="Hangzhou Ceramics")


def test_a_family_that_nobody_stated_is_made_from_its_first_variant() -> None:
    listed(BLUE, GREEN)
    family = Family.objects.get()
    assert (family.handle, family.title, family.options) == ("celadon-mug", "Stoneware mug, blue", ["colour"])


def test_stating_the_same_again_changes_and_records_nothing() -> None:
    cast.party("hz-ceramics")
    for _ in range(2):
        stated(MUG)
        listed(BLUE, GREEN)
    assert told("catalogue.family.changed") == ["family:hz-ceramics/celadon-mug"]
    assert len(told("catalogue.product.listed")) == 2


def test_a_variant_that_moves_to_another_family_is_missed_in_the_old_one() -> None:
    listed(CUP)
    listed(replace(CUP, family="celadon-mug"))
    assert told("catalogue.family.changed")[1:] == ["family:hz-ceramics/celadon-mug", "family:hz-ceramics/cup-1"]
    assert not Family.objects.get(handle="cup-1").products.exists()


def test_what_a_seller_leaves_out_stays_as_it_was() -> None:
    full = replace(
        CUP, materials="stoneware", gross_mass_kg="0.5", size_mm=(120, 90, 90), traits=("food", "blade"), brand="HC"
    )
    listed(full)
    listed(replace(CUP, title="Another"))
    found = queries.facts("hz-ceramics")["CUP-1"]
    assert found == replace(full, hs="691200", title="Another", traits=("blade", "food"))


def test_two_skus_spelt_alike_in_an_address_have_a_family_each() -> None:
    listed(CUP)
    listed(replace(CUP, sku="CUP 1", gtin=""))
    handles = sorted(Family.objects.values_list("handle", flat=True))
    assert handles[0] == "cup-1"
    assert handles[1].startswith("cup-1-")
    assert len(handles) == 2


def test_a_chinese_title_is_spelt_out_in_an_address() -> None:
    assert (handle_of("青瓷杯 No. 3"), handle_of("——")) == ("qingcibei-no-3", "product")


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"family": "Big Mug"}, "handle-shape", "/0/family"),
        ({"options": {"colour": " "}}, "option-empty", "/0/options"),
        ({"materials": "x" * 251}, "words-too-long", "/0/materials"),
        ({"gross_mass_kg": "heavy"}, "mass-not-positive", "/0/gross_mass_kg"),
        ({"gross_mass_kg": "0.34"}, "gross-below-net", "/0/gross_mass_kg"),
        ({"size_mm": (1, 2)}, "size-not-three", "/0/size_mm"),
        ({"size_mm": (1, 2, 0)}, "size-not-three", "/0/size_mm"),
        ({"traits": ("battery",)}, "trait-unknown", "/0/traits"),
    ],
)
def test_a_variant_that_is_wrong_is_refused(change: dict[str, object], code: str, pointer: str) -> None:
    [refused] = listed(replace(CUP, **change))  # type: ignore[arg-type]
    assert isinstance(refused, Refused)
    assert [(found.code, found.pointer) for found in refused.findings] == [(code, pointer)]
    assert not Family.objects.exists()


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"handle": "-"}, "handle-shape", "/0/handle"),
        ({"title": ""}, "family-title-missing", "/0/title"),
        ({"brand": "x" * 81}, "brand-too-long", "/0/brand"),
        ({"options": ("size", "size")}, "options-too-many", "/0/options"),
        ({"texts": {"fr": {"title": "Tasse"}}}, "text-language", "/0/texts/fr"),
        ({"texts": {"zh": {"title": "杯" * 251}}}, "text-too-long", "/0/texts/zh"),
    ],
)
def test_a_family_that_is_wrong_is_refused_alone(change: dict[str, object], code: str, pointer: str) -> None:
    cast.party("hz-ceramics")
    refused, kept = stated(replace(MUG, **change), replace(MUG, handle="other"))  # type: ignore[arg-type]
    assert isinstance(refused, Refused)
    assert [(found.code, found.pointer) for found in refused.findings] == [(code, pointer)]
    assert isinstance(kept, Family)
    assert [family.handle for family in Family.objects.all()] == ["other"]


def test_a_stranger_and_another_seller_state_nothing_here() -> None:
    cast.party("hz-ceramics")
    for actor in (cast.stranger(), cast.by("kl-batik")):
        with pytest.raises(NotYours):
            actions.state_families("hz-ceramics", [MUG], by=actor)
    assert not Family.objects.exists()
