"""What stands around every page: whose desk it is, where one can go from it, and whether the peer hubs are in step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from entrepot.hub.events import clock
from entrepot.hub.notices import queries as notices
from entrepot.hub.parties.models import Person
from entrepot.hub.web import desks, peers, wording


@dataclass(frozen=True, slots=True)
class Place:
    """A page that can be reached from the side; `more` ones leave the bar of a phone."""

    name: str
    icon: str
    href: str
    current: bool = False
    more: bool = False
    count: int = 0
    hot: bool = False


@dataclass(frozen=True, slots=True)
class Chair:
    """A desk at which this person may sit: for which party, in which role."""

    party: str
    role: str
    icon: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one page."""

    hub_name: str
    person: str = ""
    desk: Chair | None = None
    desks: tuple[Chair, ...] = ()
    places: tuple[Place, ...] = ()
    link: peers.LinkState | None = None
    foot: tuple[str, ...] = ()
    officer: bool = False
    unread: int = 0

    @property
    def initials(self) -> str:
        """One letter of a Chinese name, two of another."""
        words = self.person.replace("@", " ").split()
        if not words:
            return ""
        if ord(words[0][0]) > 0x2E7F:
            return words[0][0]
        return "".join(word[0] for word in words[:2]).upper()


def standing(request: HttpRequest, desk: str = "", here: str = "", counts: Mapping[str, int] | None = None) -> Shell:
    """The frame for this person at this desk; without a desk only the mast."""
    seats = desks.seats(request)
    sat = next((seat for seat in seats if seat.key == desk), None)
    table = desks.DESKS.get(desk)
    places = tuple(
        Place(
            str(place.name),
            place.icon,
            reverse(place.url),
            place.key == here,
            place.more,
            (counts or {}).get(place.key, 0),
            place.hot,
        )
        for place in (table.places if table and sat else ())
    )
    return Shell(
        settings.ENTREPOT_NAME,
        desks.called(request),
        _seat(sat, current=True) if sat else None,
        tuple(_seat(seat, current=seat is sat) for seat in seats),
        places,
        peers.in_step() if seats else None,
        (wording.zone_line(clock.now(), simulated=clock.simulated()),),
        bool(table and table.officer),
        notices.unread(request.user) if isinstance(request.user, Person) and seats else 0,
    )


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    desk: str = "",
    here: str = "",
    counts: Mapping[str, int] | None = None,
    status: int = 200,
) -> HttpResponse:
    """One page in its frame."""
    return render(request, template, {"shell": standing(request, desk, here, counts), **context}, status=status)


def _seat(seat: desks.Seat, *, current: bool) -> Chair:
    return Chair(seat.party_name, str(desks.DESKS[seat.key].role), desks.DESKS[seat.key].icon, seat.href, current)
