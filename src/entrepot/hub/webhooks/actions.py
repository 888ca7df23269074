"""What a party does with its endpoints: registers, tries, renews the secret, tells again, withdraws."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events, sealing
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.parties.actions import require_theirs
from entrepot.hub.parties.models import Party
from entrepot.hub.webhooks import kinds as told
from entrepot.hub.webhooks import line, queries, signing
from entrepot.hub.webhooks.message import Message, plain
from entrepot.hub.webhooks.models import Delivery, Endpoint
from entrepot.trade.finding import Finding, Refused, refuse_if_any

OVERLAP = timedelta(hours=24)  # for which a secret that was renewed still signs
MOST = 10  # endpoints of one party


@transaction.atomic
def register(party: Party, url: str, kinds: Sequence[str], *, by: Actor) -> tuple[Endpoint, str]:
    """A new endpoint, told from now on of these kinds (all, if none is named), and its secret, which is told this once.

    Registering an address again is refused, since its secret cannot be told a second time.
    """
    require_theirs(party, by)
    refuse_if_any([*_of_kinds(kinds), *_of_number(party, url)])
    line.reachable(url)
    secret = signing.fresh_secret()
    newest = Event.objects.order_by("-position").values_list("position", flat=True).first() or 0
    made = Endpoint(party=party, url=url, kinds=sorted(set(kinds)), position=newest, made_at=by.at)
    made.secret = sealing.seal({"secret": secret}, about=made.about)
    made.save(force_insert=True)
    _record("registered", made, by)
    return made, secret


@transaction.atomic
def withdraw(endpoint: Endpoint, *, by: Actor) -> None:
    """End an endpoint, its log and whatever still waits; withdrawing it twice is harmless."""
    require_theirs(endpoint.party, by)
    gone, _ = Endpoint.objects.filter(pk=endpoint.pk).delete()
    if gone:
        _record("withdrawn", endpoint, by)


@transaction.atomic
def renew_secret(endpoint: Endpoint, *, by: Actor) -> str:
    """A new secret, told this once; for a day messages carry a signature by each, so that none is lost."""
    require_theirs(endpoint.party, by)
    held = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    secret = signing.fresh_secret()
    held.former, held.former_until = held.secret, by.at + OVERLAP
    held.secret = sealing.seal({"secret": secret}, about=held.about)
    held.save(update_fields=["former", "former_until", "secret"])
    _record("renewed", held, by)
    return secret


@transaction.atomic
def ping(endpoint: Endpoint, *, by: Actor) -> Delivery:
    """Send a message that tells of nothing, to try the line."""
    queries.require_seen(endpoint.party_id, by)
    number = str(uuid.uuid4())
    body = plain(number, told.PING, clock.wall(), position=0, subject=f"endpoint:{endpoint.pk}", ucr="", facts={})
    message = Message(number, told.PING, 0, f"ping:{number}", body, frozenset())
    return queries.enter(endpoint, [message])[0]


@transaction.atomic
def replay(endpoint: Endpoint, since: int, *, by: Actor) -> None:
    """Tell again whatever was recorded after the position, with the same numbers; an endpoint disabled is taken up.

    What was queued from there on is taken out, and comes back in the order of the record.
    """
    queries.require_seen(endpoint.party_id, by)
    held = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    held.position = min(held.position, max(since, 0))
    _take_up(held)
    held.save()
    Delivery.objects.filter(endpoint=held, position__gt=since).delete()


@transaction.atomic
def retry(endpoint: Endpoint, *, by: Actor) -> int:
    """Try everything again that is parked, and take up an endpoint that was disabled; answers how much is tried."""
    queries.require_seen(endpoint.party_id, by)
    held = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    _take_up(held)
    held.save()
    parked = Delivery.objects.filter(endpoint=held, state=Delivery.State.PARKED)
    return parked.update(state=Delivery.State.DUE, tries=0, next_try=clock.wall(), ended_at=None)


def _take_up(held: Endpoint) -> None:
    held.state, held.failing_since, held.resting_until = Endpoint.State.ACTIVE, None, None


def _record(happened: str, endpoint: Endpoint, by: Actor) -> None:
    body = {"endpoint": str(endpoint.pk), "kinds": endpoint.kinds}
    events.record(f"webhooks.endpoint.{happened}", f"party:{endpoint.party_id}", by=by, body=body)


def _of_kinds(kinds: Sequence[str]) -> list[Finding]:
    return [
        Finding(
            "webhook-kind",
            gettext_noop("“{kind}” is no kind of event that is told outside."),
            "/kinds",
            gettext_noop("Choose from the list at /api/v1/webhooks/kinds."),
            params={"kind": kind[:80]},
        )
        for kind in told.unknown(kinds)
    ]


def _of_number(party: Party, url: str) -> list[Finding]:
    theirs = Endpoint.objects.filter(party=party)
    if len(url) > 500:
        raise Refused(Finding("too-long", gettext_noop("The address has more than 500 letters."), "/url"))
    if theirs.filter(url=url).exists():
        return [
            Finding(
                "webhook-known",
                gettext_noop("“{url}” is registered already."),
                "/url",
                gettext_noop("Renew its secret if it was lost, or withdraw it first."),
                params={"url": url},
            )
        ]
    if theirs.count() >= MOST:
        return [
            Finding(
                "webhook-too-many",
                gettext_noop("A party has at most {most} endpoints."),
                "/url",
                gettext_noop("Withdraw one first."),
                params={"most": str(MOST)},
            )
        ]
    return []
