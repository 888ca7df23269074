"""Several workers and writers at once, on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from entrepot.hub import events
from entrepot.hub.events import horizon, queries, worker
from entrepot.hub.events.models import Run
from entrepot.hub.ledger import queries as book
from tests import cast
from tests.hub.events.consequences import DONE, TROUBLE

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("on_postgres")]


@pytest.fixture(autouse=True)
def _table(settings: Settings) -> Iterator[None]:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.events.consequences.FOLLOWERS"
    DONE.clear()
    TROUBLE.clear()
    yield
    DONE.clear()


def elsewhere(work: Callable[[], object]) -> threading.Thread:
    """Do it in another thread, with a connection of its own."""

    def done() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=done)
    thread.start()
    return thread


def test_three_workers_share_the_work_and_do_each_thing_once_in_order() -> None:
    with transaction.atomic():
        events.record_many("tests.two", [(f"s{n % 10}", {}) for n in range(60)], by=cast.the_hub())
        events.record_many("tests.sale", [(f"sale{n}", {}) for n in range(20)], by=cast.the_hub())

    def work() -> None:
        while Run.objects.filter(state__in=["due", "leased"]).exists():
            worker.work_once(5)

    for thread in [elsewhere(work) for _ in range(3)]:
        thread.join()
    for n in range(10):
        assert [name for name, subject, *_ in DONE if subject == f"s{n}"] == ["first", "second"] * 6
    assert book.balance("fees", "MYR") == -2000
    assert set(Run.objects.values_list("state", flat=True)) == {"done"}


def test_whoever_reads_on_waits_for_an_event_that_is_still_being_written() -> None:
    written, read = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            events.record("tests.slow", "a", by=cast.the_hub())
            written.set()
            assert read.wait(20)

    with transaction.atomic():
        before = events.record("tests.before", "b", by=cast.the_hub())
    writer = elsewhere(slow)
    assert written.wait(20)
    with transaction.atomic():
        events.record("tests.after", "b", by=cast.the_hub())
    assert [event.kind for event in queries.since(before.position - 1)] == ["tests.before"]
    read.set()
    writer.join()
    assert [event.kind for event in queries.since(before.position)] == ["tests.slow", "tests.after"]


def test_whoever_reads_on_waits_for_a_batch_that_is_still_being_written() -> None:
    written, read = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            events.record_batch("tests.batch", "a", by=cast.the_hub(), parts={"6CN1": {}, "6CN2": {}})
            written.set()
            assert read.wait(20)

    with transaction.atomic():
        before = events.record("tests.before", "b", by=cast.the_hub())
    writer = elsewhere(slow)
    assert written.wait(20)
    assert [event.kind for event in queries.since(before.position - 1)] == ["tests.before"]
    assert horizon.settled() == before.position
    read.set()
    writer.join()
    assert [event.kind for event in queries.since(before.position)] == ["tests.batch"]
