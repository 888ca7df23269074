"""6: what is done outside the database cannot be undone with it."""

from __future__ import annotations

from django.db import transaction

from entrepot.conform.hubs.hub import Hub
from entrepot.conform.hubs.injected import deaths
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.hub import events
from entrepot.hub.events import Actor, worker
from entrepot.hub.events.models import Event

LEASE = 6

CALLED: list[str] = []
ALIVE: list[str] = []  # what the worker that lives now has done outside


def call_the_bank(event: Event, by: Actor) -> None:
    """A follower that reaches outside: the other side recognises the event's id as the key of what is asked."""
    CALLED.append(str(event.id))
    ALIVE.append(event.kind)
    events.record("conform.bank.called", event.subject, by=by)


FOLLOWERS = {"conform.payment.due": [call_the_bank]}


@failure(6, "An effect outside is done, and the database is rolled back.")
def outside_effect(trial: Trial) -> str:
    two = trial.two()
    hub = two.kl
    CALLED.clear()
    ALIVE.clear()
    hub.followers = "entrepot.conform.failures.outside_effects.FOLLOWERS"
    with hub.here(), transaction.atomic():
        events.record("conform.payment.due", "6CN-PAY", by=hub.by())
    died = 0
    for _ in deaths(hub, lambda: _work(hub), at=_after_the_call):
        died += 1
        same("calls when it died", len(CALLED), died)
        ALIVE.clear()
        same("marks of the call that did not last", _marks(hub), 0)
        two.hands.move(LEASE)
    holds(died >= 2, f"the worker died only {died} times after the call")
    same("calls", len(CALLED), died + 1)
    same("keys under which the bank was called", len(set(CALLED)), 1)
    same("marks of the call", _marks(hub), 1)
    return f"called {len(CALLED)} times in {died} deaths, always under the same key; the mark is there once"


def _work(hub: Hub) -> int:
    with hub.here():
        return worker.work_once()


def _marks(hub: Hub) -> int:
    with hub.here():
        return Event.objects.filter(kind="conform.bank.called").count()


def _after_the_call(sql: str) -> bool:
    return bool(ALIVE) and sql.startswith(("INSERT", "UPDATE", "COMMIT"))
