"""A party's machine works with a hub through the client."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from allauth.idp.oidc.models import Token
from entrepot_client import Hub, Problem, facts

from entrepot.hub.customs.models import Declaration, Paper
from entrepot.hub.events import worker
from entrepot.hub.orders.models import Order
from tests import cast
from tests.hub.customs import goods
from tests.hub.orders.shop import DOTTED, ceramics

Machines = Callable[[str], Hub]

ORDER: facts.OrderFacts = {
    "number": "W-1",
    "ordered_on": "2026-03-01",
    "currency": "MYR",
    "destination": "MY",
    "lines": [{"sku": "BOWL", "quantity": 1, "unit_price": "480.00"}],
    "freight": "20.00",
    "buyer": {"name": "Nur Contoh", "phone": "+60123456789"},
}
UCR = "6CNHZ--CERAMICS-W-1"


def declaration() -> facts.DeclarationFacts:
    told: facts.DeclarationFacts = msgspec.to_builtins(goods.export())
    return told


def test_a_machine_is_taken_for_its_party(machine_of: Machines) -> None:
    me = machine_of("hz-ceramics").me()
    assert (me["party"], sorted(me["rights"])) == ("hz-ceramics", ["declarant", "seller"])


def test_products_are_listed_and_each_is_answered(machine_of: Machines) -> None:
    hub = machine_of("hz-ceramics")
    vase: facts.ProductFacts = {
        "sku": "VASE/1",
        "title": "Celadon vase",
        "hs": "6912.00",
        "origin": "CN",
        "net_mass_kg": "1.2",
        "price": "480.00",
        "currency": "MYR",
    }
    answers = hub.list_products([vase, {**vase, "sku": "POT", "hs": "6"}])
    assert [(each["listed"], [found["code"] for found in each["findings"]]) for each in answers] == [
        (True, []),
        (False, ["hs-shape"]),
    ]
    assert hub.product("VASE/1")["hs"] == "691200"
    assert [each["sku"] for each in hub.products()] == ["VASE/1"]
    assert [each["destination"] for each in hub.landed_cost("VASE/1", ["MY", "SG"])] == ["MY", "SG"]


def test_an_order_is_placed_and_followed(machine_of: Machines, settings: pytest.FixtureRequest) -> None:
    settings.ENTREPOT_FOLLOWERS = DOTTED  # type: ignore[attr-defined]
    ceramics()
    hub = machine_of("hz-ceramics")
    for _ in range(2):
        assert [(each["placed"], each.get("ucr")) for each in hub.place_orders([ORDER])] == [(True, UCR)]
    assert Order.objects.count() == 1
    worker.work_until_idle()
    assert hub.consignment(UCR)["total_minor"] == 50000
    assert [each["ucr"] for each in hub.consignments()] == [UCR]
    assert hub.events_of(UCR)[0]["kind"] == "orders.order.placed"
    told = list(hub.events())
    assert [each["type"] for each in told if each["data"]["ucr"] == UCR][:2] == [
        "orders.order.placed",
        "payments.payment.requested",
    ]
    assert list(hub.events(since=told[-1]["data"]["position"])) == []
    with pytest.raises(Problem) as refused:
        machine_of("kl-batik").consignment(UCR)
    assert (refused.value.status, refused.value.kind) == (404, "unknown")


def test_a_batch_is_checked_then_lodged_and_again_is_harmless(machine_of: Machines) -> None:
    cast.party("cn-customs")
    hub = machine_of("hz-ceramics")
    assert [each["in_order"] for each in hub.check([declaration()])] == [True]
    assert not Declaration.objects.exists()
    assert [each["outcome"] for each in hub.lodge([declaration()])] == ["lodged"]
    assert [each["outcome"] for each in hub.lodge([declaration()])] == ["repeated"]
    assert hub.declaration("QH-4711-X")["ucr"] == goods.UCR
    assert [each["lrn"] for each in hub.declarations(ucr=goods.UCR)] == ["QH-4711-X"]


def test_a_form_is_filled_from_the_same_declaration(machine_of: Machines) -> None:
    hub = machine_of("hz-ceramics")
    assert "K8" in {form["code"] for form in hub.forms(country="MY")}
    assert hub.forms_beside()
    assert hub.fill("CN22", declaration())["form"] == "CN22"


def test_a_paper_of_its_own_is_filed(machine_of: Machines) -> None:
    bank = machine_of("hz-bank")
    paper: facts.PaymentPaper = {
        "order_number": "4711",
        "reference": "PAY-4711",
        "currency": "MYR",
        "amount": "548.00",
        "payer": {"name": "Aminah Binti Yusof", "identity": "880101-14-5566"},
    }
    assert bank.file_paper("payment", goods.UCR, paper)["version"] == 1
    assert [each["kind"] for each in bank.papers(goods.UCR)] == ["payment"]
    assert Paper.objects.get().sender_id == "hz-bank"


def test_a_permit_is_applied_for_once(machine_of: Machines) -> None:
    cast.party("plant-health")
    hub = machine_of("kl-batik")
    asked: facts.ApplicationFacts = {
        "kind": "MY-PHYTO",
        "agency": "plant-health",
        "goods": "440929",
        "quantity": "10",
        "unit": "KGM",
        "reference": "P-1",
    }
    first, again = hub.apply_for_permit(asked), hub.apply_for_permit(asked)
    assert first["number"] == again["number"] == hub.permit(first["number"])["number"]
    assert [each["number"] for each in hub.permits()] == [first["number"]]


def test_nothing_is_stated_yet(machine_of: Machines) -> None:
    assert machine_of("kl-batik").statements() == []


def test_what_cannot_be_read_is_told_with_every_place(machine_of: Machines) -> None:
    with pytest.raises(Problem) as unreadable:
        machine_of("hz-ceramics").list_products([{"sku": 1}])  # type: ignore[list-item,typeddict-item]
    problem = unreadable.value
    assert problem.request_id
    assert (problem.status, problem.kind) == (400, "unreadable")
    assert "/0/title" in [found.get("pointer") for found in problem.findings]


def test_the_findings_come_in_the_language_asked_for(machine_of: Machines) -> None:
    hub = machine_of("hz-ceramics")
    hub._client.headers["Accept-Language"] = "zh-hans"
    with pytest.raises(Problem) as unknown:
        hub.consignment("6CNNOBODY-1")
    assert not unknown.value.title.isascii()


def test_a_token_that_has_ended_is_renewed_without_a_word(machine_of: Machines) -> None:
    hub = machine_of("hz-ceramics")
    hub.me()
    Token.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert hub.me()["party"] == "hz-ceramics"


def test_a_wrong_secret_is_refused(machine_of: Machines) -> None:
    hub = machine_of("hz-ceramics")
    hub._line._key = (hub._line._key[0], "guessed")
    with pytest.raises(Problem) as refused:
        hub.me()
    assert (refused.value.status, refused.value.title) == (401, "invalid_client")
