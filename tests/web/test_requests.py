"""Questions and answers on pages: asked by an officer, answered by the seller with a file, opened by both."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entrepot.hub.customs.models import Declaration, Enclosure, InformationRequest
from entrepot.hub.events import clock
from tests import cast
from tests.web.conftest import Day, SignIn

PDF = b"%PDF-1.7\nreport\n%%EOF\n"


@pytest.fixture
def asked(day: Day, sign_in: SignIn) -> InformationRequest:
    form = {"decision": "ask", "reason": "The test report of the cell.", "answer_by": "2026-03-20"}
    assert sign_in("customs").post(f"/officer/d/{day.stopped}", form).status_code == 302
    return InformationRequest.objects.get()


def report(name: str = "report.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def test_the_seller_reads_the_question_and_answers_with_a_file(
    day: Day, sign_in: SignIn, asked: InformationRequest
) -> None:
    seller = sign_in("seller")
    html = seller.get(f"/seller/declarations/{day.stopped}").content.decode()
    assert "The test report of the cell." in html
    assert "Answer by 20 Mar 2026." in html
    assert "Waits for you" in html
    html = sign_in("customs").get(f"/officer/d/{day.stopped}").content.decode()
    assert "The declarant answers by 20 Mar 2026." in html
    assert "Waits for the declarant" in html
    seller.post(f"/seller/requests/{asked.pk}", {"answer": "Here it is.", "documents": report()})
    kept = Enclosure.objects.get()
    assert (kept.media_type, kept.name) == ("application/pdf", "report.pdf")
    officer = sign_in("customs")
    assert "Here it is." in officer.get(f"/officer/d/{day.stopped}").content.decode()
    for client, address in ((seller, f"/seller/enclosures/{kept.pk}"), (officer, f"/officer/enclosures/{kept.pk}")):
        answer = client.get(address)
        assert (answer.content, answer["Content-Disposition"]) == (PDF, 'attachment; filename="report.pdf"')


def test_a_file_that_is_no_document_is_refused_beside_the_form(
    day: Day, sign_in: SignIn, asked: InformationRequest
) -> None:
    form = {"answer": "Kept while it is mended.", "documents": report("a.pdf", b"MZ\0")}
    answer = sign_in("seller").post(f"/seller/requests/{asked.pk}", form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "is neither a PDF" in html
    assert "Kept while it is mended." in html
    assert not Enclosure.objects.exists()


def test_a_stranger_and_another_border_open_nothing(
    day: Day, sign_in: SignIn, asked: InformationRequest, stranger: Client
) -> None:
    sign_in("seller").post(f"/seller/requests/{asked.pk}", {"documents": report()})
    kept = Enclosure.objects.get()
    other = Client()
    other.force_login(cast.person("nor@example.org", "my-customs", "customs"))
    assert other.get(f"/officer/enclosures/{kept.pk}").status_code == 403
    assert stranger.get(f"/seller/enclosures/{kept.pk}").status_code == 403
    assert stranger.get(f"/seller/declarations/{day.stopped}").status_code == 403
    assert sign_in("customs").get("/officer/enclosures/999").status_code == 404
    assert sign_in("seller").get("/seller/declarations/NOPE").status_code == 404


def test_an_overdue_question_is_marked_and_can_be_given_up(
    day: Day, sign_in: SignIn, asked: InformationRequest
) -> None:
    officer = sign_in("customs")
    InformationRequest.objects.update(answer_by=clock.now().date().replace(day=1))
    html = officer.get(f"/officer/d/{day.stopped}").content.decode()
    assert "Overdue" in html
    assert "Go on without an answer" in html
    officer.post(f"/officer/requests/{asked.pk}", {"move": "lapse"})
    asked.refresh_from_db()
    assert asked.state == "lapsed"


def test_the_seller_amends_what_is_asked_for_on_the_page(day: Day, sign_in: SignIn) -> None:
    seller = sign_in("seller")
    page = f"/seller/declarations/{day.stopped}"
    assert "Amend the declaration" not in seller.get(page).content.decode()
    sign_in("customs").post(f"/officer/d/{day.stopped}", {"decision": "ask-to-amend", "reason": "Name the battery."})
    assert "What was wrong, kept in the file" in seller.get(page).content.decode()
    bad = seller.post(f"{page}/amendment", {"1-net_mass_kg": "900", "reason": "It was a lamp."})
    assert bad.status_code == 422
    good = {"1-description": "Celadon lamp, lithium battery of 10 Wh", "reason": "The battery was not named."}
    assert seller.post(f"{page}/amendment", good).status_code == 302
    declaration = Declaration.objects.get(mrn=day.stopped)
    assert (declaration.version, declaration.state) == (2, "under-control")
    assert declaration.facts["items"][0]["description"] == "Celadon lamp, lithium battery of 10 Wh"
