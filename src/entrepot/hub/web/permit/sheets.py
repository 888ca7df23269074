"""What stands on a permit, and how it stands now: nothing of the holder that the document itself does not say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Permit
from entrepot.hub.web import wording
from entrepot.hub.web.permit.kinds import named
from entrepot.hub.web.pieces import Badge, Fact, Facts, QrCode
from entrepot.trade.permit import Standing


@dataclass(frozen=True, slots=True)
class PermitSheet:
    """A permit as it is shown to anybody; `holds` is said of the moment `at`."""

    number: str
    kind: str
    agency: str
    holder: str
    holds: bool
    badge: Badge
    told: str
    at: str
    facts: Facts
    conditions: tuple[str, ...]
    document: str
    key: str


def shown(permit: Permit, now: datetime) -> PermitSheet:
    """The permit as its document says it, with its verdict now."""
    standing = queries.standing_of(permit, now.date())
    return PermitSheet(
        permit.number,
        named(permit),
        permit.agency.name,
        permit.holder.name,
        standing == "holds",
        badge(standing),
        told(standing, permit),
        wording.moment(now),
        Facts(_facts(permit, standing)),
        tuple(permit.conditions),
        permit.document,
        str(queries.key().verifier),
    )


def address(permit: Permit) -> str:
    """Where anybody checks the permit."""
    return str(settings.ENTREPOT_URL).rstrip("/") + reverse("permit", args=[permit.number])


def code(permit: Permit) -> QrCode:
    """The address as a code to scan."""
    return QrCode.of(address(permit), _("Opens the page on which anybody can check this permit"))


def badge(standing: Standing) -> Badge:
    """The verdict in a word or two."""
    return {
        "holds": Badge(_("Holds now"), "go", "check"),
        "not-yet": Badge(_("Does not hold yet"), "wait", "hourglass"),
        "ended": Badge(_("Has ended"), "stop", "timer"),
        "revoked": Badge(_("Revoked"), "stop", "octagon-x"),
        "suspended": Badge(_("Suspended"), "stop", "hourglass"),
        "used-up": Badge(_("Used up"), "stop", "check"),
    }.get(standing, Badge(standing))


def told(standing: Standing, permit: Permit) -> str:
    """What the verdict means for whoever stands before the goods."""
    sentences = {
        "holds": _("Goods may move under this permit, up to what is left of it.")
        if permit.quantity
        else _("It holds for the goods that it names. It has no quantity: nothing is drawn on it."),
        "not-yet": _("It begins on {begins}. Until then no goods may move under it."),
        "ended": _("Its last day was {ends}. No goods may move under it any more."),
        "revoked": _("The agency has taken it back. No goods may move under it, whatever the paper says."),
        "suspended": _("The agency has suspended it. No goods may move under it until the agency reinstates it."),
        "used-up": _("Everything that it allowed has been declared. No further goods may move under it."),
    }
    days = {
        "begins": wording.day(permit.valid_from) if permit.valid_from else "",
        "ends": wording.day(permit.valid_to) if permit.valid_to else "",
    }
    return str(sentences.get(standing, standing)).format(**days)


def questions(permit: Permit) -> Facts | None:
    """What the agency asked, and what was answered."""
    rows: list[Fact] = []
    for each in permit.questions.all():
        rows.append(Fact(_("Asked"), each.question, wording.moment(each.asked_at)))
        if each.answered_at:
            rows.append(Fact(_("Answered"), each.answer, wording.moment(each.answered_at)))
    return Facts(tuple(rows)) if rows else None


def _facts(permit: Permit, standing: Standing) -> tuple[Fact, ...]:
    unit = wording.unit(permit.unit)
    facts = [
        Fact(_("Held by"), permit.holder.name, permit.holder_id),
        Fact(_("Issued by"), permit.agency.name, wording.country(permit.country)),
        Fact(_("Goods under"), wording.hs(permit.goods), code=True),
    ]
    if permit.lot:
        facts.append(Fact(_("Lot"), permit.lot, _("Compare it with the mark on the goods."), code=True))
    if permit.quantity:
        facts.append(Fact(_("Quantity"), f"{permit.quantity} {unit}"))
        if standing in ("holds", "not-yet", "used-up", "suspended"):
            facts.append(Fact(_("Left now"), f"{queries.left_of(permit)} {unit}"))
    if permit.valid_from and permit.valid_to:
        days = _("{begins} to {ends}").format(begins=wording.day(permit.valid_from), ends=wording.day(permit.valid_to))
        facts.append(Fact(_("Valid"), days))
    return tuple(facts)
