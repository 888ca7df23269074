"""Addresses that end in a stroke too many lead to the page that is meant, and nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.conftest import Day, SignIn


@pytest.mark.parametrize("address", ["/c/{settled}", "/seller/products/CUP", "/seller/declarations/{stopped}"])
def test_a_stroke_too_many_leads_to_the_page(day: Day, sign_in: SignIn, address: str) -> None:
    bare = address.format(**vars(day))
    answer = sign_in("seller").get(f"{bare}/?more=1")
    assert (answer.status_code, answer["Location"]) == (302, f"{bare}?more=1")
    assert sign_in("seller").get(f"{bare}/", follow=True).status_code == 200


def test_what_is_nowhere_stays_nowhere(day: Day, sign_in: SignIn) -> None:
    seller = sign_in("seller")
    assert seller.get("/nowhere/").status_code == 404
    assert Client().get("/", PATH_INFO="//evil.example/").status_code == 404
    assert seller.get("/seller/products/NONE/", follow=True).status_code == 404
    assert seller.get("/c/6CNNONE-1/", follow=True).status_code == 422
    assert seller.post(f"/c/{day.settled}/").status_code != 302
