"""Tells each sender what became of its messages: one business receipt for each run of messages in a channel."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.db import transaction

from entrepot.hub import events
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import capabilities, outbox
from entrepot.hub.network.message import Message
from entrepot.hub.network.models import Channel, Inbox, Leaf, Peer

KIND = "receipt.v1"
MOST = 500
OUTCOME = {"done": "accepted", "repeat": "accepted", "rejected": "rejected", "parked": "parked"}


def report(peer: Peer) -> int:
    """Write the receipts that are due to this peer; answers for how many messages."""
    incoming = Channel.objects.filter(peer=peer, direction=Channel.Direction.IN).exclude(name="ctl")
    return sum(_reported(channel) for channel in incoming)


def taken(message: Message, by: Actor) -> None:
    """What a peer made of our messages: note it, and record what it did not accept."""
    said = message.data
    ours = Channel.objects.filter(
        origin=said.get("origin"), direction=Channel.Direction.OUT, peer__host=message.peer
    ).first()
    low, high = said.get("from"), said.get("to")
    if ours is None or type(low) is not int or type(high) is not int or not 0 <= low < high <= ours.acked:
        return
    others = {each["index"]: each for each in said.get("exceptions", []) if isinstance(each, dict) and "index" in each}
    fine = Leaf.objects.filter(channel=ours, index__gte=low, index__lt=high).exclude(index__in=list(others))
    fine.update(outcome="accepted", outcome_code="")
    for leaf in Leaf.objects.filter(channel=ours, index__in=[index for index in others if _within(index, low, high)]):
        told = others[leaf.index]
        leaf.outcome, leaf.outcome_code = str(told.get("outcome", ""))[:12], str(told.get("code", ""))[:80]
        leaf.save(update_fields=["outcome", "outcome_code"])
        if leaf.outcome_code == "unsupported-type":
            capabilities.doubted(ours.peer)
        body = {"peer": message.peer, "kind": leaf.kind, "outcome": leaf.outcome, "code": leaf.outcome_code}
        events.record("network.message.refused", f"message:{leaf.pk}", ucr=leaf.ucr, by=by, body=body)


def _within(index: object, low: int, high: int) -> bool:
    return type(index) is int and low <= index < high


@transaction.atomic
def _reported(channel: Channel) -> int:
    rows = Inbox.objects.select_for_update(of=("self",)).filter(leaf__channel=channel, told=False)
    open_ = rows.exclude(state=Inbox.State.RECEIVED).select_related("leaf").order_by("leaf__index")
    due = list(open_[:MOST])
    for run in _runs(due):
        _told(channel, run)
    Inbox.objects.filter(pk__in=[row.pk for row in due]).update(told=True)
    return len(due)


def _runs(rows: list[Inbox]) -> Iterator[list[Inbox]]:
    """The rows in runs without a hole."""
    run = rows[:1]
    for before, after in pairwise(rows):
        if after.leaf.index == before.leaf.index + 1:
            run.append(after)
        else:
            yield run
            run = [after]
    if run:
        yield run


def _told(channel: Channel, run: list[Inbox]) -> None:
    low, high = run[0].leaf.index, run[-1].leaf.index + 1
    exceptions: list[dict[str, Any]] = [
        {"index": row.leaf.index, "outcome": _outcome(row), "code": row.code, "detail": row.detail[:500]}
        for row in run
        if _outcome(row) != "accepted"
    ]
    payload = {"origin": channel.origin, "from": low, "to": high, "default": "accepted", "exceptions": exceptions}
    latest = max((row.leaf.time for row in run if row.leaf.time), default=None)
    at = latest if latest is not None and clock.simulated() else clock.now()
    by = Actor("worker", "network", "network", at)
    cause = f"receipt:{channel.cid}:{low}-{high}:{':'.join(f'{row.state[0]}{row.tries}' for row in run)}"
    digest = outbox.cause_of(KIND, cause, payload, by)
    outbox.written(KIND, f"receipt:{channel.origin}", payload, peer=channel.peer, by=by, cause=digest)


def _outcome(row: Inbox) -> str:
    return "superseded" if row.code == "superseded" else OUTCOME[row.state]
