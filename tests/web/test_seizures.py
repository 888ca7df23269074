"""Holds and seizures on pages."""

from __future__ import annotations

from django.test import Client

from entrepot.hub.customs.models import Declaration, Hold
from tests import cast
from tests.web.conftest import Day, SignIn


def state(day: Day) -> str:
    return Declaration.objects.get(mrn=day.stopped).state


def test_an_officer_holds_the_goods_and_the_seller_sees_until_when(day: Day, sign_in: SignIn) -> None:
    officer, page = sign_in("customs"), f"/officer/d/{day.stopped}"
    assert officer.post(page, {"decision": "hold", "reason": "A laboratory looks."}).status_code == 422
    officer.post(page, {"decision": "hold", "reason": "A laboratory looks.", "until": "2099-01-09"})
    assert state(day) == "held"
    seller = sign_in("seller")
    assert "The goods of A-3 are held" in seller.get("/seller/").content.decode()
    assert "Held until 9 Jan 2099" in seller.get(f"/seller/declarations/{day.stopped}").content.decode()
    html = officer.get(page).content.decode()
    assert 'value="lift"' in html
    assert 'value="release"' not in html
    Hold.objects.update(until="2020-01-09")
    assert "The hold ran out on 9 Jan 2020" in officer.get(page).content.decode()
    officer.post(page, {"decision": "lift", "reason": "It is sound."})
    assert state(day) == "under-control"


def test_an_officer_seizes_the_goods_and_the_seller_reads_the_law(day: Day, sign_in: SignIn) -> None:
    officer, page = sign_in("customs"), f"/officer/d/{day.stopped}/seizure"
    form = {"quantity-1": "2", "seizure-place": "Hall 2", "seizure-law": "Customs Law", "seizure-reason": "A battery."}
    refused = officer.post(page, {**form, "seizure-law": "", "quantity-1": "9", "note-1": "one broken"})
    html = refused.content.decode()
    assert refused.status_code == 422
    assert '<details class="fold" id="seize" open>' in html
    assert 'name="seizure-place" value="Hall 2"' in html, "what was written stays"
    assert 'name="quantity-1" value="9"' in html
    assert 'name="note-1" value="one broken"' in html
    assert "law-missing" in html
    assert state(day) == "under-control"
    assert officer.post(page, form).status_code == 302
    assert state(day) == "seized"
    html = sign_in("seller").get(f"/seller/declarations/{day.stopped}").content.decode()
    assert "The goods do not pass." in html
    assert "Hall 2" in html
    assert "Customs Law" in html
    assert "The goods of A-3 were seized" in sign_in("seller").get("/seller/").content.decode()


def test_another_border_and_a_stranger_seize_nothing(day: Day, stranger: Client) -> None:
    other = Client()
    other.force_login(cast.person("nor@example.org", "my-customs", "customs"))
    for client in (other, stranger):
        assert client.post(f"/officer/d/{day.stopped}/seizure", {"quantity-1": "2"}).status_code == 403
    assert state(day) == "under-control"
