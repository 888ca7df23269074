"""Goods declared on pages: by a form, by a file, by a firm that only declares, and by nobody who has no right to."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Declaration
from entrepot.hub.web.pieces import FindingNote
from entrepot.trade.declaration.quality import Quality
from entrepot.trade.finding import Finding
from tests import cast
from tests.web.conftest import Day, SignIn

FORM = {
    "lrn": "HAND-1",
    "direction": "export",
    "country": "CN",
    "regime": "9610",
    "date": "2026-03-02",
    "consignor-name": "Hangzhou Ceramics",
    "consignor-country": "CN",
    "consignee-name": "Aminah Binti Yusof",
    "consignee-country": "my",
    "consignee-address": "12 Jalan Kenanga, Kuala Lumpur",
    "currency": "myr",
    "incoterm": "DAP",
    "freight": "20.00",
    "transport_document": "AWB-1",
    "items-0-description": "Porcelain tea set, six cups",
    "items-0-hs": "691110",
    "items-0-origin": "cn",
    "items-0-quantity": "1",
    "items-0-unit": "H87",
    "items-0-net_mass_kg": "1.8",
    "items-0-gross_mass_kg": "2.2",
    "items-0-value": "480.00",
    "items-1-unit": "H87",
    "do": "lodge",
}
ZH = {"accept-language": "zh-hans"}
HEAVY = FORM | {"items-0-net_mass_kg": "9"}


@pytest.fixture(autouse=True)
def _unread_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Descriptions are classified in tests of their own."""
    monkeypatch.setattr("entrepot.hub.customs.queries.foresight.qualities", lambda batch: [Quality(95, ())])


@pytest.fixture
def broker(day: Day) -> Client:
    """Someone of a firm that declares for others and sells nothing."""
    client = Client()
    client.force_login(cast.person("lim@example.org", "sg-broker", "declarant", "Lim Wei"))
    return client


def ndjson(*lines: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("today.ndjson", b"\n".join(lines), "application/json")


def test_a_permit_that_was_shown_stands_on_the_page_and_too_much_is_told_in_words(day: Day, sign_in: SignIn) -> None:
    seller = sign_in("seller")
    seller.post("/declarations/new", FORM)
    lodged = Declaration.objects.get(lrn="HAND-1")
    lodged.facts["permits"] = [{"number": "CN-1", "kind": "x", "item": 1, "quantity": "60", "unit": "KGM"}]
    lodged.save()
    html = seller.get(f"/seller/declarations/{lodged.mrn}").content.decode()
    assert "CN-1" in html
    assert "item 1, 60 kg" in html
    told = FindingNote.of(Finding("x", "{left} is left.", params={"left": "60 KGM"}))
    assert told.say == "60 kg is left."


def test_a_form_lodges_what_it_states(day: Day, sign_in: SignIn) -> None:
    seller = sign_in("seller")
    answer = seller.post("/declarations/new", FORM)
    lodged = Declaration.objects.get(lrn="HAND-1")
    assert (answer.status_code, answer["Location"]) == (302, f"/seller/declarations/{lodged.mrn}")
    facts = queries.facts(lodged)
    assert (facts.ucr, facts.currency, facts.items[0].origin, len(facts.items)) == (
        "6CNHZ--CERAMICS-HAND-1",
        "MYR",
        "CN",
        1,
    )
    assert facts.consignee.address == "12 Jalan Kenanga, Kuala Lumpur"
    again = seller.post("/declarations/new", FORM, follow=True)
    assert "was lodged before" in again.content.decode()
    assert Declaration.objects.filter(lrn="HAND-1").count() == 1


def test_looking_at_it_first_records_nothing(day: Day, sign_in: SignIn) -> None:
    before = Declaration.objects.count()
    html = sign_in("seller").post("/declarations/new", FORM | {"do": "check"}).content.decode()
    assert "In order" in html
    assert "Quality 95 of 100" in html
    assert "What would be due" in html
    assert 'value="6CNHZ--CERAMICS-HAND-1"' in html
    assert Declaration.objects.count() == before


def test_what_is_wrong_stands_beside_its_field_and_lodges_nothing(day: Day, sign_in: SignIn) -> None:
    before = Declaration.objects.count()
    for do in ("lodge", "check"):
        answer = sign_in("seller").post("/declarations/new", HEAVY | {"do": do})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert 'aria-describedby="items-0-gross_mass_kg-notes"' in html
        assert "Aminah Binti Yusof" in html, "what was written stays"
    told = sign_in("seller").post("/declarations/new", HEAVY | {"consignee-name": "", "items-0-value": "x"}, headers=ZH)
    assert "收货人" in told.content.decode()
    assert "价值“x”" in told.content.decode()
    assert "consignee没有" not in told.content.decode()
    worse = FORM | {"date": "soon", "direction": "through", "items-0-hs": "12"}
    unread = sign_in("seller").post("/declarations/new", worse)
    assert "is not a commodity code" in unread.content.decode(), "everything is told at once"
    assert (unread.status_code, "Name the day whose law applies." in unread.content.decode()) == (422, True)
    assert Declaration.objects.count() == before


def test_another_item_keeps_what_was_written(day: Day, sign_in: SignIn) -> None:
    html = sign_in("seller").post("/declarations/new", FORM | {"do": "more"}).content.decode()
    assert 'name="items-2-hs"' in html
    assert 'value="Porcelain tea set, six cups"' in html


def test_a_declaration_is_begun_like_an_earlier_one_without_who_received_it(day: Day, sign_in: SignIn) -> None:
    html = sign_in("seller").get(f"/declarations/new?like={day.stopped}").content.decode()
    assert "Celadon lamp with lithium battery" in html
    assert 'id="consignee-name" name="consignee-name" value=""' in html
    other = cast.party("kl-batik")
    client = Client()
    client.force_login(cast.person("ida@example.org", other.code, "seller"))
    assert "Celadon lamp" not in client.get(f"/declarations/new?like={day.stopped}").content.decode()


def test_a_file_is_answered_line_by_line_and_saved_as_a_table(day: Day, sign_in: SignIn) -> None:
    seller = sign_in("seller")
    table = seller.get("/declarations/file/example.csv").content
    bad = b'{"lrn": "B-1"}'
    html = seller.post("/declarations/file", {"declarations": ndjson(bad)}).content.decode()
    assert "<h3>Line 1</h3>" in html
    assert "“consignee” is missing." in html
    uploaded = SimpleUploadedFile("today.csv", table.replace(b",MY,", b",CN,"), "text/csv")
    saved = seller.post("/declarations/file", {"declarations": uploaded, "do": "save"})
    rows = list(csv.DictReader(io.StringIO(saved.content.decode("utf-8-sig"))))
    assert {(row["line"], row["lrn"]) for row in rows} == {("2", "EXAMPLE-1")}
    assert saved["Content-Disposition"] == 'attachment; filename="answers.csv"'


def test_a_file_that_holds_nothing_or_too_much_lodges_nothing(
    day: Day, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, seller = Declaration.objects.count(), sign_in("seller")
    assert seller.post("/declarations/file", {}).status_code == 422
    assert seller.post("/declarations/file", {"declarations": ndjson(b"\n")}).status_code == 422
    assert seller.post("/declarations/file", {"declarations": ndjson(b"[{}]")}).status_code == 422
    monkeypatch.setattr("entrepot.hub.web.declaring.file.MOST", 1)
    assert seller.post("/declarations/file", {"declarations": ndjson(b"{}", b"{}")}).status_code == 422
    assert Declaration.objects.count() == before


def test_a_firm_that_only_declares_has_a_desk_of_its_own(day: Day, broker: Client) -> None:
    for page in ("/declarations/", "/declarations/new", "/declarations/file", "/seller/permits/", "/seller/duty/"):
        html = broker.get(page).content.decode()
        assert "Declarant" in html, page
    assert broker.get("/seller/").status_code == 403
    assert broker.get(f"/seller/declarations/{day.stopped}").status_code == 404
    home = broker.get("/sit/declarant/sg-broker/")
    assert home["Location"] == "/declarations/"


def test_declarations_are_found_by_state_and_number(day: Day, sign_in: SignIn) -> None:
    seller = sign_in("seller")
    html = seller.get("/declarations/?state=under-control").content.decode()
    assert day.stopped in html
    assert "Celadon tea cup" not in html
    assert day.stopped in seller.get(f"/declarations/?q={day.stopped.lower()}").content.decode()
    assert day.stopped not in seller.get("/declarations/?q=NOPE").content.decode()
    assert seller.get(f"/find/?q={day.stopped}")["Location"] == f"/seller/declarations/{day.stopped}"
    assert sign_in("customs").get(f"/find/?q={day.stopped}")["Location"] == f"/officer/d/{day.stopped}"


def test_an_empty_list_says_why_and_leads_on(day: Day, sign_in: SignIn, broker: Client) -> None:
    assert "Nothing is declared yet" in broker.get("/declarations/").content.decode()
    sought = sign_in("seller").get("/declarations/?q=NOPE").content.decode()
    assert "No declaration is as you seek it" in sought
    assert 'href="/declarations/">Show every declaration' in sought


def test_the_page_says_what_happens_now_and_whether_anything_is_to_be_done(day: Day, sign_in: SignIn) -> None:
    seller, page = sign_in("seller"), f"/seller/declarations/{day.stopped}"
    assert "An officer looks at it. You need do nothing now" in seller.get(page).content.decode()
    seller.post(f"{page}/invalidation", {"why": "The buyer cancelled."})
    html = seller.get(page).content.decode()
    assert "You asked to take it back. An officer decides" in html
    officer = sign_in("customs")
    assert "Hangzhou Ceramics</span>" in officer.get(f"/officer/d/{day.stopped}").content.decode(), "named, not coded"
    form = {"decision": "ask", "reason": "The test report of the cell.", "answer_by": "2026-03-20"}
    officer.post(f"/officer/d/{day.stopped}", form)
    assert "Customs waits for your answer" in seller.get(page).content.decode()


def test_a_question_that_waits_is_said_in_the_list(day: Day, sign_in: SignIn) -> None:
    form = {"decision": "ask", "reason": "The test report of the cell.", "answer_by": "2026-03-20"}
    sign_in("customs").post(f"/officer/d/{day.stopped}", form)
    assert "Answer by 20 Mar 2026" in sign_in("seller").get("/declarations/").content.decode()


def test_who_may_not_declare_lodges_nothing(day: Day, sign_in: SignIn, stranger: Client) -> None:
    before = Declaration.objects.count()
    undeclaring = Client()
    undeclaring.force_login(cast.person("tan@example.org", "hz-ceramics", "learner"))
    for client in (stranger, sign_in("agency"), sign_in("customs"), undeclaring):
        assert client.post("/declarations/new", FORM).status_code == 403
        assert client.post("/declarations/file", {"declarations": ndjson(b"{}")}).status_code == 403
        assert client.get("/declarations/").status_code == 403
    assert Client().get("/declarations/").status_code == 302
    assert Declaration.objects.count() == before


def test_a_declaration_without_an_order_leads_to_no_file(day: Day, sign_in: SignIn) -> None:
    sign_in("seller").post("/declarations/new", FORM)
    lodged = Declaration.objects.get(lrn="HAND-1")
    for role, page in (("seller", f"/seller/declarations/{lodged.mrn}"), ("customs", f"/officer/d/{lodged.mrn}")):
        assert f"/c/{lodged.ucr}" not in sign_in(role).get(page).content.decode()
    assert (
        f"/c/{Declaration.objects.get(mrn=day.stopped).ucr}"
        in sign_in("customs").get(f"/officer/d/{day.stopped}").content.decode()
    )


def test_the_declarant_looks_at_the_forms_with_what_they_lose_and_saves_them(day: Day, sign_in: SignIn) -> None:
    seller, page = sign_in("seller"), f"/seller/declarations/{day.stopped}"
    assert f"{page}/forms/CUSDEC" in seller.get(page).content.decode()
    html = seller.get(f"{page}/forms/CUSDEC").content.decode()
    for told in ("What it has no place for", "Not verified", "Who receives the goods is masked here"):
        assert told in html
    assert "CUSDEC asks for 2.1 (the customs office), which is not known." in html
    assert "CUSDEC has no place for Country (“CN”)." in html
    saved = seller.get(f"{page}/forms/CUSDEC?save=yes")
    assert saved["Content-Disposition"] == f'attachment; filename="CUSDEC-{day.stopped}.edi"'
    assert seller.get(f"{page}/forms/X9").status_code == 404
    for other in (sign_in("agency"), sign_in("lender")):
        assert other.get(f"{page}/forms/CUSDEC").status_code == 403
