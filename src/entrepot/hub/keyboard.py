"""What an operator does about peers from the command line: alone where that is allowed, else as one of two."""

from __future__ import annotations

from entrepot.hub.events import Actor, clock
from entrepot.hub.network import actions, approving, queries
from entrepot.hub.network.models import Proposal
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Person
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

HOUSE = "operator"  # the party that runs the hub


def whoever(email: str = "") -> Actor:
    """The operator named; else the hub itself, whose keys lie at hand for whoever sits here."""
    if not email:
        return Actor("worker", "peer", "the command line", clock.now())
    person = Person.objects.filter(email=email).first()
    if person is None:
        raise Refused(
            Finding("operator-unknown", gettext_noop("No operator signs in as {email}."), params={"email": email})
        )
    return parties.actor_for(person, HOUSE, clock.now())


def connect(url: str, thumbprint: str, email: str = "") -> str:
    """Offer or accept a peering, or propose it where two operators must want it; says how it stands now."""
    by = whoever(email)
    if approving.needed():
        return _waits(actions.propose("connect", url, thumbprint=thumbprint, by=by))
    peer = actions.peer_with(url, thumbprint, by=by)
    return f"{peer.name or peer.host}: {peer.state}"


def move(move: str, hub: str, reason: str, email: str = "") -> str:
    """Suspend, resume or close a peering, or propose it; says how it stands now."""
    by, peer = whoever(email), queries.peer(hub)
    if approving.needed():
        return _waits(actions.propose(move, peer.entity, reason=reason, by=by))
    return f"{peer.name}: {actions.move(peer, move, reason=reason, by=by).state}"


def approve(number: int, email: str) -> str:
    """Approve a proposal; says how the peering stands now."""
    found = queries.proposals().filter(pk=number).first()
    if found is None:
        raise Refused(
            Finding(
                "proposal-closed",
                gettext_noop("This proposal is closed or older than 14 days."),
                remedy=gettext_noop("Propose it anew."),
            )
        )
    peer = actions.approve(found, by=whoever(email))
    return f"{peer.name or peer.host}: {peer.state}"


def _waits(proposal: Proposal) -> str:
    return f"Proposal {proposal.pk} waits for another operator: entrepot peer approve {proposal.pk} --as EMAIL"
