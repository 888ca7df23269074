"""Webhooks: where a party is told what concerns it, and what was sent there."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from entrepot.hub.api.caller import actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.webhooks import actions, queries
from entrepot.hub.webhooks.kinds import KINDS
from entrepot.hub.webhooks.models import Delivery, Endpoint

router = Router(tags=["webhooks"])


class EndpointWanted(Schema):
    """Where messages go, and of which kinds (all, if none is named); an operator may name another `party`."""

    url: str
    kinds: list[str] = []
    party: str = ""


class EndpointShown(Schema):
    """An endpoint: how far in the record it was told, and since when it fails, if it does."""

    id: uuid.UUID
    party: str
    url: str
    kinds: list[str]
    state: str
    position: int
    made_at: datetime
    failing_since: datetime | None


class EndpointMade(Schema):
    """A new endpoint and the secret that signs its messages: told this once."""

    endpoint: EndpointShown
    secret: str


class SecretRenewed(Schema):
    """The new secret, told this once; the one before signs beside it for a day."""

    secret: str
    former_until: datetime


class DeliveryShown(Schema):
    """One message and what became of it; `status` is that of the last answer, 0 if there was none."""

    message: uuid.UUID
    kind: str
    subject: str
    position: int
    state: str
    tries: int
    status: int
    said: str
    made_at: datetime
    next_try: datetime
    ended_at: datetime | None


class Replay(Schema):
    """From which position of the record everything is told again."""

    since: Annotated[int, Field(ge=0)]


class Retried(Schema):
    """How many parked messages are tried again."""

    number: int


class KindTold(Schema):
    """A kind of event that is told outside, and the facts that are told of it."""

    kind: str
    facts: list[str]


@router.get("/kinds", response=list[KindTold], summary="The kinds of events that are told")
def kinds(request: HttpRequest) -> list[KindTold]:
    return [KindTold(kind=kind, facts=list(told.facts)) for kind, told in sorted(KINDS.items())]


@router.get("", response=list[EndpointShown], summary="Your party's endpoints")
def listed(request: HttpRequest) -> list[EndpointShown]:
    return [_shown(each) for each in queries.endpoints_of(actor(request).party)]


@router.post("", response={201: EndpointMade}, summary="Register an endpoint (a person of the party, or the operator)")
def register(request: HttpRequest, wanted: EndpointWanted) -> Status[EndpointMade]:
    by = actor(request)
    made, secret = actions.register(parties.party(wanted.party or by.party), wanted.url, wanted.kinds, by=by)
    return Status(201, EndpointMade(endpoint=_shown(made), secret=secret))


@router.delete("/{number}", response={204: None}, summary="End an endpoint and its log")
def withdraw(request: HttpRequest, number: uuid.UUID) -> Status[None]:
    by = actor(request)
    actions.withdraw(queries.endpoint(number, by=by), by=by)
    return Status(204, None)


@router.post("/{number}/secret", response=SecretRenewed, summary="Renew the secret; both sign for a day")
def renew(request: HttpRequest, number: uuid.UUID) -> SecretRenewed:
    by = actor(request)
    secret = actions.renew_secret(queries.endpoint(number, by=by), by=by)
    return SecretRenewed(secret=secret, former_until=by.at + actions.OVERLAP)


@router.post("/{number}/ping", response={204: None}, summary="Send a message that tells of nothing")
def ping(request: HttpRequest, number: uuid.UUID) -> Status[None]:
    by = actor(request)
    actions.ping(queries.endpoint(number, by=by), by=by)
    return Status(204, None)


@router.post("/{number}/replay", response=EndpointShown, summary="Tell everything again after a position")
def replay(request: HttpRequest, number: uuid.UUID, wanted: Replay) -> EndpointShown:
    by = actor(request)
    actions.replay(queries.endpoint(number, by=by), wanted.since, by=by)
    return _shown(queries.endpoint(number, by=by))


@router.post("/{number}/retry", response=Retried, summary="Try what is parked again, and a disabled endpoint")
def retry(request: HttpRequest, number: uuid.UUID) -> Retried:
    by = actor(request)
    return Retried(number=actions.retry(queries.endpoint(number, by=by), by=by))


@router.get("/{number}/deliveries", response=list[DeliveryShown], summary="The log of an endpoint, newest first")
def deliveries(
    request: HttpRequest, number: uuid.UUID, state: str = "", limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> list[DeliveryShown]:
    found = queries.log_of(queries.endpoint(number, by=actor(request)), state)
    return [_delivery(each) for each in found[:limit]]


def _shown(endpoint: Endpoint) -> EndpointShown:
    return EndpointShown(
        id=endpoint.pk,
        party=endpoint.party_id,
        url=endpoint.url,
        kinds=endpoint.kinds,
        state=endpoint.state,
        position=endpoint.position,
        made_at=endpoint.made_at,
        failing_since=endpoint.failing_since,
    )


def _delivery(delivery: Delivery) -> DeliveryShown:
    return DeliveryShown(
        message=delivery.message,
        kind=delivery.kind,
        subject=delivery.subject,
        position=delivery.position,
        state=delivery.state,
        tries=delivery.tries,
        status=delivery.status,
        said=delivery.said,
        made_at=delivery.made_at,
        next_try=delivery.next_try,
        ended_at=delivery.ended_at,
    )
