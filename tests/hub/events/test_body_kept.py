"""What was recorded before bodies were kept as text is read as before, and the fence stands around it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from entrepot.hub import events
from entrepot.hub.events import fence
from entrepot.hub.events.models import Event
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
BODY = {"title": "Teeschale «青瓷»", "number": 3, "parts": {"6CN1": {"lane": "green"}}}


def moved_to(name: str) -> None:
    MigrationExecutor(connection).migrate([("events", name)])


def test_bodies_stay_what_they_were_and_cannot_be_changed() -> None:
    with transaction.atomic():
        events.record("orders.order.placed", "order:1", by=cast.the_hub(), body=BODY)
    moved_to("0003_mentions_asked_once")
    moved_to("0004_body_kept_as_text")
    assert Event.objects.get().body == BODY
    assert "events_event" in fence.standing(connection)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.update(kind="orders.order.paid")
