from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError
from pytest_django import Settings

from entrepot.hub import events
from entrepot.hub.events import actions, clock, queries, worker
from entrepot.hub.events.models import Event, Run
from entrepot.hub.ledger import queries as book
from entrepot.trade.finding import NotAllowedNow
from tests import cast
from tests.hub.events import consequences
from tests.hub.events.consequences import DONE, TROUBLE

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _table(settings: Settings) -> Iterator[None]:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.events.consequences.FOLLOWERS"
    DONE.clear()
    TROUBLE.clear()
    yield
    DONE.clear()
    TROUBLE.clear()


@pytest.fixture
def story(settings: Settings) -> None:
    """A hub whose clock is a story's."""
    settings.ENTREPOT_CLOCK = "simulated"
    clock.start(START)


def happens(kind: str, subject: str = "s", at: datetime = START) -> Event:
    return events.record(kind, subject, by=cast.the_hub(at))


def names() -> list[str]:
    return [name for name, *_ in DONE]


def test_the_consequences_of_an_event_follow_in_the_order_of_the_table_and_once(story: None) -> None:
    happens("tests.two")
    assert worker.work_until_idle() == 2
    assert worker.work_until_idle() == 0
    assert DONE == [
        ("first", "s", START, "tests.hub.events.consequences.first"),
        ("second", "s", START, "tests.hub.events.consequences.second"),
    ]
    assert set(Run.objects.values_list("state", flat=True)) == {"done"}


def test_an_event_nobody_follows_leaves_nothing_to_do() -> None:
    happens("tests.unheard-of")
    assert not Run.objects.exists()


def test_a_worker_takes_no_two_runs_of_one_subject_at_once(story: None) -> None:
    happens("tests.two", "a")
    happens("tests.two", "b")
    assert worker.work_once() == 2
    assert [(name, subject) for name, subject, *_ in DONE] == [("first", "a"), ("first", "b")]


def test_a_story_passes_six_hours_in_a_moment(story: None) -> None:
    happens("tests.parcel.dispatched")
    assert worker.work_once() == 0
    assert worker.work_until_idle() == 1
    assert [moment for _, _, moment, _ in DONE] == [START + timedelta(hours=6)]
    assert clock.now() == START + timedelta(hours=6)


def test_what_waits_does_not_hold_up_what_is_due_before_it(story: None) -> None:
    happens("tests.parcel.dispatched")
    happens("tests.two", at=START + timedelta(hours=1))
    happens("tests.two", at=START + timedelta(hours=7))
    worker.work_until_idle()
    assert names() == ["first", "second", "departs", "first", "second"]


def test_in_a_story_times_depend_on_causes_only_and_not_on_when_the_work_was_done(story: None) -> None:
    happens("tests.two", "early", at=START)
    clock.reach(START + timedelta(days=3))
    worker.work_until_idle()
    assert {moment for _, _, moment, _ in DONE} == {START}


def test_on_the_wall_a_run_waits_until_it_is_due() -> None:
    with time_machine.travel(START, tick=False) as traveller:
        happens("tests.parcel.dispatched")
        assert worker.work_until_idle() == 0
        traveller.shift(timedelta(hours=7))
        assert worker.work_until_idle() == 1
    assert [moment for _, _, moment, _ in DONE] == [START + timedelta(hours=7)]


def test_a_stored_clock_never_goes_back(story: None) -> None:
    clock.reach(START - timedelta(days=1))
    assert clock.now() == START


def test_a_consequence_that_fails_leaves_nothing_behind_and_is_tried_again() -> None:
    TROUBLE.append(RuntimeError("the till jammed"))
    with time_machine.travel(START, tick=False) as traveller:
        happens("tests.sale")
        assert worker.work_until_idle() == 1
        assert book.balances() == {}
        run = Run.objects.get()
        assert (run.state, run.tries, run.error) == ("due", 1, "RuntimeError: the till jammed")
        assert run.retry_at == START + timedelta(seconds=2)
        traveller.shift(timedelta(seconds=3))
        assert worker.work_until_idle() == 1
    assert book.balance("fees", "MYR") == -100
    assert Run.objects.get().error == ""


def test_after_five_tries_a_run_is_parked_and_holds_up_only_its_own_subject(story: None) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        parked_run = failed_for_good(traveller)
        happens("tests.two", "s")
        happens("tests.two", "other")
        assert worker.work_until_idle() == 2
    assert {subject for _, subject, *_ in DONE} == {"other"}
    assert list(queries.parked()) == [parked_run]
    assert parked_run.error == "RuntimeError: broken 5"


def failed_for_good(traveller: time_machine.Traveller) -> Run:
    TROUBLE.extend(RuntimeError(f"broken {n + 1}") for n in range(5))
    happens("tests.sale")
    for _ in range(5):
        assert worker.work_until_idle() == 1
        traveller.shift(timedelta(seconds=2))
    return queries.parked().get()


def test_an_operator_has_a_parked_run_tried_again(story: None) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        run = failed_for_good(traveller)
        actions.retry(run, by=cast.by("operator"))
        assert worker.work_until_idle() == 1
    assert book.balance("fees", "MYR") == -100
    assert [event.body["follower"] for event in queries.about(f"run:{run.place}")] == [run.follower]
    with pytest.raises(NotAllowedNow):
        actions.retry(run, by=cast.by("operator"))


def test_an_operator_gives_a_parked_run_up_so_that_the_rest_goes_on(story: None) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        run = failed_for_good(traveller)
        happens("tests.two")
        actions.dismiss(run, reason="The stall closed", by=cast.by("operator"))
        assert worker.work_until_idle() == 2
    assert book.balances() == {}
    with pytest.raises(NotAllowedNow):
        actions.dismiss(run, reason="Again", by=cast.by("operator"))


def test_the_silence_of_an_outside_party_is_waited_out_and_is_no_fault() -> None:
    tomorrow = START + timedelta(days=1)
    TROUBLE.append(consequences.silence(tomorrow))
    with time_machine.travel(START, tick=False) as traveller:
        happens("tests.sale")
        worker.work_until_idle()
        run = Run.objects.get()
        assert (run.state, run.tries, run.waits, run.retry_at) == ("due", 0, 1, tomorrow)
        traveller.move_to(tomorrow)
        assert worker.work_until_idle() == 1
    assert book.balance("fees", "MYR") == -100


def test_a_state_not_yet_reached_is_waited_for_longer_than_a_fault_would_be(story: None) -> None:
    TROUBLE.extend(consequences.not_yet() for _ in range(7))
    with time_machine.travel(START, tick=False) as traveller:
        happens("tests.sale")
        for _ in range(8):
            assert worker.work_until_idle() == 1
            traveller.shift(timedelta(seconds=2))
    assert book.balance("fees", "MYR") == -100


def test_a_silence_without_end_is_parked_at_last() -> None:
    with time_machine.travel(START, tick=False) as traveller:
        happens("tests.sale")
        Run.objects.update(waits=worker.WAITS - 1)
        TROUBLE.append(consequences.silence())
        worker.work_until_idle()
        traveller.shift(timedelta(days=1))
        assert worker.work_until_idle() == 0
    assert queries.parked().get().error == "Unavailable: The bank does not answer"


def test_a_run_whose_worker_died_is_taken_by_another_when_the_lease_has_run_out(story: None) -> None:
    happens("tests.two")
    with time_machine.travel(START, tick=False) as traveller:
        worker._lease("of one that died", 10)
        assert worker.work_until_idle() == 0
        traveller.shift(worker.LEASE + timedelta(seconds=1))
        assert worker.work_until_idle() == 2
    assert names() == ["first", "second"]


def test_a_worker_that_was_too_slow_does_not_repeat_what_another_has_done(story: None) -> None:
    happens("tests.two")
    with time_machine.travel(START, tick=False) as traveller:
        (place,) = worker._lease("slow", 1)
        traveller.shift(worker.LEASE + timedelta(seconds=1))
        assert worker.work_once() == 1
        assert not worker._carried_out(place, "slow")
    assert names() == ["first"]


def test_a_worker_works_until_told_to_stop_and_survives_a_database_that_does_not_answer(
    story: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    happens("tests.parcel.dispatched")
    stop, silent = threading.Event(), iter([OperationalError("gone"), OperationalError("still gone")])
    working = worker.work_once

    def work_once() -> int:
        for fault in silent:
            raise fault
        if DONE:
            stop.set()
        return working()

    monkeypatch.setattr(worker, "work_once", work_once)
    monkeypatch.setattr(worker, "LONGEST", 0.01)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    worker.work_forever(stop)
    assert names() == ["departs"]


def test_a_run_whose_follower_is_no_longer_in_the_table_is_parked_and_says_so(story: None, settings: Settings) -> None:
    happens("tests.two")
    Run.objects.filter(follower__endswith="first").update(follower="gone.away", tries=worker.FAULTS - 1)
    worker.work_until_idle()
    assert queries.parked().get().error == "LookupError: the table of followers no longer names gone.away"
