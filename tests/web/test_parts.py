"""A release in part on pages: an officer lets some of it go, the seller reads what stays and why."""

from __future__ import annotations

import pytest
from django.test import Client

from entrepot.hub.customs.models import Declaration
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.controlling import lodged

pytestmark = pytest.mark.django_db

TEA = goods.item(quantity="3", value="300.00")
BANKS = goods.item(number=2, description="Porcelain power bank", quantity="2", value="100.00")
FORM = {
    "version": "1",
    "goes-1": "1",
    "goes-2": "",
    "part-law": "Customs Act 1967",
    "part-reason": "The power banks wait.",
}


@pytest.fixture
def stopped() -> Declaration:
    for code in ("kl-batik", "my-customs", "cn-customs"):
        cast.party(code)
    return lodged(items=(TEA, BANKS))


def at(party: str, role: str) -> Client:
    client = Client()
    client.force_login(cast.person(f"{role}.{party}@example.org", party, role))
    return client


def test_an_officer_lets_a_part_go_and_the_seller_reads_what_stays(stopped: Declaration) -> None:
    officer, page = at("my-customs", "customs"), f"/officer/d/{stopped.mrn}"
    assert 'name="goes-2"' in officer.get(page).content.decode()
    answer = officer.post(f"{page}/part", FORM, follow=True).content.decode()
    part = Declaration.objects.get(lrn="QH-4711-M/1")
    assert f"{part.mrn} is released; the rest of {stopped.mrn} stays under control." in answer
    seller = at("kl-batik", "seller")
    rest = seller.get(f"/seller/declarations/{stopped.mrn}").content.decode()
    assert "The power banks wait." in rest
    assert part.mrn in rest
    assert "Released in part" in rest
    own = seller.get(f"/seller/declarations/{part.mrn}").content.decode()
    assert "The rest of it" in own
    assert "Sales tax on low-value goods" in own, "a charge is called as the law calls it"
    assert "lvg_tax" not in own
    assert stopped.mrn in own


def test_a_split_that_cannot_stand_says_why(stopped: Declaration) -> None:
    officer, page = at("my-customs", "customs"), f"/officer/d/{stopped.mrn}/part"
    written = officer.post(page, {**FORM, "part-law": ""}).content.decode()
    assert 'name="goes-1" value="1"' in written, "what was written stays"
    for form in ({**FORM, "goes-1": "9"}, {**FORM, "goes-1": ""}, {**FORM, "part-law": ""}):
        assert officer.post(page, form).status_code == 422
    assert officer.post(page, {**FORM, "version": "x"}).status_code == 409
    assert Declaration.objects.count() == 1


def test_another_border_the_declarant_and_a_stranger_let_nothing_go(stopped: Declaration, stranger: Client) -> None:
    page = f"/officer/d/{stopped.mrn}/part"
    for client in (at("cn-customs", "customs"), at("kl-batik", "seller"), stranger):
        assert client.post(page, FORM).status_code == 403
    assert Client().post(page, FORM).status_code == 302
    assert Declaration.objects.count() == 1
