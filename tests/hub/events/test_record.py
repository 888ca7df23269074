from __future__ import annotations

import os

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from entrepot.hub import events
from entrepot.hub.events import actions, queries
from entrepot.hub.events.models import Event, Particulars, Run
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


def test_the_database_is_the_one_that_was_asked_for() -> None:
    assert connection.vendor == ("postgresql" if "DATABASE_URL" in os.environ else "sqlite")


def test_many_events_are_written_at_once_and_each_has_its_consequences(settings: Settings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.events.consequences.FOLLOWERS"
    made = events.record_many(
        "tests.two", [(f"s{n}", {"n": n}) for n in range(300)], by=cast.the_hub(), ucrs=[f"U{n}" for n in range(300)]
    )
    assert [event.body["n"] for event in queries.since(made[0] - 1)] == list(range(300))
    assert [event.subject for event in queries.of("U7")] == ["s7"]
    assert Run.objects.count() == 600
    assert Run.objects.filter(event=made[7]).count() == 2


def test_a_batch_is_one_event_found_under_every_consignment_it_concerns() -> None:
    parts = {"U1": {"lane": "green"}, "U2": {"lane": "red"}}
    batch = events.record_batch("customs.declarations.lodged", "batch:1", by=cast.the_hub(), parts=parts)
    alone = events.record("stock.parcel.dispatched", "U2", ucr="U2", by=cast.the_hub())
    assert list(queries.of("U1")) == [batch]
    assert list(queries.of("U2")) == [batch, alone]
    assert list(queries.about("batch:1")) == [batch]
    assert list(queries.since(batch.position)) == [alone]
    assert (batch.concerning("U1"), batch.concerning("U2"), batch.concerning("U3")) == (*parts.values(), {})


def test_personal_particulars_stand_apart_and_can_be_erased_without_touching_the_event() -> None:
    buyer = {"name": "Nurul", "street": "Jalan Tun Razak 1"}
    event = events.record("orders.order.placed", UCR, ucr=UCR, by=cast.the_hub(), personal=buyer)
    again = events.record("orders.order.placed", UCR, ucr=UCR, by=cast.the_hub(), personal=buyer)
    assert "Nurul" not in str(Event.objects.values_list("body", "actor"))
    assert queries.particulars(event) == buyer
    assert event.personal_hash != again.personal_hash, "salted, so that equal particulars cannot be told"
    assert actions.erase([event], by=cast.by("operator")) == 1
    assert queries.particulars(Event.objects.get(position=event.position)) is None
    assert queries.particulars(again) == buyer
    assert actions.erase([event], by=cast.by("operator")) == 0
    assert queries.about("events").count() == 1


def test_what_is_rolled_back_was_never_recorded() -> None:
    with transaction.atomic():
        events.record("orders.order.placed", UCR, ucr=UCR, by=cast.the_hub(), personal={"name": "Nurul"})
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert not Particulars.objects.exists()
