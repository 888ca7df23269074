"""After the sale, as buyer, seller, keeper and operator see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entrepot.hub.aftersales import access, actions, losses
from entrepot.hub.aftersales.disputes import DisputeFacts
from entrepot.hub.aftersales.facts import Stopped
from entrepot.hub.aftersales.models import Dispute, Rating, Return
from entrepot.hub.events import clock
from entrepot.hub.orders.models import Consignment
from tests import cast
from tests.hub.aftersales import sold

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


@pytest.fixture
def cups(settings: LazySettings) -> Consignment:
    """Three cups and a bowl, delivered yesterday."""
    _story(settings)
    consignment = sold.direct()
    clock.reach(sold.when(consignment))
    return consignment


@pytest.fixture
def sarongs(settings: LazySettings) -> Consignment:
    """Two sarongs out of bonded stock."""
    _story(settings)
    consignment = sold.bonded()
    clock.reach(sold.when(consignment))
    return consignment


def _story(settings: LazySettings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.aftersales.conftest.FOLLOWERS"
    settings.ENTREPOT_CLOCK = "simulated"
    settings.ENTREPOT_COUNTRY = "CN"
    clock.start(cast.NOON)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_buyer_without_an_account_asks_and_the_seller_answers_and_receives(
    cups: Consignment, sign_in: SignIn
) -> None:
    address = access.address(cups.ucr)
    html = page(Client(), address)
    assert "Send goods back" in html
    assert "Celadon cup, up to 3" in html
    photo = SimpleUploadedFile("crack.png", sold.PNG, "image/png")
    form = {"pieces-1": "2", "pieces-2": "0", "reason": "damaged", "told": "Cracked", "photos": photo}
    assert Client().post(f"{address}return", form).status_code == 302
    asked = Return.objects.get()
    seller = sign_in("seller")
    assert asked.number in page(seller, "/seller/returns/")
    html = page(seller, f"/seller/returns/{asked.number}")
    assert "Cracked" in html
    assert "crack.png" in html
    refused = seller.post(f"/seller/returns/{asked.number}", {"move": "refuse", "answer": ""})
    assert (refused.status_code, b"a refusal says why" in refused.content) == (422, True)
    seller.post(f"/seller/returns/{asked.number}", {"move": "accept", "answer": "Lake Road 1"})
    html = page(Client(), address)
    assert "Lake Road 1" in html
    label = page(Client(), f"{address}return/{asked.number}/label")
    assert "<svg" in label
    assert asked.number in label
    seller.post(f"/seller/returns/{asked.number}", {"move": "receive", "good-CUP": "1"})
    assert "79.98" in page(Client(), address)
    assert "Return paid back" in page(seller, f"/c/{cups.ucr}")


def test_what_is_wrong_with_a_request_stands_in_its_form(cups: Consignment) -> None:
    answer = Client().post(f"{access.address(cups.ucr)}return", {"pieces-1": "9", "reason": "damaged"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "9 pieces of line 1 cannot be sent back" in html
    assert "It is not said what is wrong" in html
    assert Return.objects.count() == 0


def test_nobody_else_opens_the_page_or_its_files(cups: Consignment, sign_in: SignIn) -> None:
    number = sold.asked(cups, {1: 1}).number
    wrong = f"/bought/{cups.ucr}/{access.seal_of('6MYKLBATIK-1')}/"
    for address in (wrong, f"{wrong}return/{number}/label", f"{wrong}file/1"):
        assert Client().get(address).status_code == 403, address
    for what in ("return", "dispute", "rate/1", f"return/{number}/withdraw"):
        assert Client().post(f"{wrong}{what}", {"stars": "5"}).status_code == 403, what
    assert Return.objects.get().state == "requested"
    batik = Client()
    batik.force_login(cast.person("siti@example.org", "kl-batik", "seller"))
    assert batik.get(f"/seller/returns/{number}").status_code == 404
    for desk in ("/seller/returns/", "/operator/disputes/", "/warehouse/returns/"):
        assert Client().get(desk).status_code == 302
    assert sign_in("seller").get("/operator/disputes/").status_code == 403


def test_a_dispute_goes_from_the_buyer_over_the_seller_to_the_operator(cups: Consignment, sign_in: SignIn) -> None:
    address = access.address(cups.ucr)
    wrong = Client().post(f"{address}dispute", {"cause": "damaged", "told": ""})
    assert (wrong.status_code, Dispute.objects.count()) == (422, 0)
    Client().post(f"{address}dispute", {"cause": "damaged", "told": "In shards"})
    number = Dispute.objects.get().number
    operator, seller = sign_in("operator"), sign_in("seller")
    assert "The seller still has time" in page(operator, f"/operator/disputes/{number}")
    assert "In shards" in page(seller, f"/seller/disputes/{number}")
    seller.post(f"/seller/disputes/{number}", {"answer": "It left whole"})
    assert "It left whole" in page(operator, f"/operator/disputes/{number}")
    bad = operator.post(f"/operator/disputes/{number}", {"refund": "many", "reasons": "So"})
    assert bad.status_code == 422
    operator.post(f"/operator/disputes/{number}", {"refund": "60.00", "reasons": "The photographs agree"})
    html = page(Client(), address)
    assert "The photographs agree" in html
    assert "60.00" in html


def test_a_rating_is_given_read_and_answered(cups: Consignment, sign_in: SignIn) -> None:
    address = access.address(cups.ucr)
    assert Client().post(f"{address}rate/1", {"stars": "0"}).status_code == 422
    Client().post(f"{address}rate/1", {"stars": "4", "words": "Thin and light"})
    operator, seller = sign_in("operator"), sign_in("seller")
    assert "Thin and light" in page(operator, "/operator/disputes/")
    number = Rating.objects.get().pk
    assert operator.post("/operator/disputes/", {"rating": number, "move": "hide", "why": ""}).status_code == 422
    operator.post("/operator/disputes/", {"rating": number, "move": "show"})
    html = page(seller, "/seller/returns/")
    assert "4.0 of 5 stars, 1 rating" in html
    seller.post("/seller/returns/", {"rating": number, "reply": "Come again"})
    assert "Come again" in page(Client(), address)


def test_the_keeper_of_the_shelf_notes_the_condition(sarongs: Consignment, sign_in: SignIn) -> None:
    number = sold.accepted(sarongs, {1: 2}).number
    keeper = sign_in("warehouse")
    assert number in page(keeper, "/warehouse/returns/")
    html = page(keeper, f"/warehouse/returns/{number}")
    assert "fit to be sold again" in html
    keeper.post(f"/warehouse/returns/{number}", {"move": "receive", "good-SARONG": "2"})
    assert Return.objects.get().state == "refunded"
    assert keeper.get("/warehouse/returns/nothing").status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "ms"])
def test_the_pages_are_told_in_every_language(cups: Consignment, language: str) -> None:
    facts = DisputeFacts(cause="damaged", told="x")
    actions.open_dispute(cups.ucr, facts, seal=access.seal_of(cups.ucr), by=sold.visitor(clock.now()))
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    html = page(client, access.address(cups.ucr))
    assert {"zh-hans": "退回商品", "ms": "Pulangkan barang"}[language] in html
    assert "Send goods back" not in html


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "By the term of delivery the seller bears this."),
        ("zh-hans", "按照交货条件，此损失由卖家承担"),
        ("ms", "Mengikut syarat penghantaran, penjual menanggung"),
    ],
)
def test_a_buyer_reads_what_a_border_kept_why_and_what_goes_back(
    settings: LazySettings, language: str, told: str
) -> None:
    _story(settings)
    consignment = sold.sent()
    why = Stopped(mrn="26MY0001", outcome="seized", direction="import", reason="Lead in the glaze.", law="Customs Act")
    losses.lose(consignment.ucr, why, by=sold.PEER)
    html = page(Client(HTTP_ACCEPT_LANGUAGE=language), access.address(consignment.ucr))
    for each in (told, "Lead in the glaze.", "Customs Act", "26MY0001", "240.00"):
        assert each in html
    other = Client().get(f"/bought/{consignment.ucr}/{access.seal_of('6MYKLBATIK-1')}/")
    assert other.status_code != 200
    assert b"Lead" not in other.content
