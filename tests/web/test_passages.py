"""An officer's page of goods that pass through: sealed, let go, charged, turned away; nobody else's."""

from __future__ import annotations

import pytest
from django.test import Client

from entrepot.hub.customs import actions
from entrepot.hub.customs.models import Passage
from entrepot.trade.money import Money
from tests import cast
from tests.cast import NOON
from tests.hub.customs import goods
from tests.hub.customs.test_passing import ON

pytestmark = pytest.mark.django_db


@pytest.fixture
def passage() -> Passage:
    batik = cast.party("kl-batik")
    amount = Money.of("500.00", "MYR")
    actions.register_guarantee("BG-1", batik, "MY", amount, goods.DAY, by=cast.by("my-customs"), guarantor="A bank")
    return actions.open_passage(ON, country="MY", declarant=batik, by=cast.by("kl-batik"))


@pytest.fixture
def officer() -> Client:
    return signed_in("officer@kl.example", "my-customs", "customs")


def signed_in(email: str, code: str, role: str) -> Client:
    client = Client()
    client.force_login(cast.person(email, code, role))
    return client


def moved(client: Client, passage: Passage, **form: str) -> str:
    client.post(f"/officer/passages/{passage.mrn}", form, follow=True)
    passage.refresh_from_db()
    return passage.state


def test_goods_are_sealed_and_let_go_from_the_page(officer: Client, passage: Passage) -> None:
    page = officer.get("/officer/passages/").content.decode()
    assert "China to Singapore" in page
    assert "MYR 187.50 secured by Batik House." in page
    assert moved(officer, passage, move="enter", seals="MY-1, MY-2") == "under-way"
    page = officer.get("/officer/passages/").content.decode()
    assert "Seals MY-1, MY-2." in page
    assert "Seals read at the exit" in page
    assert moved(officer, passage, move="discharge", seals="MY-1") == "under-way"
    assert moved(officer, passage, move="discharge", seals="MY-2 MY-1") == "discharged"


def test_goods_are_turned_away_with_a_reason(officer: Client, passage: Passage) -> None:
    assert moved(officer, passage, move="refuse", reason="") == "accepted"
    assert moved(officer, passage, move="refuse", reason="The way is closed") == "refused"
    assert "The way is closed" in officer.get("/officer/passages/").content.decode()


def test_goods_that_do_not_leave_are_charged(officer: Client, passage: Passage) -> None:
    actions.enter(passage, ["MY-1"], by=cast.by("my-customs", NOON))
    assert moved(officer, passage, move="charge", reason="A seal was broken") == "charged"


def test_the_page_is_for_the_customs_of_the_country(passage: Passage) -> None:
    elsewhere = signed_in("officer@hz.example", "cn-customs", "customs")
    assert passage.mrn not in elsewhere.get("/officer/passages/").content.decode()
    assert elsewhere.post(f"/officer/passages/{passage.mrn}", {"move": "enter", "seals": "X"}).status_code == 404
    seller = signed_in("seller@hz.example", "hz-ceramics", "seller")
    assert seller.get("/officer/passages/").status_code == 403
    assert Passage.objects.get().state == "accepted"
