"""Documents of an application on its pages: handed in with a form, opened by the agency and the applicant alone."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entrepot.hub.customs import actions
from entrepot.hub.customs.models import Permit, PermitEnclosure
from entrepot.hub.events import clock
from tests import cast

pytestmark = pytest.mark.django_db
FORM = {"agency": "plant-health", "kind": "health-permit", "goods": "0204", "quantity": "10", "unit": "KGM"}
TOLD = b"No lead was found."


def report(name: str = "report.txt", content: bytes = TOLD) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/plain")


def signed_in(email: str, party: str, role: str) -> Client:
    client = Client()
    client.force_login(cast.person(email, party, role))
    return client


@pytest.fixture
def seller() -> Client:
    cast.party("plant-health")
    return signed_in("tan@example.org", "kl-batik", "seller")


@pytest.fixture
def office() -> Client:
    return signed_in("farid@example.org", "plant-health", "agency")


def applied(seller: Client) -> tuple[Permit, PermitEnclosure]:
    seller.post("/seller/permits/", {**FORM, "documents": report()})
    return Permit.objects.get(), PermitEnclosure.objects.get()


def test_a_file_comes_with_the_form_and_both_sides_save_it(seller: Client, office: Client) -> None:
    permit, kept = applied(seller)
    for client, page in ((seller, f"/seller/permits/{permit.number}"), (office, f"/agency/p/{permit.number}")):
        assert f'href="{page}/files/{kept.pk}">report.txt</a>' in client.get(page).content.decode()
        answer = client.get(f"{page}/files/{kept.pk}")
        assert (answer.status_code, answer.content) == (200, TOLD)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="report.txt"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert client.get(f"{page}/files/{kept.pk + 1}").status_code == 404


def test_more_files_come_until_the_agency_decides(seller: Client) -> None:
    permit, _ = applied(seller)
    at = f"/seller/permits/{permit.number}"
    assert seller.post(at, {"do": "enclose"}).status_code == 422
    assert seller.post(at, {"do": "enclose", "documents": report("recipe.txt", b"Kaolin.")}).status_code == 302
    assert PermitEnclosure.objects.count() == 2
    actions.refuse_permit(permit, "No.", by=cast.by("plant-health", clock.now()))
    told = seller.get(at).content.decode()
    assert "recipe.txt" in told
    assert 'value="enclose"' not in told
    assert seller.post(at, {"do": "enclose", "documents": report("late.txt", b"Late.")}).status_code == 422
    assert PermitEnclosure.objects.count() == 2


def test_an_answer_brings_files(seller: Client) -> None:
    permit, _ = applied(seller)
    actions.ask_applicant(permit, "Which laboratory?", by=cast.by("plant-health", clock.now()))
    answer = {"do": "answer", "answer": "The state laboratory.", "documents": report("second.txt", b"Second.")}
    assert seller.post(f"/seller/permits/{permit.number}", answer).status_code == 302
    assert permit.questions.get().enclosures.get().name == "second.txt"


def test_a_program_that_calls_itself_a_document_is_refused(seller: Client) -> None:
    answer = seller.post("/seller/permits/", {**FORM, "documents": report("report.pdf", b"MZ\x00")})
    assert answer.status_code == 422
    assert "whatever its name says" in answer.content.decode()
    assert not Permit.objects.exists()


def test_nobody_else_opens_them(seller: Client, office: Client, stranger: Client) -> None:
    permit, kept = applied(seller)
    others = [
        signed_in("tea@example.org", "tea-office", "agency"),
        signed_in("mei@example.org", "hz-ceramics", "seller"),
        signed_in("officer@example.org", "my-customs", "customs"),
        stranger,
        Client(),
    ]
    for client in others:
        for page in (f"/seller/permits/{permit.number}", f"/agency/p/{permit.number}"):
            assert client.get(f"{page}/files/{kept.pk}").status_code in (302, 403)
            assert TOLD not in client.get(f"{page}/files/{kept.pk}").content
    for client, page in ((office, "/seller/permits/"), (seller, "/agency/p/")):
        assert client.get(f"{page}{permit.number}/files/{kept.pk}").status_code == 403


def test_the_agency_sends_a_file_and_the_applicant_finds_it_apart(seller: Client, office: Client) -> None:
    permit, mine = applied(seller)
    page = f"/agency/p/{permit.number}"
    assert office.post(page, {"decision": "send"}).status_code == 422
    told = office.post(page, {"decision": "send", "documents": report("found.txt", b"Found sound.")}, follow=True)
    assert "The applicant has your files." in told.content.decode()
    sent = PermitEnclosure.objects.exclude(pk=mine.pk).get()
    html = seller.get(f"/seller/permits/{permit.number}").content.decode()
    assert "Documents of the agency" in html
    assert seller.get(f"/seller/permits/{permit.number}/files/{sent.pk}").content == b"Found sound."
