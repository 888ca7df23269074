"""A certificate on its pages: applied for without a quantity, checked by whoever scans it, and where it was shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from entrepot.hub.customs import actions
from entrepot.hub.customs.models import Declaration, Permit
from entrepot.hub.events import clock
from entrepot.trade.declaration import PermitUse as Use
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.test_certificates import RADIO, approval

pytestmark = pytest.mark.django_db
FORM = {
    "agency": "vines-office",
    "kind": "batch-certificate",
    "goods": "3304",
    "quantity": "",
    "unit": "KGM",
    "lot": "L-0417",
}


@pytest.fixture
def seller() -> Client:
    cast.party("vines-office")
    client = Client()
    client.force_login(cast.person("mira@example.org", "xa-cellar", "seller"))
    return client


def issued(seller: Client) -> Permit:
    seller.post("/seller/permits/", FORM)
    today = clock.now().date()
    return actions.issue_permit(
        Permit.objects.get(),
        valid_from=today,
        valid_to=today + timedelta(days=30),
        by=cast.by("vines-office", clock.now()),
    )


def test_a_certificate_is_applied_for_without_a_quantity_and_with_its_lot(seller: Client) -> None:
    answer = seller.post("/seller/permits/", {**FORM, "lot": ""})
    assert answer.status_code == 422
    assert "certifies one lot of goods, and none is named." in answer.content.decode()
    assert seller.post("/seller/permits/", {**FORM, "quantity": "10"}).status_code == 422
    assert not Permit.objects.exists()
    told = seller.get(seller.post("/seller/permits/", FORM).headers["Location"]).content.decode()
    assert "L-0417" in told
    assert "No quantity" in told


def test_whoever_scans_it_sees_the_lot_and_that_it_holds(seller: Client, client: Client) -> None:
    permit = issued(seller)
    told = client.get(f"/permits/{permit.number}").content.decode()
    assert "Batch certificate of skin care" in told
    assert "Holds now" in told
    assert "L-0417" in told
    assert "Compare it with the mark on the goods." in told
    assert "It has no quantity: nothing is drawn on it." in told
    assert "Left now" not in told
    answer = client.get(f"/api/v1/permits/{permit.number}/standing").json()
    assert (answer["standing"], answer["lot"], answer["quantity"], answer["left"]) == ("holds", "L-0417", "", "")


def test_a_renewal_asks_for_no_quantity(seller: Client) -> None:
    permit = issued(seller)
    at = f"/seller/permits/{permit.number}"
    told = seller.get(at).content.decode()
    assert 'name="quantity"' not in told
    assert "Left now" not in told
    assert seller.post(at, {"do": "renew"}).status_code == 302
    assert Permit.objects.get(renews=permit).lot == "L-0417"
    assert "No quantity" in seller.get("/seller/permits/").content.decode()


def test_the_agency_sees_where_it_was_shown() -> None:
    for border in ("cn-customs", "my-customs"):
        cast.party(border)
    batik = cast.party("kl-batik")
    permit = approval()
    office = Client()
    office.force_login(cast.person("farid@example.org", "plant-health", "agency"))
    assert "How it is used" not in office.get(f"/agency/p/{permit.number}").content.decode()
    facts = goods.entry(items=(RADIO,), permits=(Use(permit.number, permit.kind, 1),))
    [judgement] = actions.lodge([facts], declarant=batik, by=cast.by("kl-batik"))
    assert judgement.in_order
    told = office.get(f"/agency/p/{permit.number}").content.decode()
    assert "Shown with 1 item" in told
    assert Declaration.objects.get().mrn in told
    assert "draw-bar" not in told
    assert permit.valid_from == date(2026, 1, 1)
    assert "No quantity" in office.get("/agency/in-use/").content.decode()
