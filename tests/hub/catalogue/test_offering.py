"""A product is offered, withdrawn, offered again and removed; buyers have only what is offered."""

from __future__ import annotations

import pytest

from entrepot.hub.catalogue import actions, queries
from entrepot.hub.catalogue.models import Product
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.catalogue.test_list_products import CUP, listed
from tests.hub.catalogue.told import told

pytestmark = pytest.mark.django_db


def moved(move: str, *skus: str) -> list[Product]:
    return getattr(actions, move)("hz-ceramics", skus, by=cast.by("hz-ceramics"))  # type: ignore[no-any-return]


def state() -> str:
    return Product.objects.get(sku="CUP-1").state


def test_a_product_that_is_withdrawn_is_offered_again() -> None:
    listed(CUP)
    assert [each.sku for each in moved("withdraw", "CUP-1")] == ["CUP-1"]
    assert state() == "withdrawn"
    assert told("catalogue.product.withdrawn") == ["product:hz-ceramics/CUP-1"]
    moved("offer", "CUP-1")
    assert state() == "offered"
    assert len(told("catalogue.product.listed")) == 2


def test_withdrawing_twice_is_harmless() -> None:
    listed(CUP)
    moved("withdraw", "CUP-1")
    assert moved("withdraw", "CUP-1") == []
    assert len(told("catalogue.product.withdrawn")) == 1


def test_a_withdrawn_product_that_is_stated_anew_stays_withdrawn() -> None:
    listed(CUP)
    moved("withdraw", "CUP-1")
    listed(CUP)
    assert state() == "withdrawn"


def test_a_draft_is_not_told_as_listed_until_it_is_offered() -> None:
    cast.party("hz-ceramics")
    actions.list_products("hz-ceramics", [CUP], by=cast.by("hz-ceramics"), fresh="draft")
    assert (state(), told("catalogue.product.listed")) == ("draft", [])
    assert told("catalogue.product.stated") == ["product:hz-ceramics/CUP-1"]
    moved("offer", "CUP-1")
    assert told("catalogue.product.listed") == ["product:hz-ceramics/CUP-1"]


def test_a_draft_was_never_offered_and_cannot_be_withdrawn() -> None:
    cast.party("hz-ceramics")
    actions.list_products("hz-ceramics", [CUP], by=cast.by("hz-ceramics"), fresh="draft")
    with pytest.raises(NotAllowedNow, match="draft"):
        moved("withdraw", "CUP-1")
    assert state() == "draft"


def test_what_is_removed_is_not_in_the_catalogue_and_stating_it_anew_brings_it_back() -> None:
    listed(CUP)
    moved("remove", "CUP-1")
    assert list(queries.products("hz-ceramics")) == []
    assert queries.by_sku("hz-ceramics", ["CUP-1"]) == {}
    assert told("catalogue.product.withdrawn") == ["product:hz-ceramics/CUP-1"]
    listed(CUP)
    assert state() == "offered"
    assert len(told("catalogue.product.listed")) == 2


def test_one_unknown_sku_leaves_all_as_they_were() -> None:
    listed(CUP)
    with pytest.raises(Refused, match="POT"):
        moved("withdraw", "CUP-1", "POT")
    assert state() == "offered"


def test_a_stranger_and_another_seller_withdraw_nothing_here() -> None:
    listed(CUP)
    for actor in (cast.stranger(), cast.by("kl-batik")):
        with pytest.raises(NotYours):
            actions.withdraw("hz-ceramics", ["CUP-1"], by=actor)
    assert state() == "offered"
