from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from entrepot.hub.orders.models import Consignment
from tests.api.door import bearer, post
from tests.hub.finance.test_advance import sold

__all__ = ["sold"]

pytestmark = pytest.mark.django_db


def get(address: str, headers: dict[str, str]) -> Any:
    return Client().get(address, headers=headers)


def test_a_lender_offers_and_the_seller_draws(sold: Consignment) -> None:
    lender, seller = bearer("lake-credit"), bearer("hz-ceramics")
    wanted = {"ucr": sold.ucr, "share": "4/5", "fee": "0.01", "days": 30}

    offered = post("/api/v1/advances", wanted, lender)
    assert offered.status_code == 201, offered.content
    told = offered.json()
    assert (told["amount_minor"], told["fee_minor"], told["due_minor"], told["apr_basis_points"]) == (
        38400,
        384,
        38784,
        1287,
    )
    assert [each["number"] for each in get("/api/v1/advances", seller).json()] == [told["number"]]
    drawn = post(f"/api/v1/advances/{told['number']}/draw", {}, seller).json()
    assert (drawn["state"], drawn["number"]) == ("drawn", told["number"])
    assert get(f"/api/v1/advances/{told['number']}", lender).json() == drawn


def test_an_offer_may_be_left(sold: Consignment) -> None:
    wanted = {"ucr": sold.ucr, "share": "4/5", "fee": "0.01", "days": 30}
    number = post("/api/v1/advances", wanted, bearer("lake-credit")).json()["number"]
    assert post(f"/api/v1/advances/{number}/decline", {}, bearer("hz-ceramics")).json()["state"] == "declined"


def test_an_advance_is_nobody_elses_business(sold: Consignment) -> None:
    wanted = {"ucr": sold.ucr, "share": "4/5", "fee": "0.01", "days": 30}
    number = post("/api/v1/advances", wanted, bearer("lake-credit")).json()["number"]
    other = bearer("hz-bank")
    assert get("/api/v1/advances", other).json() == []
    for answer in (get(f"/api/v1/advances/{number}", other), post(f"/api/v1/advances/{number}/draw", {}, other)):
        assert (answer.status_code, answer.json()["findings"][0]["code"]) == (403, "advance-not-yours")
    assert post("/api/v1/advances", wanted, bearer("hz-ceramics")).status_code == 403
