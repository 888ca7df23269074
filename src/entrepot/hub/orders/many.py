"""What is done to many orders at once: each is answered in its place, and one that is refused holds up no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import handing, moving
from entrepot.trade.finding import Finding, Refused

Outcome = Refused | None


def hand_over_each(ucrs: Sequence[str], *, by: Actor) -> list[Outcome]:
    """Hand each parcel to the carrier that may go; answers for every one, in the order given."""
    return _each(ucrs, lambda ucr: handing.hand_over([ucr], by=by))


def cancel_each(ucrs: Sequence[str], reason: str, *, by: Actor) -> list[Outcome]:
    """Cancel each order that has not left, with a reason for its file; answers for every one, in the order given."""
    if not reason.strip():
        return [Refused(_no_reason()) for _ in ucrs]
    return _each(ucrs, lambda ucr: moving.cancel(ucr, reason.strip(), by=by))


def _each(ucrs: Sequence[str], act: Callable[[str], object]) -> list[Outcome]:
    return [_answered(ucr, act) for ucr in ucrs]


def _answered(ucr: str, act: Callable[[str], object]) -> Outcome:
    """Done whole, or refused with nothing done."""
    try:
        with transaction.atomic():
            act(ucr)
    except Refused as refused:
        return refused
    return None


def _no_reason() -> Finding:
    return Finding(
        "reason-missing",
        gettext_noop("No reason is given; the buyer and the file are told one."),
        "/reason",
        gettext_noop("Write in a few words why."),
    )
