from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from entrepot.hub import events
from entrepot.hub.events import queries
from entrepot.hub.events.models import Event
from tests import cast

UCR = "6XA91330100-1001"

pytestmark = pytest.mark.django_db


def test_an_event_says_what_happened_to_which_consignment_and_who_did_it() -> None:
    event = events.record("orders.order.placed", UCR, by=cast.by("hz-ceramics"), ucr=UCR, body={"amount_minor": 4200})
    (kept,) = queries.of(UCR)
    assert (kept.kind, kept.at, kept.body) == ("orders.order.placed", cast.NOON, {"amount_minor": 4200})
    assert kept.by == cast.by("hz-ceramics")
    assert kept == event


def test_a_person_is_written_down_without_the_name() -> None:
    by = events.Actor("person", "7", "Lin Mei", cast.NOON, "hz-ceramics")
    event = events.record("orders.order.placed", UCR, by=by)
    assert event.actor == {"kind": "person", "ref": "7", "party": "hz-ceramics"}


def test_an_event_can_be_neither_changed_nor_deleted() -> None:
    event = events.record("orders.order.placed", UCR, by=cast.the_hub())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(position=event.position).update(kind="orders.order.cancelled")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(position=event.position)._raw_delete("default")
    assert Event.objects.get(position=event.position).kind == "orders.order.placed"
