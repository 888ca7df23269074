"""Notices, measures and appeals, as anyone, the seller and the operators see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.test import Client

from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.catalogue.queries import families
from entrepot.hub.orders import shopfront
from entrepot.hub.trust.models import Measure, Notice
from entrepot.hub.web.trust import views
from tests import cast
from tests.hub.orders import shop

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]

KEY = "/hz-ceramics/bowl"
NOTICE = {"about": KEY, "kind": "unsafe", "told": "Lead in the glaze", "contact": "nur@example.org", "honest": "yes"}
DOWN = {
    "about": KEY,
    "kind": "unsafe",
    "ground": "terms",
    "clause": "Terms 4",
    "facts": "Lead above the limit",
    "outcome": "taken-down",
}


@pytest.fixture(autouse=True)
def _shop(db: None) -> Iterator[None]:
    shop.ceramics()
    priced = replace(shop.BOWL, price="480.00", currency="MYR")
    catalogue.list_products(cast.party("hz-ceramics"), [priced], by=cast.by("hz-ceramics"))
    shopfront.offer(families("hz-ceramics").filter(handle="bowl"), by=cast.the_hub())
    views.NOTICES.forget()
    yield
    views.NOTICES.forget()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def another_operator() -> Client:
    client = Client()
    client.force_login(cast.person("bo@example.org", "operator", "operator", "Bo Tan"))
    return client


def test_anyone_gives_notice_and_faults_stand_in_the_form() -> None:
    assert "Celadon bowl" in page(Client(), f"/report/?about={KEY}")
    wrong = Client().post("/report/", {**NOTICE, "contact": "", "honest": ""})
    assert wrong.status_code == 422
    assert "The hub cannot tell you" in wrong.content.decode()
    assert Client().post("/report/", NOTICE).status_code == 302
    assert Notice.objects.get().kind == "unsafe"
    assert Client().get("/report/?about=/nobody/nothing").status_code == 404


def test_an_officer_speaks_for_the_authority(sign_in: SignIn) -> None:
    sign_in("agency").post("/report/", {"about": KEY, "kind": "prohibited", "told": "Not to be sold here"})
    assert (Notice.objects.get().trusted, Notice.objects.get().party) == (True, "plant-health")


def test_notices_come_only_so_fast() -> None:
    answers = [Client().post("/report/", {**NOTICE, "told": f"Lead {n}"}).status_code for n in range(7)]
    assert answers[:5] == [302] * 5
    assert set(answers[5:]) == {429}


def test_from_the_notice_to_the_appeal_with_other_eyes(sign_in: SignIn) -> None:
    Client().post("/report/", NOTICE)
    operator, seller, other = sign_in("operator"), sign_in("seller"), another_operator()
    assert "Celadon bowl" in page(operator, "/operator/trust/")
    html = page(operator, f"/operator/trust/listing/?about={KEY}")
    assert "nur@example.org" in html
    assert operator.post("/operator/trust/listing/", {**DOWN, "clause": ""}).status_code == 422
    assert operator.post("/operator/trust/listing/", DOWN).status_code == 302
    assert Listing.objects.get(key=KEY).state == "hidden"
    html = page(seller, "/seller/measures/")
    assert "Lead above the limit" in html
    assert "nur@example.org" not in html
    number = Measure.objects.get().number
    assert seller.post("/seller/measures/", {"number": number, "appeal": ""}).status_code == 422
    seller.post("/seller/measures/", {"number": number, "appeal": "Our report says otherwise"})
    decision = {"about": KEY, "number": number, "move": "reverse", "reasons": "The report holds"}
    assert operator.post("/operator/trust/listing/", decision).status_code == 422
    assert other.post("/operator/trust/listing/", decision).status_code == 302
    assert Listing.objects.get(key=KEY).state == "shown"
    html = page(operator, f"/operator/trust/listing/?about={KEY}")
    assert "Appeal granted" in html
    assert "The report holds" in page(seller, "/seller/measures/")


def test_the_counts_are_public_and_the_desks_are_not(sign_in: SignIn) -> None:
    assert "Counterfeit" in page(Client(), "/report/counts/")
    for desk in ("/operator/trust/", f"/operator/trust/listing/?about={KEY}", "/seller/measures/"):
        assert Client().get(desk).status_code == 302
    seller = sign_in("seller")
    assert seller.get("/operator/trust/").status_code == 403
    assert seller.post("/operator/trust/listing/", DOWN).status_code == 403
    assert Measure.objects.count() == 0


@pytest.mark.parametrize(("language", "told"), [("zh-hans", "提交举报"), ("ms", "Hantar laporan")])
def test_the_form_is_told_in_every_language(language: str, told: str) -> None:
    assert told in page(Client(HTTP_ACCEPT_LANGUAGE=language), f"/report/?about={KEY}")
