"""Four eyes on every transition of a peering: one operator proposes it, another approves it, and then it happens."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import statements
from entrepot.hub.network.models import Proposal
from entrepot.trade.finding import Finding, NotAllowedNow, NotYours

STANDS = timedelta(days=14)


def needed() -> bool:
    """Whether a second operator must approve; two hubs on one machine, for a story, do without unless they say so."""
    said = settings.ENTREPOT_FOUR_EYES
    return said == "1" if said else not settings.ENTREPOT_ALLOW_LOOPBACK_PEERS


def refuse_alone() -> None:
    """Refuse a transition that one operator wants alone."""
    if needed():
        raise NotAllowedNow(
            Finding(
                "second-operator-needed",
                gettext_noop("A peering changes only when two operators want it."),
                remedy=gettext_noop("Propose it, and let another operator of this hub approve it."),
            )
        )


@transaction.atomic
def proposed(move: str, url: str, *, thumbprint: str = "", reason: str = "", by: Actor) -> Proposal:
    """Write down what the operator wants; proposing the same again is harmless."""
    _person(by)
    entity = statements.entity_of(url)
    same = Proposal.objects.select_for_update().filter(move=move, entity=entity, closed_at=None).first()
    if same is not None and by.at - same.at <= STANDS and same.thumbprint == thumbprint:
        return same
    if same is not None:
        same.closed_at = by.at
        same.save(update_fields=["closed_at"])
    made = Proposal.objects.create(
        move=move, entity=entity, thumbprint=thumbprint[:80], reason=reason[:200], proposed_by=by.ref, at=by.at
    )
    events.record("network.peering.proposed", f"peering:{entity}", by=by, body={"move": move, "reason": made.reason})
    return made


@transaction.atomic
def approved(proposal: Proposal, *, by: Actor) -> Proposal:
    """Approve what another operator proposed: never one's own, never twice, never after 14 days."""
    _person(by)
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if held.proposed_by == by.ref:
        raise NotYours(
            Finding(
                "own-proposal",
                gettext_noop("Who proposed this cannot approve it."),
                remedy=gettext_noop("Ask another operator of this hub."),
            )
        )
    if held.closed_at is not None or by.at - held.at > STANDS:
        raise NotAllowedNow(
            Finding(
                "proposal-closed",
                gettext_noop("This proposal is closed or older than 14 days."),
                remedy=gettext_noop("Propose it anew."),
            )
        )
    held.approved_by, held.closed_at = by.ref, by.at
    held.save(update_fields=["approved_by", "closed_at"])
    events.record("network.peering.approved", f"peering:{held.entity}", by=by, body={"move": held.move})
    return held


def _person(by: Actor) -> None:
    if by.kind != "person":
        raise NotYours(
            Finding(
                "person-needed",
                gettext_noop("Only a person who signed in can propose or approve this."),
                remedy=gettext_noop("Sign in as an operator, or name yourself on the command line."),
            )
        )
