"""One key follows another: as planned, with both signing until every peer knows the new one, or at once after a theft.

A planned rotation ends when its time is over and every peer has countersigned the statement that names the new key. A
peer that was out of reach for all that time is a matter for the operator, and nothing is lost meanwhile, since every
head still carries the old signature beside the new one.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.ehx import identity, keyring
from entrepot.ehx.identity import Statement
from entrepot.ehx.keys import Role
from entrepot.hub import events
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import emergency, incidents, outbox, own
from entrepot.hub.network.models import Outbox, Peer
from entrepot.trade.finding import Finding, NotAllowedNow

OVERLAP = timedelta(days=30)
KIND = "identity.statement.v1"


@transaction.atomic
def rotated(role: Role, *, by: Actor) -> Statement:
    """Put a new key in the place of ours in this role and tell every peer; the old one signs beside it for 30 days."""
    ring = own.keys()
    if role in ring.leaving:
        raise _still_leaving(role)
    if role == "root" and ring.next_root is None:
        raise _no_successor()
    ends = int((clock.wall() + OVERLAP).timestamp())
    keyring.follow(own.key_folder(), role, stay=role != "root")
    return _stated(role, {str(getattr(ring, role).verifier): ends}, by)


@transaction.atomic
def replaced_after_theft(role: Role, *, by: Actor) -> Statement:
    """Put a new key in the place of a stolen one; nothing that the old one signs from now on counts."""
    ring = own.keys()
    assert role != "root", "a stolen root is followed by the key that was announced"
    stolen = [getattr(ring, role), *([ring.leaving[role]] if role in ring.leaving else [])]
    keyring.follow(own.key_folder(), role, stay=False)
    before = int(clock.wall().timestamp()) - 1
    said = _stated(role, {str(key.verifier): before for key in stolen}, by, stolen=True)
    if role == "log":
        emergency.declared("log-key-stolen", by=by)
    elif role == "cosign":
        emergency.declared("cosign-key-stolen", by=by)
    return said


@transaction.atomic
def finished(role: Role, *, by: Actor, force: bool = False) -> bool:
    """Let the old key go, if its time is over and every peer has countersigned the new one; answers whether it went.

    `force` lets it go although a peer has not: that peer will have to be confirmed by its operator.
    """
    ring = own.keys()
    if role not in ring.leaving:
        return False
    behind = _behind()
    if not force and behind:
        incidents.raised("rotation-overdue", role=role, peers=[peer.host for peer in behind])
        return False
    ending = {str(ring.leaving[role].verifier): int(clock.wall().timestamp())} if role != "http" else {}
    keyring.forget_leaving(own.key_folder(), role)
    own.issued(ending)
    incidents.closed("rotation-overdue")
    events.record("network.key.gone", f"key:{role}", by=by, body={"role": role, "forced": bool(force and behind)})
    return True


def finish_due(*, by: Actor) -> int:
    """Finish every rotation whose time is over; answers how many old keys went."""
    ring, said = own.keys(), own.statement()
    now = clock.wall().timestamp()
    done = 0
    for role, key in ring.leaving.items():
        ends = said.until.get(str(key.verifier), said.issued + int(OVERLAP.total_seconds()) if role == "http" else None)
        done += ends is not None and ends <= now and finished(role, by=by)
    return done


def _stated(role: Role, ending: dict[str, int], by: Actor, *, stolen: bool = False) -> Statement:
    """State the keys anew, and tell it in the log of every peer."""
    said = identity.read(own.issued(ending if role in ("log", "cosign") else None).raw)
    for peer in Peer.objects.filter(state__in=["active", "suspended"]):
        tell(peer, said, by)
    body = {"role": role, "stolen": stolen, "seq": said.seq}
    events.record("network.key.rotated", f"key:{role}", by=by, body=body)
    return said


def tell(peer: Peer, said: Statement, by: Actor) -> None:
    """Tell a peer our statement in the log, where it stays under the key that the peer knows."""
    about = f"identity:{own.entity()}"
    outbox.written(KIND, about, {"statement": said.raw}, peer=peer, by=by, cause=f"statement:{said.seq}")


def _behind() -> list[Peer]:
    """The peers that have not countersigned the newest statement that was told them."""
    waiting = []
    for peer in Peer.objects.filter(state__in=["active", "suspended"]):
        last = Outbox.objects.filter(peer=peer, kind=KIND).select_related("leaf__channel").order_by("-id").first()
        if last is not None and (last.leaf is None or last.leaf.channel.acked <= last.leaf.index):
            waiting.append(peer)
    return waiting


def _still_leaving(role: str) -> NotAllowedNow:
    return NotAllowedNow(
        Finding(
            "rotation-under-way",
            gettext_noop("The {role} key before this one is still leaving."),
            remedy=gettext_noop("Wait until every peer has countersigned the new key, or end the rotation."),
            params={"role": role},
        )
    )


def _no_successor() -> NotAllowedNow:
    return NotAllowedNow(
        Finding(
            "no-successor",
            gettext_noop("No key was announced to follow the root, so no peer would believe one."),
            remedy=gettext_noop("Announce one now, and change the root when every peer has heard of it."),
        )
    )
