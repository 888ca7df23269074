"""What lies on a holder's sheets: what the products need, the permits with their balances, questions and answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Permit, PermitAbroad
from entrepot.hub.web import wording
from entrepot.hub.web.permit.kinds import amount, called, named
from entrepot.hub.web.pieces import Badge, Cell, Fact, Facts, Head, Row, Table
from entrepot.hub.web.seller.todo import Task
from entrepot.trade.duty.ground import plain as decimal
from entrepot.trade.quantity import Quantity


def title(permit: Permit) -> str:
    """The permit in a few words."""
    return _("{kind} for goods under {goods}").format(kind=named(permit), goods=wording.hs(permit.goods))


def standing(permit: Permit, *, asked: bool, unpaid: bool) -> Badge:
    """How a permit stands for its holder: what the agency waits for comes before the state."""
    if permit.state == "applied" and asked:
        return Badge(_("Waits for your answer"), "stop", "megaphone")
    return _pay() if permit.state == "applied" and unpaid else badge(permit.state)


def badge(state: str) -> Badge:
    """The state of a permit in a word, for its holder."""
    return {
        "applied": Badge(_("With the agency"), "wait", "hourglass"),
        "issued": Badge(_("In use"), "go", "check"),
        "refused": Badge(_("Refused"), "stop", "octagon-x"),
        "withdrawn": Badge(_("Withdrawn"), "", "undo-2"),
        "suspended": Badge(_("Suspended"), "stop", "hourglass"),
        "exhausted": Badge(_("Used up"), "", "check"),
        "expired": Badge(_("Expired"), "", "timer"),
        "revoked": Badge(_("Revoked"), "stop", "octagon-x"),
    }.get(state, Badge(state))


def tasks(waiting: Iterable[tuple[Permit, str]]) -> tuple[Task, ...]:
    """What permits need of their holder: an answer, the fee, or a renewal before they end."""
    tellers = {"asked": _answer, "unpaid": _owed, "ending": _renew}
    return tuple(tellers[why](permit) for permit, why in waiting)


def needs(found: Iterable[queries.Need]) -> Table | None:
    """What each product needs at each border, and whether it is there."""
    rows = tuple(
        Row(
            (
                Cell(each.product.title, each.product.sku),
                Cell(_border(each)),
                Cell(_(each.control.sentence), _asked_of(each)),
                _state(each),
            )
        )
        for each in found
    )
    heads = (Head(_("Product"), wide=True), Head(_("Border")), Head(_("What it asks"), wide=True), Head(_("State")))
    return Table(_("What your products need"), heads, rows) if rows else None


def listed(permits: Iterable[Permit], left: Mapping[str, str], unpaid: Collection[int] = ()) -> Table | None:
    """Permits as rows, each opening its page."""
    rows = tuple(
        Row(
            (
                Cell(each.number, named(each), reverse("seller-permit", args=[each.number]), code=True),
                Cell(each.agency.name),
                Cell(each.goods, code=True),
                Cell(_balance(each, left)),
                Cell(badge=_pay() if each.pk in unpaid else badge(each.state)),
                Cell(wording.day(each.valid_to) if each.valid_to else "–"),
            )
        )
        for each in permits
    )
    heads = (
        Head(_("Permit")),
        Head(_("Agency"), wide=True),
        Head(_("Goods"), labelled=True),
        Head(_("Left of"), number=True, labelled=True),
        Head(_("State")),
        Head(_("Valid until"), labelled=True),
    )
    return Table(_("Your permits"), heads, rows) if rows else None


def abroad(permits: Iterable[PermitAbroad], counted: Mapping[int, Quantity]) -> Table | None:
    """Permits of agencies at other hubs as rows: what they grant, and what orders here count on."""
    rows = tuple(
        Row(
            (
                Cell(each.number, named(each), code=True),
                Cell(wording.country(each.country), each.hub),
                Cell(each.goods, code=True),
                Cell(_counted(each, counted)),
                Cell(wording.day(each.valid_to)),
            )
        )
        for each in permits
    )
    heads = (
        Head(_("Permit")),
        Head(_("Border"), wide=True),
        Head(_("Goods"), labelled=True),
        Head(_("Orders count on"), number=True, labelled=True),
        Head(_("Valid until"), labelled=True),
    )
    return Table(_("Permits granted abroad"), heads, rows) if rows else None


def stated(permit: Permit) -> Facts:
    """What was applied for, what was granted, and what is left."""
    unit = wording.unit(permit.unit)
    facts = [
        Fact(_("Agency"), permit.agency.name, wording.country(permit.country)),
        Fact(_("Goods under"), wording.hs(permit.goods), code=True),
        Fact(_("Quantity"), amount(permit)),
        Fact(_("Your reference"), permit.reference),
        Fact(_("Applied on"), wording.moment(permit.applied_at)),
    ]
    if permit.lot:
        facts.insert(3, Fact(_("Lot"), permit.lot, code=True))
    if permit.document and permit.quantity:
        facts.insert(3, Fact(_("Left now"), f"{queries.left_of(permit)} {unit}"))
    if permit.valid_from and permit.valid_to:
        days = _("{begins} to {ends}").format(begins=wording.day(permit.valid_from), ends=wording.day(permit.valid_to))
        facts.append(Fact(_("Valid"), days))
    if permit.renews:
        facts.append(Fact(_("Renews"), permit.renews.number, code=True, href=_page(permit.renews)))
    facts += [
        Fact(_("Renewed by"), each.number, str(badge(each.state).words), code=True, href=_page(each))
        for each in permit.renewals.all()
    ]
    facts += [Fact(_("Condition"), str(each)) for each in permit.conditions]
    if permit.reason:
        facts.append(Fact(_("Reason"), permit.reason, permit.law))
    return Facts(tuple(facts))


def _answer(permit: Permit) -> Task:
    heading = _("{agency} asks about your application").format(agency=permit.agency.name)
    told = _("The application waits for your answer.")
    return Task("warn", "file-badge", heading, told, _("Answer the agency"), _page(permit), permit.number)


def _pay() -> Badge:
    return Badge(_("Waits for your payment"), "wait", "hourglass")


def _owed(permit: Permit) -> Task:
    heading = _("{agency} waits for the fee of your application").format(agency=permit.agency.name)
    told = _("The agency decides when the fee is there.")
    return Task("warn", "file-badge", heading, told, _("Pay the fee"), _page(permit), permit.number)


def _renew(permit: Permit) -> Task:
    day = wording.day(permit.valid_to) if permit.valid_to else ""
    heading = _("A permit ends on {day}").format(day=day)
    told = _("It ends soon, and nothing follows it yet.")
    where = _page(permit)
    return Task("warn", "file-badge", heading, told, _("Renew it"), where, permit.number, by=permit.valid_to)


def _page(permit: Permit) -> str:
    return reverse("seller-permit", args=[permit.number])


def _border(need: queries.Need) -> str:
    country = wording.country(need.country)
    told = _("Into {country}") if need.direction == "import" else _("Out of {country}")
    return told.format(country=country)


def _asked_of(need: queries.Need) -> str:
    if need.control.prohibited:
        return str(need.control.agency)
    return _("{kind}, from {agency}").format(kind=called(need.country, need.control.kind), agency=need.control.agency)


def _state(need: queries.Need) -> Cell:
    """The permit that is there, or the way to apply for it."""
    if need.control.prohibited:
        return Cell(badge=Badge(_("Does not pass"), "stop", "octagon-x"))
    if need.permit is not None:
        return Cell(need.permit.number, href=_page(need.permit), code=True, badge=badge(need.permit.state))
    if need.abroad is not None:
        return Cell(need.abroad.number, code=True, badge=Badge(_("Granted abroad"), "go", "check"))
    asked = urlencode({"kind": need.control.kind, "goods": need.hs[:6]})
    return Cell(_("Apply"), href=f"{reverse('seller-permits')}?{asked}#apply")


def _counted(permit: PermitAbroad, counted: Mapping[int, Quantity]) -> str:
    if not permit.quantity:
        return _("No limit")
    used = counted[permit.pk].amount if permit.pk in counted else Fraction(0)
    return f"{decimal(used)} / {permit.quantity} {wording.unit(permit.unit)}"


def _balance(permit: Permit, left: Mapping[str, str]) -> str:
    unit = wording.unit(permit.unit)
    if not permit.document or not permit.quantity:
        return amount(permit)
    return f"{left.get(permit.number, '')} / {permit.quantity} {unit}"
