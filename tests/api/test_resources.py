from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from ninja import Schema
from pytest_django import Settings

from entrepot.hub import events, ledger
from entrepot.hub.api.v1 import ROUTERS
from entrepot.hub.events import worker
from entrepot.hub.events.models import Run
from entrepot.trade.ledger import move
from entrepot.trade.money import Money
from tests import cast
from tests.api.door import bearer, post
from tests.hub.events.consequences import TROUBLE

pytestmark = pytest.mark.django_db

UCR = "6CN91330100-1001"


def get(address: str, code: str) -> Any:
    return Client().get(address, headers=bearer(code))


def test_an_operator_registers_a_party_and_grants_and_withdraws_rights() -> None:
    header = bearer("operator")
    facts = {
        "code": "pen-weavers",
        "name": "Penang Weavers",
        "country": "MY",
        "rights": ["seller"],
        "languages": ["ms"],
    }
    made = post("/api/v1/parties", facts, header)
    shown = {**facts, "home": True}
    assert (made.status_code, made.json()) == (201, shown)
    granted = Client().put("/api/v1/parties/pen-weavers/rights/declarant", headers=header).json()
    assert granted["rights"] == ["declarant", "seller"]
    Client().delete("/api/v1/parties/pen-weavers/rights/declarant", headers=header)
    assert Client().get("/api/v1/parties/pen-weavers", headers=bearer("hz-post")).json() == shown


def test_parties_are_listed_by_right() -> None:
    cast.party("hz-ceramics")
    listed = get("/api/v1/parties?right=carrier", "hz-post").json()
    assert [row["code"] for row in listed] == ["hz-post"]
    assert [row["code"] for row in get("/api/v1/parties", "hz-post").json()] == ["hz-ceramics", "hz-post"]


def test_a_person_issues_lists_and_withdraws_the_keys_of_their_party() -> None:
    browser = Client()
    browser.force_login(cast.person("mei@example.org", "hz-ceramics", "seller"))
    issued = browser.post("/api/v1/parties/hz-ceramics/keys", {"name": "till"}, content_type="application/json")
    assert issued.status_code == 201
    keys = browser.get("/api/v1/parties/hz-ceramics/keys").json()
    assert [(key["client_id"], key["name"]) for key in keys] == [(issued.json()["client_id"], "till")]
    assert "client_secret" not in keys[0]
    assert browser.delete(f"/api/v1/parties/hz-ceramics/keys/{keys[0]['client_id']}").status_code == 204
    assert browser.get("/api/v1/parties/hz-ceramics/keys").json() == []
    assert get("/api/v1/parties/hz-ceramics/keys", "kl-batik").status_code == 403


def test_an_operator_enrols_people_and_strikes_them_off() -> None:
    header = bearer("operator")
    cast.party("hz-ceramics")
    mei = {"email": "mei@example.org", "name": "Mei", "role": "seller", "password": cast.PASSWORD}
    (member,) = post("/api/v1/parties/hz-ceramics/people", mei, header).json()
    assert (member["email"], member["name"], member["role"]) == ("mei@example.org", "Mei", "seller")
    assert Client().get("/api/v1/parties/hz-ceramics/people", headers=header).json() == [member]
    own = f"/api/v1/parties/hz-ceramics/people/{member['number']}/seller"
    assert Client().delete(own, headers=bearer("hz-ceramics")).status_code == 403
    assert post("/api/v1/parties/hz-ceramics/people", mei, bearer("hz-ceramics")).status_code == 403
    assert Client().delete(own, headers=header).status_code == 204
    assert Client().get("/api/v1/parties/hz-ceramics/people", headers=header).json() == []
    assert get("/api/v1/parties/hz-ceramics/people", "kl-batik").status_code == 403


def test_a_party_reads_the_file_of_a_consignment_in_which_it_took_part_and_no_other() -> None:
    events.record("orders.order.placed", UCR, ucr=UCR, by=cast.by("hz-ceramics"), body={"n": 1})
    (row,) = get(f"/api/v1/events/of/{UCR}", "hz-ceramics").json()
    assert (row["kind"], row["ucr"], row["at"], row["body"]) == (
        "orders.order.placed",
        UCR,
        "2026-03-02T12:00:00Z",
        {"n": 1},
    )
    assert row["actor"] == {"kind": "party", "ref": "hz-ceramics", "party": "hz-ceramics", "name": "Hangzhou Ceramics"}
    assert get(f"/api/v1/events/of/{UCR}", "kl-batik").status_code == 403
    assert get(f"/api/v1/events/of/{UCR}", "operator").json() == [row]


def test_an_operator_reads_the_whole_record_page_by_page() -> None:
    header = bearer("operator")
    first = events.record("a.b.c", "s", by=cast.the_hub())
    second = events.record("a.b.d", "s", by=cast.the_hub())
    page = Client().get(f"/api/v1/events?since={first.position - 1}&limit=1", headers=header).json()
    assert ([row["position"] for row in page["events"]], page["next"]) == ([first.position], first.position)
    page = Client().get(f"/api/v1/events?since={page['next']}", headers=header).json()
    assert ([row["kind"] for row in page["events"]], page["next"]) == (["a.b.d"], second.position)
    page = Client().get(f"/api/v1/events?since={page['next']}", headers=header).json()
    assert page == {"events": [], "next": second.position}
    assert get("/api/v1/events", "hz-ceramics").status_code == 403


def test_an_operator_finds_what_is_stuck_and_has_it_tried_again(settings: Settings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.events.consequences.FOLLOWERS"
    header = bearer("operator")
    events.record("tests.sale", "s", by=cast.the_hub())
    Run.objects.filter(subject="s").update(tries=worker.FAULTS - 1)
    TROUBLE.append(RuntimeError("the till jammed"))
    worker.work_until_idle()
    (stuck,) = Client().get("/api/v1/events/parked", headers=header).json()
    assert (stuck["follower"], stuck["error"]) == (
        "tests.hub.events.consequences.fee",
        "RuntimeError: the till jammed",
    )
    assert post(f"/api/v1/events/parked/{stuck['place']}/retry", {}, bearer("hz-post")).status_code == 403
    assert post(f"/api/v1/events/parked/{stuck['place']}/retry", {}, header).status_code == 204
    worker.work_until_idle()
    assert Client().get("/api/v1/events/parked", headers=header).json() == []


def test_an_operator_gives_up_what_must_never_happen_and_says_why(settings: Settings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.events.consequences.FOLLOWERS"
    events.record("tests.sale", "s", by=cast.the_hub())
    Run.objects.update(state="parked")
    address = f"/api/v1/events/parked/{Run.objects.get().place}/dismiss"
    assert post(address, {"reason": "The stall closed"}, bearer("hz-post")).status_code == 403
    assert post(address, {"reason": ""}, bearer("operator")).status_code == 400
    assert Run.objects.get().state == "parked"
    assert post(address, {"reason": "The stall closed"}, bearer("operator")).status_code == 204
    assert Run.objects.get().state == "dismissed"
    assert post(address, {"reason": "The stall closed"}, bearer("operator")).status_code == 409


def test_an_operator_erases_the_particulars_of_a_file_and_the_file_stays() -> None:
    events.record("orders.order.placed", UCR, ucr=UCR, by=cast.the_hub(), personal={"name": "Nurul"})
    address = f"/api/v1/events/of/{UCR}/particulars"
    assert Client().delete(address, headers=bearer("hz-ceramics")).status_code == 403
    header = bearer("operator")
    assert [Client().delete(address, headers=header).json() for _ in range(2)] == [{"number": 1}, {"number": 0}]
    assert len(Client().get(f"/api/v1/events/of/{UCR}", headers=header).json()) == 1


def test_a_party_sees_its_own_accounts_and_the_operator_the_whole_book() -> None:
    ledger.post(
        [move("sale", "A bowl", "escrow", "payable:hz-ceramics", Money.from_minor(4200, "MYR"), ucr=UCR)],
        by=cast.the_hub(),
    )
    payable = {"account": "payable:hz-ceramics", "currency": "MYR", "minor": -4200}
    escrow = {"account": "escrow", "currency": "MYR", "minor": 4200}
    assert get("/api/v1/ledger/balances", "hz-ceramics").json() == [payable]
    assert get("/api/v1/ledger/balances", "kl-batik").json() == []
    assert get("/api/v1/ledger/balances", "operator").json() == [escrow, payable]
    (transfer,) = get(f"/api/v1/ledger/transfers/{UCR}", "hz-ceramics").json()
    assert (transfer["key"], transfer["postings"]) == ("sale", [payable])
    assert get(f"/api/v1/ledger/transfers/{UCR}", "kl-batik").json() == []
    assert get("/api/v1/ledger/trial", "operator").json() == [{"currency": "MYR", "minor": 0}]
    assert get("/api/v1/ledger/trial", "hz-ceramics").status_code == 403


def test_the_interface_describes_itself() -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert described["info"]["title"] == "Entrepôt"
    assert {"/api/v1/token", "/api/v1/parties", "/api/v1/events", "/api/v1/ledger/balances"} <= described[
        "paths"
    ].keys()
    assert [name for name, path in described["paths"].items() for of in path.values() if not of.get("summary")] == []


def test_every_answer_states_what_a_browser_may_do_and_has_a_number() -> None:
    answer = Client().get("/api/v1/problems", headers={"X-Request-Id": "story-0001"})
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert (policy["default-src"], policy["img-src"], policy["frame-ancestors"]) == ("'self'", "'self' data:", "'none'")
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Request-Id"] == "story-0001"
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == ("nosniff", "DENY")
    crooked = Client().get("/api/v1/problems", headers={"X-Request-Id": "a b\tc{}"})
    assert len(crooked["X-Request-Id"]) == 16


def test_no_two_shapes_of_the_document_share_a_name() -> None:
    """One would hide the other, and every client made from the document would read it wrong."""
    shapes: dict[str, set[str]] = {}
    for name in ROUTERS.values():
        module = import_module(name.rpartition(".")[0])
        for shape in vars(module).values():
            if isinstance(shape, type) and issubclass(shape, Schema):
                shapes.setdefault(shape.__name__, set()).add(json.dumps(shape.model_json_schema()["properties"]))
    assert {name for name, told in shapes.items() if len(told) > 1} == set()
