"""Orders of a storefront are taken in: each once, a change noticed, what is called off there called off here.

An order is taken as a file of orders would be: placed under its number, or refused with everything that is wrong.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import asdict, replace

import msgspec
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import sealing
from entrepot.hub.adapters.shop.store import StoreOrder
from entrepot.hub.customs.snapshot import findings_kept
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders import queries
from entrepot.hub.orders.facts import OrderFacts
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties.actions import require_theirs
from entrepot.hub.storefronts.models import Intake, Storefront
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.lifecycles import NEVER_ARRIVED

_JSON = msgspec.json.Encoder(order="sorted")
OVER_HERE = ("settled", *NEVER_ARRIVED)


@transaction.atomic
def take_in(storefront: Storefront, told: Sequence[StoreOrder], *, by: Actor) -> list[Intake]:
    """Take in what the shop tells; an order that says what it said before changes nothing. Answers for what changed."""
    known = {each.key: each for each in _locked(storefront, told)}
    fresh = [each for each in told if _has_changed(each, known.get(each.key))]
    rows = [_row(storefront, each, known.get(each.key)) for each in fresh]
    to_place = []
    for each, row in zip(fresh, rows, strict=True):
        if each.standing == "cancelled":
            _call_off(row, by)
        elif row.ucr:
            _compare(row, each)
        elif each.standing == "waits":
            row.state = "waits"
        elif each.standing == "sent":
            row.state = "left"
        elif each.findings:
            _refuse(row, each.findings)
        else:
            to_place.append((each, row))
    _place(storefront, to_place, by)
    for row in rows:
        row.save()
    return rows


@transaction.atomic
def accept(intake: Intake, *, by: Actor) -> None:
    """The seller has seen to it: a changed order goes as it was placed, one called off late is dealt with by hand."""
    require_theirs(intake.storefront.party, by)
    held = Intake.objects.select_for_update().get(pk=intake.pk)
    held.state = {"changed": "placed", "late": "cancelled", "refused": "left"}.get(held.state, held.state)
    held.findings = []
    held.save(update_fields=["state", "findings"])


def _locked(storefront: Storefront, told: Sequence[StoreOrder]) -> list[Intake]:
    keys = [each.key for each in told]
    return list(Intake.objects.select_for_update().filter(storefront=storefront, key__in=keys))


def _has_changed(told: StoreOrder, known: Intake | None) -> bool:
    return known is None or known.again or known.digest != _digest(told, known)


def _digest(told: StoreOrder, known: Intake | None) -> str:
    """What an order says and how it stands: keyed, since the buyer's name is part of it.

    That one of ours is marked there as sent is no change: we marked it.
    """
    standing = "ready" if told.standing == "sent" and known is not None and known.ucr else told.standing
    said = _JSON.encode([standing, asdict(told.facts)])
    return hmac.new(sealing.commitment_key(), b"storefront\n" + said, hashlib.sha256).hexdigest()


def _row(storefront: Storefront, told: StoreOrder, known: Intake | None) -> Intake:
    row = known or Intake(storefront=storefront, key=told.key, state="waits")
    row.number, row.digest, row.again = storefront.prefix + told.facts.number, _digest(told, known), False
    row.changed_at, row.seen_at = told.changed_at, clock.wall()
    row.findings = []
    return row


def _place(storefront: Storefront, found: Sequence[tuple[StoreOrder, Intake]], by: Actor) -> None:
    """Place what is to be placed, in one batch."""
    facts = [_facts(each.facts, row) for each, row in found]
    answers = orders.place(facts, seller=storefront.party, by=by) if facts else []
    for (_, row), answer in zip(found, answers, strict=True):
        if isinstance(answer, Consignment):
            row.state, row.ucr = "placed", answer.ucr
        elif {each.code for each in answer.findings} == {"destination-domestic"}:
            row.state = "left"
        else:
            _refuse(row, [alone(each) for each in answer.findings])


def _facts(told: OrderFacts, row: Intake) -> OrderFacts:
    return replace(told, number=row.number)


def _call_off(row: Intake, by: Actor) -> None:
    """It was called off there: so it is here, unless the parcel has left."""
    if not row.ucr:
        row.state = "cancelled"
        return
    try:
        with transaction.atomic():
            orders.cancel(row.ucr, "cancelled in the shop", by=by)
        row.state = "cancelled"
    except Refused:
        over = queries.consignment(row.ucr).state in OVER_HERE
        row.state = "cancelled" if over else "late"
        row.findings = [] if over else findings_kept([_too_late(row.number)])


def _compare(row: Intake, told: StoreOrder) -> None:
    """An order that was placed says something else now. A placed order cannot be changed: its seller must know."""
    if row.state in ("placed", "changed"):
        row.state, row.findings = "changed", findings_kept([_changed(told.facts.number)])


def _refuse(row: Intake, findings: Sequence[Finding]) -> None:
    row.state, row.findings = "refused", findings_kept(findings)


def alone(finding: Finding) -> Finding:
    """A finding about one of a batch, pointing into that one."""
    return replace(finding, pointer=finding.pointer[finding.pointer.find("/", 1) :] if finding.pointer else "")


def _too_late(number: str) -> Finding:
    return Finding(
        "shop-cancelled-late",
        gettext_noop("Order {number} was called off in the shop when the parcel had left."),
        remedy=gettext_noop("Agree with the buyer on a return; what was paid goes back when the goods are back."),
        params={"number": number},
    )


def _changed(number: str) -> Finding:
    return Finding(
        "shop-order-changed",
        gettext_noop("Order {number} was changed in the shop after it was placed here."),
        remedy=gettext_noop(
            "What was placed is quoted and declared as it was. Send it so, or cancel it here and place the changed one "
            "under a new number."
        ),
        params={"number": number},
    )
