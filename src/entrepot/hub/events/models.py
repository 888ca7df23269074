"""What is recorded: events for ever, personal particulars until they are erased, and the queue of consequences."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from entrepot.hub.events.actor import Actor
from entrepot.hub.kept import KeptTree

RUNS_PER_EVENT = 100


class Event(models.Model):
    """One thing that happened. The database itself refuses to change or to delete it (`fence.py`)."""

    position = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    ucr = models.CharField(max_length=35, blank=True)
    at = models.DateTimeField()
    actor = models.JSONField()
    body: models.JSONField[Any, Any] = KeptTree()
    personal_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["ucr", "position"], name="event_by_ucr"),
            models.Index(fields=["subject", "position"], name="event_by_subject"),
            models.Index(fields=["kind", "position"], name="event_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.kind} {self.subject}"

    @property
    def by(self) -> Actor:
        """Who did it, and when. A person's name is not kept here; `parties` knows it as long as the person wishes."""
        kept = self.actor
        return Actor(kept["kind"], kept["ref"], kept.get("name", ""), self.at, kept.get("party", ""))

    def concerning(self, ucr: str) -> dict[str, Any]:
        """What it says of one consignment: of a batch only that one's part, since the others are not its business."""
        rest = {name: value for name, value in self.body.items() if name != "parts"}
        return {**rest, **self.body.get("parts", {}).get(ucr, {})}

    def each(self) -> Iterator[Event]:
        """A batch as an event for each consignment that it concerns; any other as itself. None of them is stored."""
        if "parts" not in self.body:
            yield self
            return
        for ucr in self.body["parts"]:
            yield Event(
                position=self.position,
                id=uuid.uuid5(self.id, ucr),
                kind=self.kind,
                subject=ucr,
                ucr=ucr,
                at=self.at,
                actor=self.actor,
                body=self.concerning(ucr),
            )


class Mention(models.Model):
    """A consignment that a batch concerns: lets one event of 5,000 declarations be found under each UCR."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="mentions", db_index=False)
    ucr = models.CharField(max_length=35)

    class Meta:
        indexes = [models.Index(fields=["ucr", "event"], name="mention_by_ucr")]

    def __str__(self) -> str:
        return f"{self.ucr} in {self.event_id}"


class Particulars(models.Model):
    """Personal particulars of an event, apart from it, so that they can be erased while the record stays whole.

    The event keeps the salted hash: whoever holds the particulars can prove that they belong to it, and when row and
    salt are gone nobody can guess them back.
    """

    hash = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=64)
    body = models.JSONField(encoder=DjangoJSONEncoder)

    def __str__(self) -> str:
        return self.hash


class Run(models.Model):
    """One consequence of one event, waiting or done: together the rows are the queue.

    `place` orders the queue: the event's position first, then the line in the table of followers. `due_at` is a moment
    of the hub's clock and never changes; the other moments are the wall's, since faults and leases happen to machines
    even where a story tells another time.
    """

    class State(models.TextChoices):
        DUE = "due"
        LEASED = "leased"
        DONE = "done"
        PARKED = "parked"
        DISMISSED = "dismissed"

    place = models.BigIntegerField(primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="runs", db_index=False)
    follower = models.CharField(max_length=120)
    subject = models.CharField(max_length=120)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DUE)
    delayed = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    retry_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    waits = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    closed_at = models.DateTimeField(
        null=True, blank=True
    )  # done or dismissed; null is what the indexes of the queue ask

    class Meta:
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(
                name="run_state_known", condition=Q(state__in=["due", "leased", "done", "parked", "dismissed"])
            )
        ]
        indexes = [
            models.Index(fields=["place"], name="run_open", condition=Q(closed_at=None)),
            models.Index(fields=["subject", "place"], name="run_open_by_subject", condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.follower} of event {self.event_id}: {self.state}"

    @property
    def moment(self) -> datetime:
        """The moment at which the consequence takes place, where the clock follows causes only."""
        return max(self.event.at, self.due_at)


class ClockReading(models.Model):
    """What a simulated clock shows: one row, moved forward by workers, never back."""

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    shows = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_clock", condition=Q(number=1))]

    def __str__(self) -> str:
        return self.shows.isoformat()
