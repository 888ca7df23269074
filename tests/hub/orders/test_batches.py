"""A broker's batch that holds a parcel of ours: the parcel goes on, as if its declaration had come alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from entrepot.hub import events
from entrepot.hub.events.models import Event
from entrepot.hub.network import telling
from entrepot.hub.orders import consequences, queries
from tests import cast
from tests.hub.orders.shop import ORDER, placed

pytestmark = pytest.mark.django_db


def batch(**happened: str) -> Event:
    """A batch of customs in which this happened to these consignments."""
    parts = {ucr: {"mrn": f"MRN-{ucr}", "happened": what} for ucr, what in happened.items()}
    body = {"direction": "export"}
    with transaction.atomic():
        return events.record_batch("customs.batch.lodged", "batch:b", by=cast.the_hub(), body=body, parts=parts)


def test_of_a_batch_only_our_consignments_are_concerned_and_only_by_what_happened() -> None:
    ucr = placed(ORDER).ucr
    event = batch(**{ucr: "released", "6CNSTRANGER-1": "released", "6CNSTRANGER-2": "selected"})
    [mine] = queries.concerned(event, "released")
    assert (mine.ucr, mine.subject, mine.body["mrn"], mine.body["direction"]) == (ucr, ucr, f"MRN-{ucr}", "export")
    assert mine.id != event.id
    assert list(queries.concerned(event, "selected")) == []


def test_our_consignments_go_on_and_the_peer_is_told_once_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    ucr = placed(ORDER).ucr
    seen: list[tuple[str, str, Any]] = []
    monkeypatch.setattr(consequences, "released", lambda event, by: seen.append(("orders", event.ucr, event.id)))
    monkeypatch.setattr(telling, "declaration_released", lambda event, by: seen.append(("peer", event.ucr, event.id)))
    event = batch(**{ucr: "released", "6CNSTRANGER-1": "released"})
    for _ in range(2):
        consequences.released_together(event, cast.the_hub())
        telling.batch_lodged(event, cast.the_hub())
    assert [who for who, _, _ in seen] == ["orders", "peer"] * 2
    assert {(told, number) for _, told, number in seen} == {(ucr, next(iter(queries.concerned(event, "released"))).id)}
