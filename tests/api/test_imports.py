"""Files of products at the JSON door: brought, mapped, coded, taken in, undone; by their seller alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from entrepot.hub.catalogue.models import Import, Product
from entrepot.hub.events import worker
from tests.api.door import bearer
from tests.hub.adapters.product_files import SHOPIFY

pytestmark = pytest.mark.django_db

DOOR = "/api/v1/imports"


@pytest.fixture(autouse=True)
def _what_follows(settings: Settings) -> None:
    settings.ENTREPOT_FOLLOWERS = "entrepot.hub.followers.FOLLOWERS"


def brought(headers: dict[str, str], text: str = SHOPIFY) -> Any:
    answer = Client().post(f"{DOOR}?name=export.csv", text.encode(), content_type="text/csv", headers=headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


def put(address: str, body: Any, headers: dict[str, str]) -> Any:
    return Client().put(address, json.dumps(body), content_type="application/json", headers=headers)


def post(address: str, headers: dict[str, str], body: Any = None) -> Any:
    return Client().post(address, json.dumps(body or {}), content_type="application/json", headers=headers)


def test_a_file_goes_from_hand_to_catalogue_and_back() -> None:
    headers = bearer("hz-ceramics")
    found = brought(headers)
    assert (found["shop"], found["state"], found["rows"], found["counts"]) == ("shopify", "brought", 3, {"refused": 3})
    here = f"{DOOR}/{found['number']}"
    mapping = found["mapping"] | {"defaults": {"origin": "CN", "currency": "CNY"}}
    assert put(f"{here}/mapping", mapping, headers).json()["counts"] == {"waits": 3}
    suggested = Client().get(f"{here}/suggestions", headers=headers).json()
    assert [each["sku"] for each in suggested] == ["MUG-BL", "MUG-GL", "TOWEL"]
    assert suggested[0]["suggestions"][0]["code"] == "691200"
    codes = {"MUG-BL": "691200", "MUG-GL": "691200", "TOWEL": "630291"}
    assert post(f"{here}/codes", headers, codes).json()["counts"] == {"new": 3}
    assert post(f"{here}/start", headers).json()["state"] == "running"
    worker.work_until_idle()
    done = Client().get(here, headers=headers).json()
    assert (done["state"], done["done"], done["counts"]) == ("finished", 3, {"new": 3})
    rows = Client().get(f"{here}/rows?after=2", headers=headers).json()
    assert [(each["line"], each["sku"], each["outcome"]) for each in rows] == [
        (3, "MUG-GL", "new"),
        (5, "TOWEL", "new"),
    ]
    assert post(f"{here}/undo", headers).json()["state"] == "undone"
    assert set(Product.objects.values_list("state", flat=True)) == {"removed"}


def test_a_file_that_is_none_is_refused_and_not_kept() -> None:
    answer = Client().post(DOOR, b"PK\x03\x04", content_type="application/octet-stream", headers=bearer("hz-ceramics"))
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "file-unreadable")
    assert not Import.objects.exists()


def test_another_seller_does_not_see_the_file_and_a_post_brings_none() -> None:
    found = brought(bearer("hz-ceramics"))
    other = bearer("kl-batik")
    here = f"{DOOR}/{found['number']}"
    assert Client().get(here, headers=other).status_code == 404
    assert post(f"{here}/start", other).status_code == 404
    answer = Client().post(DOOR, SHOPIFY.encode(), content_type="text/csv", headers=bearer("hz-post"))
    assert answer.status_code == 403
    assert Import.objects.count() == 1
