"""What a permit costs stands on the pages before anybody applies, and what became of the payment after."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polib
import pytest
from django.test import Client

import entrepot
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Permit, PermitFee
from entrepot.hub.events import clock
from entrepot.hub.payments import actions as payments
from entrepot.hub.web.permit import fees
from entrepot.statute.sentences import sentences
from tests import cast

pytestmark = pytest.mark.django_db
FORM = {"agency": "vines-office", "kind": "tasting-permit", "goods": "2204", "quantity": "30", "unit": "LTR"}
FEE = {"fee": "EUR 12.00"}


def signed_in(email: str, party: str, role: str) -> Client:
    client = Client()
    client.force_login(cast.person(email, party, role))
    return client


@pytest.fixture
def seller() -> Client:
    cast.party("vines-office")
    cast.party("hz-bank")
    return signed_in("mira@example.org", "xa-cellar", "seller")


@pytest.fixture
def office() -> Client:
    return signed_in("ilo@example.org", "vines-office", "agency")


def html(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def applied(seller: Client) -> Permit:
    seller.post("/seller/permits/", {**FORM, **FEE})
    return Permit.objects.get()


def pay(permit: Permit) -> None:
    payments.settled(PermitFee.objects.get(permit=permit).payment, "BANK-1", by=cast.by("hz-bank", clock.now()))


def test_the_form_offers_the_kinds_by_name_with_their_fees(seller: Client) -> None:
    told = html(seller, "/seller/permits/")
    assert '<option value="tasting-permit">Tasting permit (XA), EUR 12.00</option>' in told.replace(
        "(Pseudo-Accents)", "(XA)"
    )
    assert 'name="fee"' not in told
    assert '<select class="input" id="kind"' in told
    cast.party("kl-batik")
    written = html(seller, "/seller/permits/?kind=something-new")
    assert 'id="kind" name="kind" value="something-new"' in written, "a kind that the law does not name can be written"


def test_the_first_press_shows_the_fee_and_the_second_applies(seller: Client) -> None:
    answer = seller.post("/seller/permits/", FORM)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "An application for “Tasting permit” costs EUR 12.00." in told
    assert "It goes back to you if the agency refuses, or if you withdraw before the decision." in told
    assert '<input type="hidden" name="fee" value="EUR 12.00">' in told
    assert "Apply for EUR 12.00" in told
    assert "Nothing is applied for yet. Look at the fee below" in told
    assert "permit-fee-not-agreed" not in told
    assert not Permit.objects.exists()
    assert seller.post("/seller/permits/", {**FORM, **FEE}).status_code == 302
    assert Permit.objects.get().state == "applied"


def test_a_fee_that_an_address_names_beforehand_is_shown_at_once(seller: Client) -> None:
    told = html(seller, "/seller/permits/?kind=wine-licence&agency=vines-office&goods=2204")
    assert "Apply for EUR" in told
    assert "It goes back to you if you withdraw before the decision, but not if the agency refuses." in told


def test_the_holder_pays_with_the_code_on_the_page(seller: Client) -> None:
    permit = applied(seller)
    at = f"/seller/permits/{permit.number}"
    told = html(seller, at)
    assert "Waits for your payment" in told
    assert f"{permit.number}-F1" in told
    assert "Not paid yet" in told
    assert "payment provider is a simulator" in told
    assert 'class="qr"' in told
    assert "Waits for your payment" in html(seller, "/seller/permits/")
    assert "Office of Vines waits for the fee of your application" in html(seller, "/seller/")
    pay(permit)
    told = html(seller, at)
    assert "Paid, kept until the decision" in told
    assert 'class="qr"' not in told
    assert "waits for the fee" not in html(seller, "/seller/")


def test_a_payment_that_failed_is_asked_for_again_from_the_page(seller: Client) -> None:
    permit = applied(seller)
    at = f"/seller/permits/{permit.number}"
    assert "Ask for the payment again" not in html(seller, at)
    payments.refuse(f"{permit.number}-F1", "No funds.", by=cast.by("hz-bank", clock.now()))
    assert "The payment failed" in html(seller, at)
    assert seller.post(at, {"do": "fee"}).status_code == 302
    assert f"{permit.number}-F2" in html(seller, at)


def test_the_agency_sees_whether_it_is_paid_and_cannot_grant_before(seller: Client, office: Client) -> None:
    permit = applied(seller)
    at = f"/agency/p/{permit.number}"
    assert "Waits for the fee" in html(office, "/agency/")
    assert "Waits for the fee" in html(office, at)
    grant = {"decision": "issue", "valid_from": "2026-03-02", "valid_to": "2026-08-28"}
    answer = office.post(at, grant)
    assert answer.status_code == 422
    assert "The fee of EUR 12.00 on" in answer.content.decode()
    pay(permit)
    assert "Paid, kept until the decision" in html(office, at)
    assert office.post(at, grant).status_code == 302
    assert "Paid to the agency" in html(office, at)


def test_the_form_of_a_grant_proposes_the_days_of_the_kind(seller: Client, office: Client) -> None:
    seller.post("/seller/permits/", {**FORM, **FEE})
    seller.post("/seller/permits/", {**FORM, "kind": "wine-licence", "fee": wine_fee()})
    for kind, days in (("tasting-permit", 365), ("wine-licence", 180)):
        ends = clock.now().date() + timedelta(days=days - 1)
        assert f'value="{ends}"' in html(office, f"/agency/p/{Permit.objects.get(kind=kind).number}")


def wine_fee() -> str:
    fee = queries.permit_kind("XA", "wine-licence", clock.now().date()).fee
    assert fee is not None
    return str(fee.amount)


def test_a_refused_application_says_that_the_fee_went_back(seller: Client, office: Client) -> None:
    permit = applied(seller)
    pay(permit)
    office.post(f"/agency/p/{permit.number}", {"decision": "refuse", "reason": "Not this month."})
    assert "Given back" in html(seller, f"/seller/permits/{permit.number}")


def test_strangers_and_other_agencies_see_and_move_nothing(seller: Client, office: Client, stranger: Client) -> None:
    permit = applied(seller)
    tea = signed_in("tea@example.org", "tea-office", "agency")
    other = signed_in("tan@example.org", "kl-batik", "seller")
    for client in (tea, stranger):
        assert client.get(f"/agency/p/{permit.number}").status_code == 403
        assert client.post(f"/agency/p/{permit.number}", {"decision": "refuse", "reason": "No."}).status_code == 403
    for client in (other, stranger, office):
        assert client.get(f"/seller/permits/{permit.number}").status_code == 403
        assert client.post(f"/seller/permits/{permit.number}", {"do": "fee"}).status_code == 403
    fee = queries.fee_of(Permit.objects.get())
    assert fee is not None
    assert (Permit.objects.get().state, fee.state) == ("applied", "requested")


def test_a_renewal_shows_its_fee(seller: Client, office: Client) -> None:
    permit = applied(seller)
    pay(permit)
    actions.issue_permit(
        permit, valid_from=date(2026, 3, 2), valid_to=date(2026, 8, 28), by=cast.by("vines-office", clock.now())
    )
    at = f"/seller/permits/{permit.number}"
    assert 'name="fee" value="EUR 12.00"' in html(seller, at)
    assert seller.post(at, {"do": "renew", "quantity": "30"}).status_code == 422
    assert seller.post(at, {"do": "renew", "quantity": "30", **FEE}).status_code == 302
    assert Permit.objects.count() == 2


@pytest.mark.parametrize(
    ("given_back", "told"),
    [
        (("refused",), "It goes back to you if the agency refuses, but not if you withdraw."),
        ((), "It does not go back, whatever the agency decides."),
    ],
)
def test_whether_a_fee_goes_back_is_said_plainly(given_back: tuple[str, ...], told: str) -> None:
    assert fees.back(given_back) == told


@pytest.mark.parametrize("name", ["zh_Hans", "ms"])
def test_the_kinds_of_the_corridor_have_names_in_every_language(name: str) -> None:
    path = Path(entrepot.__file__).parent / "locale" / name / "LC_MESSAGES" / "django.po"
    told = {entry.msgid for entry in polib.pofile(str(path)) if entry.translated()}
    said = {text for text, place in sentences() if place.startswith(("cn/permits", "my/permits"))}
    assert len(said) > 10
    assert sorted(said - told) == []
