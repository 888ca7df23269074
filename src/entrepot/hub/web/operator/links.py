"""What lies on the operator's sheets about peers: proposals, our keys, documents of other hubs, channels that stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entrepot.ehx.encoding import groups
from entrepot.ehx.keyring import KeyRing
from entrepot.ehx.keys import ROLES, thumbprint_digest
from entrepot.hub.network.models import Channel, Document, Incident, Proposal
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Cell, Head, Row, Table


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal of one operator that another has still to approve."""

    key: int
    what: str
    about: str
    thumbprint: str
    since: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """One of our keys, and whether the one before it is still leaving."""

    role: str
    name: str
    reads: str
    leaving: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A channel that does not go on by itself, and what an operator may do about it."""

    key: int
    origin: str
    do: str
    name: str


def proposals(found: Iterable[Proposal], me: str) -> tuple[Waiting, ...]:
    """What waits for a second operator."""
    words = _moves()
    return tuple(
        Waiting(
            each.pk,
            words.get(each.move, each.move),
            each.entity,
            each.thumbprint,
            wording.moment(each.at),
            each.proposed_by == me,
        )
        for each in found
    )


def keys(ring: KeyRing) -> tuple[Kept, ...]:
    """Our four keys, each as two operators would read it to each other."""
    names = {
        "root": _("Root: signs who we are"),
        "log": _("Log: signs our channels"),
        "cosign": _("Cosigning: signs receipts"),
        "http": _("Web: signs requests"),
    }
    return tuple(
        Kept(
            role,
            names[role],
            groups(thumbprint_digest(getattr(ring, role).verifier.public)),
            role in ring.leaving,
        )
        for role in ROLES
    )


def documents(found: Iterable[Document]) -> Table | None:
    """What agencies of other hubs issued, as it was signed there."""
    rows = tuple(
        Row(
            (
                Cell(each.number, each.kind),
                Cell(each.issuer, each.peer.host),
                Cell(each.holder),
                Cell(wording.day(each.valid_until.date())),
                Cell(
                    badge=Badge(_("Withdrawn"), "stop", "x")
                    if each.state == Document.State.REVOKED
                    else Badge(_("Holds"), "go", "check")
                ),
            )
        )
        for each in found
    )
    heads = (
        Head(_("Document")),
        Head(_("Issued by")),
        Head(_("Holder"), drop=True),
        Head(_("Until"), labelled=True),
        Head(_("State")),
    )
    return Table(_("Documents of peer hubs"), heads, rows) if rows else None


def standing(found: Iterable[Channel], incidents: Iterable[Incident]) -> tuple[Standing, ...]:
    """The channels that wait for a person, each with the one thing that helps."""
    lost = {each.channel_id for each in incidents if each.kind == "peer-rollback"}
    names: Mapping[str, str] = {
        "reopen": _("Let it go on"),
        "resend": _("Send again what they lost"),
        "restart": _("Begin it again"),
    }
    waiting = []
    for each in found:
        if each.state in (Channel.State.STOPPED, Channel.State.FROZEN):
            frozen = each.state == Channel.State.FROZEN
            do = "resend" if each.pk in lost else "restart" if frozen else "reopen"
            waiting.append(Standing(each.pk, each.origin, do, names[do]))
    return tuple(waiting)


def _moves() -> Mapping[str, str]:
    return {
        "connect": _("Connect"),
        "suspend": _("Suspend"),
        "resume": _("Resume"),
        "close": _("Part for good"),
    }
