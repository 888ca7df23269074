"""Inspections on an officer's pages, and what the seller sees of them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entrepot.hub.customs import checklists
from entrepot.hub.customs.models import Inspection
from tests import cast
from tests.web.conftest import Day, SignIn
from tests.web.test_words import CATALOGUES, catalogue

PNG = b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82"


@pytest.fixture
def ordered(day: Day, sign_in: SignIn) -> Inspection:
    form = {"kind": "goods", "why": "The mass fits no lamp."}
    assert sign_in("customs").post(f"/officer/d/{day.stopped}/inspection", form).status_code == 302
    return Inspection.objects.get()


def outcomes(inspection: Inspection, **found: str) -> dict[str, str]:
    form = {}
    for n, (code, _item) in enumerate(inspection.checklist):
        form[f"outcome-{n}"] = "differs" if code in found else "as-declared"
        form[f"found-{n}"] = found.get(code, "")
    return form


def test_an_officer_inspects_and_the_seller_reads_what_came_out(day: Day, sign_in: SignIn, ordered: Inspection) -> None:
    officer, page = sign_in("customs"), f"/officer/inspections/{ordered.pk}"
    html = officer.get(page).content.decode()
    assert "The quantity is as declared." in html
    assert "No place and time yet" in html
    officer.post(page, {"deed": "schedule", "site": "Hall 2", "at": "2026-12-03T10:00"})
    seller = sign_in("seller").get(f"/seller/declarations/{day.stopped}").content.decode()
    assert "Hall 2" in seller
    assert "The mass fits no lamp." not in seller

    form = outcomes(ordered, count="3 lamps") | {
        "deed": "conclude",
        "summary": "There are three lamps.",
        "sample-number-0": "S-1",
        "sample-item-0": "1",
        "sample-quantity-0": "1",
        "seal-new-0": "CN-7",
    }
    answer = officer.post(page, {**form, "photos": SimpleUploadedFile("lamp.png", PNG)})
    assert answer.status_code == 302
    ordered.refresh_from_db()
    assert (ordered.result, ordered.site) == ("not-conform", "Hall 2")
    assert (ordered.samples.get().number, ordered.seals.get().new, ordered.enclosures.get().name) == (
        "S-1",
        "CN-7",
        "lamp.png",
    )
    seller = sign_in("seller").get(f"/seller/declarations/{day.stopped}").content.decode()
    assert "There are three lamps." in seller
    assert "Found: 3 lamps" in seller
    assert "Sample S-1: 1 pieces of item 1" in seller
    assert "Seal CN-7 was put on" in seller
    kept = officer.get(page).content.decode()
    assert "Seal CN-7 was put on" in kept
    assert "lamp.png" in kept
    assert "Inspected: not conform" in officer.get(f"/officer/d/{day.stopped}").content.decode()


def test_an_unanswered_check_is_refused_and_what_was_written_stays(
    day: Day, sign_in: SignIn, ordered: Inspection
) -> None:
    form = outcomes(ordered, count="3 lamps") | {"deed": "conclude", "outcome-0": "", "summary": "Kept."}
    answer = sign_in("customs").post(f"/officer/inspections/{ordered.pk}", form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "1 check has no outcome yet." in html
    assert 'name="outcome-0" aria-invalid="true"' in html
    assert "papers-agree" not in html, "no code is shown to people"
    assert 'value="3 lamps"' in html
    ordered.refresh_from_db()
    assert ordered.state == "ordered"


def test_no_time_and_no_reason_are_refused(day: Day, sign_in: SignIn, ordered: Inspection) -> None:
    officer, page = sign_in("customs"), f"/officer/inspections/{ordered.pk}"
    assert "is not a day and a time." in officer.post(page, {"deed": "schedule", "at": "soon"}).content.decode()
    assert officer.post(page, {"deed": "cancel"}).status_code == 422
    assert officer.post(page, {"deed": "cancel", "summary": "Not here."}).status_code == 302


def test_another_border_sees_no_inspection(day: Day, ordered: Inspection, stranger: Client) -> None:
    other = Client()
    other.force_login(cast.person("nor@example.org", "my-customs", "customs"))
    for client in (other, stranger):
        assert client.get(f"/officer/inspections/{ordered.pk}").status_code == 403
    assert other.post(f"/officer/d/{day.stopped}/inspection", {"why": "x"}).status_code == 403


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_check_is_told_in_every_language(name: str) -> None:
    told = {entry.msgid for entry in catalogue(name) if entry.translated()}
    assert {check.told for check in checklists.checks()} <= told
