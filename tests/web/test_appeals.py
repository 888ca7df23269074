"""Appeals on pages: the seller lodges one, and another officer rules."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entrepot.hub.customs.models import Appeal, Declaration
from tests import cast
from tests.hub.customs.controlling import lodged
from tests.hub.customs.goods import item

pytestmark = pytest.mark.django_db

RULING = {"outcome": "annul", "ruling-reason": "The report came.", "ruling-law": "Customs Act 1967"}


def at(name: str, party: str, role: str) -> Client:
    client = Client()
    client.force_login(cast.person(f"{name}@example.org", party, role))
    return client


@pytest.fixture
def stopped() -> Declaration:
    """Refused by one officer."""
    for code in ("kl-batik", "my-customs", "cn-customs"):
        cast.party(code)
    declaration = lodged(items=(item(description="Porcelain power bank"),))
    form = {"decision": "refuse", "reason": "Not safe."}
    assert at("aisyah", "my-customs", "customs").post(f"/officer/d/{declaration.mrn}", form).status_code == 302
    return declaration


def appeal(declaration: Declaration, client: Client) -> Appeal:
    decision = declaration.decisions.get(move="refuse")
    document = SimpleUploadedFile("report.pdf", b"%PDF-1.7\nsound\n%%EOF\n")
    client.post(
        f"/seller/declarations/{declaration.mrn}/appeals/{decision.pk}",
        {"grounds": "It is safe.", "documents": document},
    )
    return Appeal.objects.get()


def test_a_seller_appeals_and_another_officer_annuls(stopped: Declaration) -> None:
    seller, page = at("siti", "kl-batik", "seller"), f"/seller/declarations/{stopped.mrn}"
    assert "Appeal against: Refused (until" in seller.get(page).content.decode()
    found = appeal(stopped, seller)
    assert "Waits for a ruling" in seller.get(page).content.decode()
    first, other = at("aisyah", "my-customs", "customs"), at("farid", "my-customs", "customs")
    assert stopped.mrn in other.get("/officer/appeals/").content.decode()
    assert "report.pdf" in other.get(f"/officer/d/{stopped.mrn}").content.decode()
    own = first.get(f"/officer/d/{stopped.mrn}").content.decode()
    assert "You decided this yourself: a colleague rules on the appeal." in own
    assert 'name="ruling-law"' not in own
    assert first.post(f"/officer/appeals/{found.pk}", RULING).status_code == 403
    refused = other.post(f"/officer/appeals/{found.pk}", {**RULING, "outcome": ""})
    assert refused.status_code == 422
    assert "The report came.</textarea>" in refused.content.decode(), "what was written stays"
    assert other.post(f"/officer/appeals/{found.pk}", {**RULING, "ruling-law": ""}).status_code == 422
    assert other.post(f"/officer/appeals/{found.pk}", RULING).status_code == 302
    stopped.refresh_from_db()
    assert stopped.state == "released"
    assert "The report came." in seller.get(page).content.decode()


def test_an_appeal_with_a_file_that_is_none_comes_back_with_what_was_written(stopped: Declaration) -> None:
    seller, decision = at("siti", "kl-batik", "seller"), stopped.decisions.get(move="refuse")
    page = f"/seller/declarations/{stopped.mrn}/appeals/{decision.pk}"
    program = SimpleUploadedFile("report.pdf", b"MZ\x00")
    answer = seller.post(page, {"grounds": "A long text on its safety.", "documents": program})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "A long text on its safety.</textarea>" in html
    assert f'id="appeal-{decision.pk}" open' in html
    assert "whatever its name says" in html
    assert not Appeal.objects.exists()


def test_less_tax_is_ruled_in_the_currency_s_own_decimals(stopped: Declaration) -> None:
    appeal(stopped, at("siti", "kl-batik", "seller"))
    other = at("farid", "my-customs", "customs")
    other.post(f"/officer/appeals/{Appeal.objects.get().pk}", RULING)
    release = stopped.decisions.filter(move="release").latest("pk")
    seller = at("siti", "kl-batik", "seller")
    seller.post(f"/seller/declarations/{stopped.mrn}/appeals/{release.pk}", {"grounds": "The rate is lower."})
    number = Appeal.objects.latest("pk").pk
    third = at("nadia", "my-customs", "customs")
    change = {**RULING, "outcome": "change", "duty": "0", "tax": "40.001"}
    assert third.post(f"/officer/appeals/{number}", change).status_code == 422
    assert third.post(f"/officer/appeals/{number}", {**change, "tax": "40.00"}).status_code == 302
    stopped.refresh_from_db()
    assert stopped.tax_minor == 4000


def test_an_appeal_is_withdrawn_by_who_lodged_it(stopped: Declaration) -> None:
    seller = at("siti", "kl-batik", "seller")
    found = appeal(stopped, seller)
    assert at("mei", "hz-ceramics", "seller").post(f"/seller/appeals/{found.pk}/withdraw").status_code == 404
    seller.post(f"/seller/appeals/{found.pk}/withdraw")
    found.refresh_from_db()
    assert found.state == "withdrawn"


def test_others_neither_appeal_nor_rule(stopped: Declaration, stranger: Client) -> None:
    decision = stopped.decisions.get(move="refuse")
    grounds, page = {"grounds": "Mine."}, f"/seller/declarations/{stopped.mrn}/appeals/{decision.pk}"
    assert at("mei", "hz-ceramics", "seller").post(page, grounds).status_code == 404
    assert stranger.post(page, grounds).status_code == 403
    assert not Appeal.objects.exists()
    found = appeal(stopped, at("siti", "kl-batik", "seller"))
    for client in (at("li", "cn-customs", "customs"), at("siti", "kl-batik", "seller"), stranger):
        assert client.post(f"/officer/appeals/{found.pk}", RULING).status_code == 403
    found.refresh_from_db()
    assert found.state == "lodged"
