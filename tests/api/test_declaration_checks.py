"""Checking before lodging: everything is told, nothing is recorded, and no lane is given away."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from entrepot.hub.customs.models import Declaration
from entrepot.hub.customs.queries import quality
from entrepot.hub.events.models import Event
from tests import cast
from tests.api.door import bearer, post
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/declarations/check"
MEANT = {"Leather handbag": "42"}


@pytest.fixture(autouse=True)
def meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """What texts mean, without the classifier's library."""
    monkeypatch.setattr(quality, "_meant", lambda said: MEANT.get(said, ""))


def ask(*batch: Any, code: str = "kl-batik") -> Any:
    headers = bearer(code)
    before = Event.objects.count()
    answer = post(ADDRESS, [msgspec.to_builtins(facts) for facts in batch], headers)
    assert (Declaration.objects.count(), Event.objects.count()) == (0, before)
    return answer


def test_a_batch_is_checked_in_its_order_and_nothing_is_recorded() -> None:
    poor = goods.entry(lrn="B", items=(goods.item(description="Leather handbag"), goods.item(number=2, quantity="x")))
    first, second = ask(goods.entry(items=(goods.item(sku="TEA-6"),)), poor).json()
    assert (first["in_order"], first["quality"], first["weaknesses"]) == (True, 100, [])
    assert second["in_order"] is False
    assert "D" in {found["code"][0] for found in second["findings"]}
    assert ([found["code"] for found in second["weaknesses"]], second["quality"]) == (["Q03", "Q04"], 70)
    assert second["weaknesses"][0]["pointer"] == "/items/0/hs"
    assert "lane" not in first


def test_usual_values_are_those_of_what_was_released_here() -> None:
    usual = quality._between(range(1, 101))
    assert (usual.low, usual.high, usual.seen) == (6, 95, 100)


def test_a_check_of_too_many_is_refused() -> None:
    answer = ask(*[goods.entry(lrn=str(n)) for n in range(101)])
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "check-too-large")


def test_who_is_no_declarant_is_refused() -> None:
    cast.party("hz-bank")
    assert ask(goods.entry(), code="hz-bank").status_code == 403
    assert post(ADDRESS, [], {}).status_code == 401
