"""A declarant takes a declaration back or says it anew; what speaks against that is told where it can be mended."""

from __future__ import annotations

import re

from entrepot.hub.customs.models import Decision
from tests.web.conftest import Day, SignIn
from tests.web.test_deeds import decision


def test_a_declaration_is_taken_back_by_its_declarant_and_invalidated_by_an_officer(day: Day, sign_in: SignIn) -> None:
    seller, page = sign_in("seller"), f"/seller/declarations/{day.stopped}"
    assert "Take the declaration back" in seller.get(page).content.decode()
    html = seller.post(f"{page}/invalidation", {"why": "The order is off."}, follow=True).content.decode()
    assert f"Customs decides whether {day.stopped} is taken back." in html
    assert "Take the declaration back" not in html
    officer = sign_in("customs")
    assert day.stopped in officer.get("/officer/?due=taken-back").content.decode()
    assert "The order is off." in officer.get(f"/officer/d/{day.stopped}").content.decode()
    form = {"decision": "invalidate", "reason": "Agreed.", "law": "Customs Act 1967"}
    assert officer.post(f"/officer/d/{day.stopped}", form).status_code == 302
    decided = Decision.objects.get(move="invalidate")
    assert (decided.declaration.state, decided.law) == ("invalidated", "Customs Act 1967")


def test_what_speaks_against_taking_back_stands_at_its_own_form(day: Day, sign_in: SignIn) -> None:
    seller, page = sign_in("seller"), f"/seller/declarations/{day.stopped}"
    sign_in("customs").post(f"/officer/d/{day.stopped}", {"decision": "ask-to-amend", "reason": "Name the battery."})
    answer = seller.post(f"{page}/invalidation", {"why": " \n "})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert re.findall(r'<details class="fold" id="(\w+)" open>', html) == ["back"]
    assert html.count("Such a decision needs a reason.") == 1
    assert html.index("Take the declaration back") < html.index("Such a decision needs a reason.")
    assert 'name="why" rows="2" required> \n </textarea>' in html
    assert not Decision.objects.filter(move="ask-to-invalidate").exists()
    refused = seller.post(f"{page}/amendment", {"1-hs": "8513", "reason": "Lamp."})
    html = refused.content.decode()
    assert re.findall(r'<details class="fold" id="(\w+)" open>', html) == ["amend"]
    assert 'value="8513"' in html
    assert "Lamp.</textarea>" in html


def test_what_is_decided_meanwhile_is_told_and_not_taken_back(day: Day, sign_in: SignIn) -> None:
    sign_in("customs").post(f"/officer/d/{day.stopped}", {"decision": "release"})
    for deed, told in (
        ("invalidation", {"why": "The order is off."}),
        ("amendment", {"1-hs": "8513.10", "reason": "Late."}),
    ):
        answer = sign_in("seller").post(f"/seller/declarations/{day.stopped}/{deed}", told)
        assert answer.status_code == 409
        assert day.stopped in answer.content.decode()
    assert decision(day).state == "released"


def test_what_speaks_against_a_deed_whose_form_is_gone_stands_at_the_top(day: Day, sign_in: SignIn) -> None:
    sign_in("customs").post(f"/officer/d/{day.stopped}", {"decision": "release"})
    answer = sign_in("seller").post(f"/seller/declarations/{day.stopped}/invalidation", {"why": " "})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Take the declaration back" not in html
    assert html.count("Such a decision needs a reason.") == 1
    assert html.index('id="refusals"') < html.index("Such a decision needs a reason.")
    assert decision(day).state == "released"
