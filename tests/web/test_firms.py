"""The operator takes in a firm that wants to sell, on the page of firms."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from entrepot.hub.parties.models import Party, Person
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

FIRM = {
    "name": "Westlake Goods",
    "code": "westlake",
    "country": "cn",
    "registration": "WESTLAKE",
    "person": "Lin Example",
    "email": "Lin@westlake.example",
}


def taken_in(client: Client, **otherwise: str) -> str:
    return client.post("/operator/firms/", FIRM | otherwise).content.decode()


def test_a_firm_is_taken_in_and_its_person_signs_in_with_the_password_that_was_shown(sign_in: SignIn) -> None:
    page = taken_in(sign_in("operator"))
    shown = re.search(r"shown this once: *<code>(.+?)</code>", page.replace("</b>", ""))
    assert shown
    firm = Party.objects.get(code="westlake")
    assert (firm.name, firm.country, firm.registration) == ("Westlake Goods", "CN", "WESTLAKE")
    assert {each.right for each in firm.rights.all()} == {"seller", "declarant"}
    client = Client()
    assert client.login(email="lin@westlake.example", password=shown[1])
    assert client.get("/seller/").status_code == 200


def test_taken_in_again_nothing_changes_and_no_password_is_shown(sign_in: SignIn) -> None:
    operator = sign_in("operator")
    taken_in(operator)
    before = Person.objects.get(email="lin@westlake.example").password
    assert "This person has a password already." in taken_in(operator)
    assert Person.objects.get(email="lin@westlake.example").password == before
    assert Party.objects.filter(code="westlake").count() == 1


@pytest.mark.parametrize(("field", "text"), [("code", "West Lake"), ("country", "ZZ"), ("email", "lin")])
def test_what_cannot_be_is_said_and_nothing_is_kept(field: str, text: str, sign_in: SignIn) -> None:
    answer = sign_in("operator").post("/operator/firms/", FIRM | {field: text})
    assert answer.status_code == 422
    assert 'value="Westlake Goods"' in answer.content.decode(), "what was typed is kept"
    assert 'action="#take"' in answer.content.decode(), "a phone opens at the form"
    assert not Party.objects.filter(name="Westlake Goods").exists()
    assert not Person.objects.filter(name="Lin Example").exists()


def test_everything_that_cannot_be_is_said_at_once(sign_in: SignIn) -> None:
    html = taken_in(sign_in("operator"), code="West Lake", country="China", email="lin")
    for code in ("party-code-form", "country-unknown", "email-form"):
        assert code in html


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("“UK” is not a country code of ISO 3166-1.", "GB is probably meant.")),
        ("zh-hans", ("“UK”不是 ISO 3166-1 国家代码。", "GB")),
        ("ms", ("“UK” bukan kod negara ISO 3166-1.", "GB")),
    ],
)
def test_a_country_that_there_is_not_is_told_with_what_is_meant(
    language: str, told: tuple[str, str], sign_in: SignIn
) -> None:
    operator = sign_in("operator")
    operator.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    html = taken_in(operator, country="uk")
    assert all(each in html for each in told)
    assert 'id="country" name="country" value="UK"' in html
    assert not Party.objects.filter(code="westlake").exists()


def test_a_seller_takes_in_nobody(sign_in: SignIn) -> None:
    assert sign_in("seller").post("/operator/firms/", FIRM).status_code == 403
    assert not Party.objects.filter(code="westlake").exists()


@pytest.mark.parametrize(
    ("calling", "rights", "page"),
    [
        ("declarant", {"declarant"}, "/declarations/"),
        ("agency", {"agency"}, "/agency/"),
        ("customs", {"customs"}, "/officer/"),
    ],
)
def test_a_broker_an_agency_and_a_customs_office_are_taken_in_with_their_desks(
    sign_in: SignIn, calling: str, rights: set[str], page: str
) -> None:
    told = taken_in(sign_in("operator"), calling=calling)
    assert "Westlake Goods is taken in" in told
    assert {each.right for each in Party.objects.get(code="westlake").rights.all()} == rights
    taken_in(sign_in("operator"), calling=calling, email="second@westlake.example", person="Second Example")
    for email in ("lin@westlake.example", "second@westlake.example"):
        client = Client()
        client.force_login(Person.objects.get(email=email))
        assert client.get(page).status_code == 200
        assert client.get("/seller/").status_code == 403


def test_what_is_no_calling_takes_nobody_in(sign_in: SignIn) -> None:
    assert "Nothing is taken in as “operator”." in taken_in(sign_in("operator"), calling="operator")
    assert not Party.objects.filter(code="westlake").exists()
