"""Events as they are told outside: the same in a webhook and in the feed that a party reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from entrepot.hub.events.models import Event
from entrepot.hub.orders.models import Consignment
from entrepot.hub.webhooks.kinds import KINDS, SELLER, SUBJECT, Told


@dataclass(frozen=True, slots=True)
class Message:
    """What is told of one event, and to which parties; `id` stays the same however often it is told."""

    id: str
    kind: str
    position: int
    subject: str
    plain: dict[str, Any]
    to: frozenset[str]

    @property
    def text(self) -> str:
        """The body that is signed and sent."""
        return json.dumps(self.plain, cls=DjangoJSONEncoder, separators=(",", ":"), ensure_ascii=False)


def messages(events: Iterable[Event]) -> list[Message]:
    """What the events tell outside, in their order; a batch tells of each of its consignments."""
    told = [part for event in events if event.kind in KINDS for part in event.each()]
    sellers = _sellers({part.ucr for part in told if part.ucr})
    return [_message(part, KINDS[part.kind], sellers) for part in told]


def plain(id_: str, kind: str, at: Any, **told: Any) -> dict[str, Any]:
    """The form of Standard Webhooks, with the message's own number in it."""
    return {"id": id_, "type": kind, "timestamp": at, "data": told}


def _message(event: Event, told: Told, sellers: dict[str, str]) -> Message:
    facts = {name: event.body[name] for name in told.facts if name in event.body}
    body = plain(
        str(event.id),
        event.kind,
        event.at,
        position=event.position,
        subject=event.subject,
        ucr=event.ucr,
        facts=facts,
    )
    to = frozenset(_audience(event, told, sellers))
    return Message(str(event.id), event.kind, event.position, event.subject, body, to)


def _audience(event: Event, told: Told, sellers: dict[str, str]) -> Iterable[str]:
    for one in told.audience:
        if one == SELLER:
            party = sellers.get(event.ucr, "")
        elif one == SUBJECT:
            party = event.subject.removeprefix("party:")
        else:
            party = str(event.body.get(one, ""))
        if party:
            yield party


def _sellers(ucrs: set[str]) -> dict[str, str]:
    """The sellers of consignments that began here: a seller's code at another hub may be anybody's here."""
    home = Consignment.objects.filter(ucr__in=ucrs, home=True)
    return dict(home.values_list("ucr", "seller_code"))
