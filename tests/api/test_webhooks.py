"""The door for webhooks: registered by people, looked after by machines; and the feed of what concerns a party."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from entrepot.hub.webhooks import postman
from entrepot.hub.webhooks.models import Endpoint
from tests import cast
from tests.api.door import bearer, post

pytestmark = pytest.mark.django_db

URL = "https://127.0.0.1:9/hub"  # nothing listens there


@pytest.fixture
def registered(settings: Settings) -> dict[str, Any]:
    settings.ENTREPOT_ALLOW_LOOPBACK_PEERS = True
    cast.party("hz-ceramics")
    wanted = {"url": URL, "kinds": ["orders.order.placed"], "party": "hz-ceramics"}
    answer = post("/api/v1/webhooks", wanted, bearer("operator"))
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def get(address: str, headers: dict[str, str]) -> Any:
    return Client().get(address, headers=headers)


def test_an_endpoint_is_registered_and_its_secret_told_once(registered: dict[str, Any]) -> None:
    assert registered["secret"].startswith("whsec_")
    mine = bearer("hz-ceramics")
    (shown,) = get("/api/v1/webhooks", mine).json()
    assert (shown["url"], shown["state"]) == (URL, "active")
    assert "secret" not in str(shown)
    assert get("/api/v1/webhooks", bearer("kl-batik")).json() == []


def test_its_machine_pings_and_reads_the_log_and_another_does_not(registered: dict[str, Any]) -> None:
    mine, theirs = bearer("hz-ceramics"), bearer("kl-batik")
    address = f"/api/v1/webhooks/{registered['endpoint']['id']}"
    assert post(f"{address}/ping", {}, mine).status_code == 204
    postman.go_once()
    (line,) = get(f"{address}/deliveries", mine).json()
    assert (line["kind"], line["state"], line["tries"], line["status"]) == ("webhooks.ping", "due", 1, 0)
    for told in ("ping", "retry", "secret"):
        assert post(f"{address}/{told}", {}, theirs).status_code == 403
    assert get(f"{address}/deliveries", theirs).status_code == 403


def test_a_machine_registers_no_endpoint_and_ends_none(registered: dict[str, Any]) -> None:
    mine = bearer("hz-ceramics")
    assert post("/api/v1/webhooks", {"url": URL + "/2"}, mine).status_code == 403
    address = f"/api/v1/webhooks/{registered['endpoint']['id']}"
    assert Client().delete(address, headers=mine).status_code == 403
    assert post(f"{address}/secret", {}, mine).status_code == 403
    assert Endpoint.objects.count() == 1
    assert Client().delete(address, headers=bearer("operator")).status_code == 204
    assert not Endpoint.objects.exists()


def test_an_address_behind_the_wall_is_refused() -> None:
    cast.party("hz-ceramics")
    body = {"url": "https://169.254.169.254/", "kinds": ["parties.right.granted"], "party": "hz-ceramics"}
    answer = post("/api/v1/webhooks", body, bearer("operator"))
    assert (answer.status_code, [found["code"] for found in answer.json()["findings"]]) == (422, ["webhook-address"])


def test_the_feed_tells_a_party_what_concerns_it_and_whence_to_read_on() -> None:
    mine = bearer("hz-ceramics")
    cast.party("kl-batik")
    page = get("/api/v1/events/mine", mine).json()
    assert {each["data"]["subject"] for each in page["messages"]} == {"party:hz-ceramics"}
    assert [each["type"] for each in page["messages"]][-1] == "parties.key.issued"
    again = get(f"/api/v1/events/mine?since={page['next']}", mine).json()
    assert again == {"messages": [], "next": page["next"]}


def test_the_kinds_are_told_with_their_facts() -> None:
    kinds = {each["kind"]: each["facts"] for each in get("/api/v1/webhooks/kinds", bearer("hz-ceramics")).json()}
    assert kinds["parties.right.granted"] == ["right"]
    assert "reason" not in str(kinds)
