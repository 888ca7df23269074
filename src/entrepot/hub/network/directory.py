"""The hubs that this hub knows: since when, by which channels, how much in a day, and whether each is in step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import OuterRef, QuerySet, Subquery

from entrepot.hub.network import queries
from entrepot.hub.network.models import Channel, Head, Peer

DAY, WEEK = timedelta(days=1), timedelta(days=7)
TRADING = ("active", "suspended")

Standing = Literal["step", "waiting", "stopped", "suspended", "invited", "parted"]


@dataclass(frozen=True, slots=True)
class Line:
    """One channel: how many messages it holds, how many of them the receiver countersigned, and how many of late."""

    name: str
    sent: bool
    size: int
    acked: int
    state: str
    failures: int
    first: datetime | None
    last: datetime | None
    day: int
    week: int


@dataclass(frozen=True, slots=True)
class Known:
    """A hub in the directory. Messages of a day and a week are those countersigned, counted from the stored heads."""

    key: int
    name: str
    country: str
    entity: str
    thumbprint: str
    state: str
    heard: datetime | None
    lines: tuple[Line, ...]

    @property
    def standing(self) -> Standing:
        """How we stand with it: what does not go on by itself comes before what is only late."""
        if self.state == "closed":
            return "parted"
        if self.state == "suspended":
            return "suspended"
        if self.state != "active":
            return "invited"
        if any(line.state in ("frozen", "stopped") for line in self.lines):
            return "stopped"
        return "waiting" if any(line.sent and line.failures for line in self.lines) else "step"

    @property
    def since(self) -> datetime | None:
        """When the first message between the two hubs was countersigned."""
        return min((line.first for line in self.lines if line.first), default=None)

    @property
    def last(self) -> datetime | None:
        """The newest countersignature, theirs or ours."""
        return max((line.last for line in self.lines if line.last), default=None)

    @property
    def waiting(self) -> int:
        """Messages in our log that they have not countersigned yet."""
        return sum(line.size - line.acked for line in self.lines if line.sent and line.state != "closed")

    @property
    def day(self) -> int:
        return sum(line.day for line in self.lines)

    @property
    def week(self) -> int:
        return sum(line.week for line in self.lines)


def directory(now: datetime, *, everybody: bool = False) -> tuple[Known, ...]:
    """The hubs with which we trade, or everybody that we ever heard of, in two questions."""
    peers = queries.peers() if everybody else queries.peers().filter(state__in=TRADING)
    lines: dict[int, list[Line]] = defaultdict(list)
    for channel in _counted(peers, now):
        lines[channel.peer_id].append(_line(channel))
    return tuple(_known(peer, lines[peer.pk]) for peer in peers)


def _known(peer: Peer, lines: Sequence[Line]) -> Known:
    return Known(
        peer.pk,
        peer.name,
        peer.country,
        peer.entity,
        peer.thumbprint,
        peer.state,
        peer.heard_at,
        tuple(lines),
    )


def _counted(peers: QuerySet[Peer], now: datetime) -> QuerySet[Channel]:
    heads = Head.objects.filter(channel=OuterRef("pk")).exclude(at=None)

    def before(moment: datetime) -> Subquery:
        return Subquery(heads.filter(at__lte=moment).order_by("-size").values("size")[:1])

    return Channel.objects.filter(peer__in=peers).annotate(
        first_at=Subquery(heads.order_by("size").values("at")[:1]),
        last_at=Subquery(heads.order_by("-size").values("at")[:1]),
        a_day_ago=before(now - DAY),
        a_week_ago=before(now - WEEK),
    )


def _line(channel: Channel) -> Line:
    told = channel.__dict__
    return Line(
        name=channel.name,
        sent=channel.direction == Channel.Direction.OUT,
        size=channel.size,
        acked=channel.acked,
        state=channel.state,
        failures=channel.failures,
        first=told["first_at"],
        last=told["last_at"],
        day=max(channel.acked - (told["a_day_ago"] or 0), 0),
        week=max(channel.acked - (told["a_week_ago"] or 0), 0),
    )
