"""What people do on pages: it works, it is refused with every finding, repeating it is harmless, a stranger cannot."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entrepot.hub.catalogue.models import Product
from entrepot.hub.customs.models import Decision, Declaration, Paper, Permit
from entrepot.hub.events.models import Run
from entrepot.hub.finance.models import Advance
from entrepot.hub.orders.models import Consignment, Order
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments.models import PaymentOrder, VisitorPayment
from entrepot.hub.stock.models import Parcel
from entrepot.trade.money import Money
from tests import cast
from tests.web.conftest import Day, SignIn

ORDERS = (
    "order,date,currency,to,sku,quantity,unit_price,freight,name,phone,address\n"
    "A-10,2026-03-02,MYR,MY,CUP,2,46.00,8.00,Nur Contoh,+60123456789,12 Jalan Contoh\n"
    "A-11,2026-03-02,MYR,MY,NO-SUCH,1,46.00,8.00,Nur Contoh,+60123456789,12 Jalan Contoh\n"
)


def decision(day: Day) -> Declaration:
    return Declaration.objects.get(mrn=day.stopped)


def test_an_officer_releases_and_goes_on_to_the_next(day: Day, sign_in: SignIn) -> None:
    client = sign_in("customs")
    answer = client.post(f"/officer/d/{day.stopped}", {"decision": "release"}, follow=True)
    assert decision(day).state == "released"
    assert f"{day.stopped} is released." in answer.content.decode()
    assert "The queue is empty" in answer.content.decode()


def test_a_refusal_needs_a_reason_and_without_one_nothing_changes(day: Day, sign_in: SignIn) -> None:
    client = sign_in("customs")
    answer = client.post(f"/officer/d/{day.stopped}", {"decision": "refuse", "reason": " "})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Such a decision needs a reason." in html
    assert 'value="refuse" data-key="x" checked' in html
    assert decision(day).state == "under-control"


def test_a_refusal_is_kept_with_its_reason(day: Day, sign_in: SignIn) -> None:
    client = sign_in("customs")
    client.post(
        f"/officer/d/{day.stopped}", {"decision": "refuse", "reason": "A battery is named, the code is not one."}
    )
    assert decision(day).state == "refused"
    html = client.get(f"/officer/d/{day.stopped}").content.decode()
    assert "A battery is named, the code is not one." in html
    assert 'name="decision"' not in html


def test_papers_are_compared_where_the_procedure_asks_for_them(day: Day, sign_in: SignIn) -> None:
    officer, page = sign_in("customs"), f"/officer/d/{day.stopped}"
    Paper.objects.all().delete()
    html = officer.get(page).content.decode()
    assert "Nothing can be compared until a paper has come." in html
    assert "0 fields agree" not in html
    assert 'class="opw' in officer.get("/officer/").content.decode()
    Declaration.objects.filter(mrn=day.stopped).update(match_required=False)
    assert "Three documents, three senders" not in officer.get(page).content.decode()
    assert 'class="opw' not in officer.get("/officer/").content.decode()


def test_the_form_asks_for_a_day_only_where_it_can_be_used(day: Day, sign_in: SignIn) -> None:
    officer, page = sign_in("customs"), f"/officer/d/{day.stopped}"
    assert 'name="until"' in officer.get(page).content.decode()
    Declaration.objects.filter(mrn=day.stopped).update(state="lodged")
    html = officer.get(page).content.decode()
    assert 'name="answer_by"' in html
    assert 'name="until"' not in html
    assert "(needed unless you release)" not in html


def test_a_form_without_a_decision_is_refused(day: Day, sign_in: SignIn) -> None:
    answer = sign_in("customs").post(f"/officer/d/{day.stopped}", {})
    assert answer.status_code == 422
    assert "No decision was chosen." in answer.content.decode()


def test_documents_are_asked_for_and_the_seller_sees_it_first(day: Day, sign_in: SignIn) -> None:
    sign_in("customs").post(f"/officer/d/{day.stopped}", {"decision": "ask", "reason": "The test report of the cell."})
    html = sign_in("seller").get("/seller/").content.decode()
    assert "Customs asks for documents of A-3" in html
    assert "The test report of the cell." in html


def test_a_declaration_on_one_desk_is_not_decided_at_another(day: Day, sign_in: SignIn) -> None:
    sign_in("customs").post(f"/officer/d/{day.stopped}/desk")
    colleague = Client()
    colleague.force_login(cast.person("lim@example.org", "cn-customs", "customs"))
    assert "Another officer is at work on it." in colleague.get(f"/officer/d/{day.stopped}").content.decode()
    answer = colleague.post(f"/officer/d/{day.stopped}", {"decision": "release"})
    assert answer.status_code == 422
    assert "Another officer is at work on declaration" in answer.content.decode()
    assert decision(day).state == "under-control"
    assert sign_in("customs").post(f"/officer/d/{day.stopped}", {"decision": "release"}).status_code == 302


def test_an_officer_of_another_border_may_not_look(day: Day) -> None:
    client = Client()
    client.force_login(cast.person("nor@example.org", "my-customs", "customs"))
    assert client.get(f"/officer/d/{day.stopped}").status_code == 403
    assert client.post(f"/officer/d/{day.stopped}", {"decision": "release"}).status_code == 403
    assert decision(day).state == "under-control"


def test_an_agency_grants_an_application_for_days_and_on_conditions(day: Day, sign_in: SignIn) -> None:
    form = {
        "decision": "issue",
        "valid_from": "2026-03-02",
        "valid_to": "2027-03-01",
        "conditions": "Kept dry\n\nNamed lots",
    }
    answer = sign_in("agency").post(f"/agency/p/{day.applied}", form, follow=True)
    permit = Permit.objects.get(number=day.applied)
    assert (permit.state, permit.conditions) == ("issued", ["Kept dry", "Named lots"])
    assert "is issued and signed." in answer.content.decode()


def test_an_agency_that_writes_no_day_is_told_so(day: Day, sign_in: SignIn) -> None:
    answer = sign_in("agency").post(f"/agency/p/{day.applied}", {"decision": "issue", "valid_from": "soon"})
    assert answer.status_code == 422
    assert "“soon” is not a day." in answer.content.decode()
    assert Permit.objects.get(number=day.applied).state == "applied"


def test_an_application_is_refused_with_a_reason_only(day: Day, sign_in: SignIn) -> None:
    client = sign_in("agency")
    assert client.post(f"/agency/p/{day.applied}", {"decision": "refuse"}).status_code == 422
    client.post(f"/agency/p/{day.applied}", {"decision": "refuse", "reason": "No laboratory report."})
    assert Permit.objects.get(number=day.applied).state == "refused"


def test_another_agency_may_not_decide(day: Day) -> None:
    client = Client()
    client.force_login(cast.person("x@example.org", "my-customs", "customs"))
    assert client.post(f"/agency/p/{day.applied}", {"decision": "issue"}).status_code == 403


def test_a_file_of_orders_places_the_good_rows_and_tells_what_is_wrong_with_the_others(
    day: Day, sign_in: SignIn
) -> None:
    client = sign_in("seller")
    answer = client.post("/seller/orders/", {"orders": SimpleUploadedFile("orders.csv", ORDERS.encode())})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "1 order is placed, 1 needs correction" in html
    assert "sku-unknown" in html
    assert "Line 3, order A-11" in html
    assert Order.objects.filter(number="A-10").count() == 1
    client.post("/seller/orders/", {"orders": SimpleUploadedFile("orders.csv", ORDERS.encode())})
    assert Order.objects.filter(number="A-10").count() == 1


def test_no_file_is_refused(day: Day, sign_in: SignIn) -> None:
    answer = sign_in("seller").post("/seller/orders/", {})
    assert answer.status_code == 422
    assert "No file of orders was handed in" in answer.content.decode()


def test_a_product_is_listed_and_a_wrong_one_is_told_everything_at_once(day: Day, sign_in: SignIn) -> None:
    client = sign_in("seller")
    wrong = {"sku": "TEA", "title": "", "hs": "69", "origin": "China", "net_mass_kg": "0"}
    answer = client.post("/seller/products/", wrong)
    assert answer.status_code == 422
    assert answer.content.decode().count('class="finding"') == 4
    assert 'value="China"' in answer.content.decode()
    assert not Product.objects.filter(sku="TEA").exists()
    right = {"sku": "TEA", "title": "Celadon tea set", "hs": "6912.00", "origin": "CN", "net_mass_kg": "2.2"}
    assert client.post("/seller/products/", right).status_code == 302
    assert Product.objects.get(sku="TEA").hs == "691200"


def test_parcels_are_handed_to_the_carrier_together(day: Day, sign_in: SignIn) -> None:
    client = sign_in("seller")
    answer = client.post("/seller/hand-over/", {"ucr": [day.waiting]}, follow=True)
    assert "1 parcel is with the carrier." in answer.content.decode()
    assert Parcel.objects.get(ucr=day.waiting).state == "dispatched"
    client.post("/seller/hand-over/", {"ucr": [day.waiting]})
    assert Parcel.objects.get(ucr=day.waiting).state == "dispatched"


def test_what_customs_holds_is_not_handed_over(day: Day, sign_in: SignIn) -> None:
    ucr = decision(day).ucr
    answer = sign_in("seller").post("/seller/hand-over/", {"ucr": [ucr]})
    assert answer.status_code == 409
    assert "customs has not let it go" in answer.content.decode()
    assert Parcel.objects.get(ucr=ucr).state == "labelled"


def test_a_keeper_scans_a_parcel_of_the_shelf_and_hears_when_it_is_another(day: Day, sign_in: SignIn) -> None:
    client, number = sign_in("warehouse"), Parcel.objects.get(ucr=day.bonded).number
    assert number in client.get("/warehouse/").content.decode()
    wrong = client.post("/warehouse/", {"code": "LX000000000CN"})
    assert wrong.status_code == 422
    assert "No parcel here has the number LX000000000CN." in wrong.content.decode()
    right = client.post("/warehouse/", {"code": f" {number[:4].lower()} {number[4:]} "})
    assert "Right. It goes." in right.content.decode()
    assert Parcel.objects.get(ucr=day.bonded).state == "dispatched"


def test_a_keeper_does_not_hand_over_what_lies_elsewhere(day: Day, sign_in: SignIn) -> None:
    number = Parcel.objects.get(ucr=day.waiting).number
    answer = sign_in("warehouse").post("/warehouse/", {"code": number})
    assert answer.status_code == 422
    assert Parcel.objects.get(ucr=day.waiting).state == "labelled"


def test_an_order_that_has_not_left_is_cancelled(day: Day, sign_in: SignIn) -> None:
    client = sign_in("seller")
    client.post("/seller/orders/A-3/cancel", {"reason": "Wrong lamp"})
    assert Consignment.objects.get(order_number="A-3").state == "cancelled"
    answer = client.post("/seller/orders/A-1/cancel", {"reason": "Too late"})
    assert answer.status_code == 409
    assert Consignment.objects.get(order_number="A-1").state == "settled"


def test_an_order_of_another_seller_is_not_found(day: Day, sign_in: SignIn) -> None:
    assert sign_in("seller").get("/seller/orders/B-1").status_code == 404
    assert sign_in("seller").post("/seller/orders/B-1/cancel").status_code == 404


def test_an_offer_is_taken_once_and_another_is_left(day: Day, sign_in: SignIn) -> None:
    client = sign_in("seller")
    assert "Take the money" in client.get("/seller/finance/").content.decode()
    client.post(f"/seller/finance/{day.offered}", {"do": "draw"})
    client.post(f"/seller/finance/{day.offered}", {"do": "draw"})
    assert Advance.objects.get(pk=day.offered).state == "drawn"
    assert "Take the money" not in client.get("/seller/finance/").content.decode()


def test_an_offer_is_left(day: Day, sign_in: SignIn) -> None:
    sign_in("seller").post(f"/seller/finance/{day.offered}", {"do": "decline"})
    assert Advance.objects.get(pk=day.offered).state == "declined"


def test_an_offer_to_somebody_else_cannot_be_taken(day: Day) -> None:
    client = Client()
    client.force_login(cast.person("tan@example.org", "kl-batik", "seller"))
    assert client.post(f"/seller/finance/{day.offered}", {"do": "draw"}).status_code == 403
    assert Advance.objects.get(pk=day.offered).state == "offered"


def test_a_lender_offers_and_is_told_what_is_wrong_with_an_offer(day: Day, sign_in: SignIn) -> None:
    client = sign_in("lender")
    form = {"ucr": day.waiting.lower(), "share": "4/5", "fee": "0.015", "days": "21"}
    assert client.post("/lender/", form).status_code == 302  # the same offer again is harmless
    assert Advance.objects.count() == 1
    answer = client.post("/lender/", {**form, "ucr": day.settled})
    assert answer.status_code == 422
    assert "There are no proceeds" in answer.content.decode()
    days = client.post("/lender/", {**form, "days": "soon"})
    assert "“soon” is not a number of days." in days.content.decode()
    assert Advance.objects.count() == 1


def test_a_merchant_asks_and_the_code_can_be_scanned(day: Day, sign_in: SignIn) -> None:
    client = sign_in("merchant")
    answer = client.post("/merchant/", {"amount": "12.80", "currency": "myr"})
    sale = PaymentOrder.objects.get(amount_minor=1280)
    assert answer.headers["Location"] == f"/pay/{sale.end_to_end_id}/"
    page = Client().get(f"/pay/{sale.end_to_end_id}/").content.decode()
    assert "Pay MYR 12.80" in page
    assert f'hx-get="/pay/{sale.end_to_end_id}/state"' in page


@pytest.mark.parametrize(("amount", "currency"), [("much", "MYR"), ("12.80", "XXX"), ("-1", "MYR")])
def test_a_merchant_who_asks_for_no_amount_is_told_so(amount: str, currency: str, day: Day, sign_in: SignIn) -> None:
    answer = sign_in("merchant").post("/merchant/", {"amount": amount, "currency": currency})
    assert answer.status_code == 422
    assert 'class="finding"' in answer.content.decode()
    assert PaymentOrder.objects.filter(ucr="").count() == 1


def test_what_was_paid_shows_no_code_any_more(day: Day) -> None:
    paid = PaymentOrder.objects.get(ucr=day.settled)
    card = Client().get(f"/pay/{paid.end_to_end_id}/state").content.decode()
    assert "The payment has been received." in card
    assert "hx-get" not in card
    assert '<svg class="qr"' not in card


def test_a_visitor_pays_the_code_of_a_merchant_at_another_hub(day: Day, sign_in: SignIn, settings: object) -> None:
    client = sign_in("seller")
    from entrepot.hub.parties.models import Person

    mei = Person.objects.get(email="mei@example.org")
    wallet = payments.open_wallet("mei", holder=mei, currency="MYR", by=cast.by("lake-wallet"))
    payments.load(wallet, Money.of("100", "MYR"), "L-1", by=cast.by("lake-wallet"))
    ours = PaymentOrder.objects.get(end_to_end_id=day.sale).qr
    answer = client.post("/wallet/pay", {"wallet": "mei", "qr": ours})
    assert answer.status_code == 422
    assert "This code asks for a payment at this hub itself." in answer.content.decode()
    assert VisitorPayment.objects.count() == 0
    assert client.post("/wallet/pay", {"wallet": "mei", "qr": "nonsense"}).status_code == 422


def test_the_wallet_of_somebody_else_pays_nothing(day: Day, sign_in: SignIn, stranger: Client) -> None:
    wallet = payments.open_wallet("shop", holder=cast.party("hz-ceramics"), currency="MYR", by=cast.by("lake-wallet"))
    code = PaymentOrder.objects.get(end_to_end_id=day.sale).qr
    answer = stranger.post("/wallet/pay", {"wallet": wallet.code, "qr": code})
    assert answer.status_code == 422
    assert VisitorPayment.objects.count() == 0


def test_an_operator_sees_what_is_parked_and_tries_it_again(day: Day, sign_in: SignIn) -> None:
    run = Run.objects.first()
    assert run is not None
    Run.objects.filter(place=run.place).update(state="parked", closed_at=None, error="the carrier does not answer")
    client = sign_in("operator")
    page = client.get("/operator/").content.decode()
    assert "the carrier does not answer" in page
    assert "needs you" in page
    client.post(f"/operator/runs/{run.place}", {"do": "retry"})
    run.refresh_from_db()
    assert run.state == "due"
    assert client.post(f"/operator/runs/{run.place}", {"do": "retry"}).status_code == 404


def test_an_operator_dismisses_what_cannot_be_mended(day: Day, sign_in: SignIn) -> None:
    run = Run.objects.first()
    assert run is not None
    Run.objects.filter(place=run.place).update(state="parked", closed_at=None, error="gone")
    sign_in("operator").post(f"/operator/runs/{run.place}", {"do": "dismiss", "reason": "done by hand"})
    run.refresh_from_db()
    assert run.state == "dismissed"


def test_nobody_else_touches_what_is_parked(day: Day, sign_in: SignIn, stranger: Client) -> None:
    for client in (sign_in("seller"), stranger):
        assert client.post("/operator/runs/1", {"do": "dismiss"}).status_code == 403


def test_a_person_with_two_parties_takes_one_seat_or_the_other(day: Day) -> None:
    client = Client()
    cast.person("two@example.org", "hz-ceramics", "seller", "Two Seats")
    client.force_login(cast.person("two@example.org", "kl-batik", "seller", "Two Seats"))
    assert "<b>Batik House</b>" in client.get("/seller/").content.decode()
    assert client.get("/sit/seller/hz-ceramics/").headers["Location"] == "/seller/"
    assert "<b>Hangzhou Ceramics</b>" in client.get("/seller/").content.decode()
    assert client.get("/sit/seller/kl-none/").status_code == 403
    assert client.get("/sit/customs/cn-customs/").status_code == 403


def test_a_decision_without_the_forms_own_token_is_not_taken(day: Day) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.person("aminah@example.org", "cn-customs", "customs"))
    answer = client.post(f"/officer/d/{day.stopped}", {"decision": "release"})
    assert answer.status_code == 403
    assert "The form was too old" in answer.content.decode()
    assert Decision.objects.filter(declaration__mrn=day.stopped, move="release").count() == 0
