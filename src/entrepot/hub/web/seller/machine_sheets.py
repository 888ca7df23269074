"""Keys, endpoints and their logs as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.parties.models import VerifyingKey
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Cell, FindingNote, Head, Row, Table
from entrepot.hub.webhooks.kinds import KINDS
from entrepot.hub.webhooks.models import Delivery, Endpoint
from entrepot.trade.finding import Refused


@dataclass(frozen=True, slots=True)
class Told:
    """What is shown this once."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event that may be asked for."""

    name: str
    wanted: bool


def kinds(wanted: Sequence[str]) -> tuple[Kind, ...]:
    return tuple(Kind(name, name in wanted) for name in sorted(KINDS))


def state(endpoint: Endpoint) -> Badge:
    """How an endpoint stands, in a word."""
    if endpoint.state == Endpoint.State.DISABLED:
        return Badge(_("Disabled"), "stop", "octagon-x")
    if endpoint.failing_since:
        return Badge(_("Does not answer"), "wait", "hourglass")
    return Badge(_("Active"), "go", "check")


def endpoints(found: Iterable[Endpoint]) -> Table | None:
    rows = tuple(
        Row(
            (
                Cell(each.url, _told_of(each), href=reverse("seller-endpoint", args=[each.pk])),
                Cell(badge=state(each)),
                Cell(wording.day(each.made_at)),
            )
        )
        for each in found
    )
    heads = (Head(_("Address"), wide=True), Head(_("State")), Head(_("Since"), labelled=True))
    return Table(_("Endpoints"), heads, rows) if rows else None


def _told_of(endpoint: Endpoint) -> str:
    return " · ".join(endpoint.kinds) or _("All that concerns you")


def signing_keys(found: Iterable[VerifyingKey]) -> Table | None:
    rows = tuple(
        Row(
            (
                Cell(each.name, each.thumbprint),
                Cell(badge=Badge(_("Withdrawn")) if each.withdrawn_at else Badge(_("In use"), "go", "check")),
                Cell(wording.day(each.registered_at)),
            )
        )
        for each in found
    )
    heads = (Head(_("Name"), wide=True), Head(_("State")), Head(_("Since"), labelled=True))
    return Table(_("Signing keys"), heads, rows) if rows else None


def log(found: Iterable[Delivery]) -> Table | None:
    """What was sent, newest first."""
    rows = tuple(
        Row(
            (
                Cell(each.kind, each.subject, code=True),
                Cell(badge=_outcome(each)),
                Cell(_("Tries: {number}").format(number=each.tries), wording.moment(each.ended_at or each.next_try)),
                Cell(str(each.status) if each.status else "–", each.said),
            )
        )
        for each in found
    )
    heads = (
        Head(_("Message"), wide=True),
        Head(_("State")),
        Head(_("Ended, or next try")),
        Head(_("Last answer"), wide=True),
    )
    return Table(_("Messages"), heads, rows) if rows else None


def refusals(refused: Refused) -> tuple[FindingNote, ...]:
    """Why it was not done, each in a sentence."""
    return tuple(FindingNote.of(each) for each in refused.findings)


def _outcome(delivery: Delivery) -> Badge:
    return {
        "due": Badge(_("Waiting"), "wait", "hourglass"),
        "delivered": Badge(_("Delivered"), "go", "check"),
        "parked": Badge(_("Parked"), "stop", "octagon-x"),
    }[delivery.state]
