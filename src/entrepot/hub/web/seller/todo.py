"""Today's work: everything that needs the seller, in the order of its deadline, with the reason and the one action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.aftersales.models import Dispute, Return
from entrepot.hub.catalogue.models import Import
from entrepot.hub.customs import queries, snapshot
from entrepot.hub.customs.models import Decision, Declaration
from entrepot.hub.duties.models import Statement
from entrepot.hub.finance.models import Advance
from entrepot.hub.storefronts.models import Intake, Storefront
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import FindingNote, Law
from entrepot.hub.web.seller.chains import open_request
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money

UNANSWERED = ("requested", "opened", "unanswered")
LEVELS = {"error": 0, "warn": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Task:
    """Something that needs the seller: what, why, and the page on which it is done; by when, if it has a day."""

    level: str
    icon: str
    heading: str
    told: str
    action: str
    href: str
    code: str = ""
    law: Law | None = None
    by: date | None = None

    @property
    def day(self) -> str:
        return _("By {day}.").format(day=wording.day(self.by)) if self.by else ""


def in_order(found: Iterable[Task], today: date) -> tuple[Task, ...]:
    """By deadline. What stops a parcel and has no day of its own is due today; what only may be done comes last."""

    def due(task: Task) -> tuple[date, int]:
        return task.by or (date.max if task.level == "note" else today), LEVELS[task.level]

    return tuple(sorted(found, key=due))


def stopped(found: Iterable[Declaration], numbers: Mapping[str, str]) -> tuple[Task, ...]:
    """Declarations that did not pass."""
    listed = list(found)
    decided = queries.decisions_of(listed)
    return tuple(_stopped(each, numbers.get(each.ucr, each.ucr), decided[each.pk]) for each in listed)


def to_hand_over(ready: int) -> tuple[Task, ...]:
    """Parcels that customs has let go and that lie on the shelf."""
    if not ready:
        return ()
    heading = ngettext("{count} parcel may go to the carrier", "{count} parcels may go to the carrier", ready)
    told = _("Customs has let them go; hand them over.")
    return (Task("warn", "truck", heading.format(count=ready), told, _("Hand them over"), reverse("seller-hand-over")),)


def offered(offers: Sequence[Advance]) -> tuple[Task, ...]:
    """Offers of money that will lapse."""
    if not offers:
        return ()
    first = min(offers, key=lambda offer: offer.open_until)
    heading = ngettext("{count} offer of money is open", "{count} offers of money are open", len(offers))
    told = _("The first ends on {moment}.").format(moment=wording.moment(first.open_until))
    ends = first.open_until.date()
    where = reverse("seller-finance")
    return (Task("note", "landmark", heading.format(count=len(offers)), told, _("Compare the offers"), where, by=ends),)


def asked_back(returns: Iterable[Return]) -> tuple[Task, ...]:
    """Returns that buyers asked for and the seller has not answered."""
    return tuple(
        Task(
            "warn",
            "undo-2",
            _("A buyer wants to send goods back"),
            _("Take them back, or say why not; without an answer the buyer may turn to the hub."),
            _("Answer the buyer"),
            reverse("seller-return", args=[each.number]),
            each.number,
            by=each.answer_by.date(),
        )
        for each in returns
    )


def disputed(disputes: Iterable[Dispute]) -> tuple[Task, ...]:
    """Disputes that wait for the seller's side."""
    return tuple(
        Task(
            "error",
            "scale",
            _("A buyer disputes a sale"),
            _("Say your side; the operator of the hub decides on what both have said."),
            _("Say your side"),
            reverse("seller-dispute", args=[each.number]),
            each.number,
            by=each.answer_by.date(),
        )
        for each in disputes
    )


def brought(imports: QuerySet[Import]) -> tuple[Task, ...]:
    """The newest file of products, where rows of it were refused or it was looked at and not taken in."""
    refused = Count("lines", filter=Q(lines__outcome="refused"))
    found = imports.annotate(refused=refused).first()
    if found is None or found.state == "undone" or not (found.refused or found.state == "brought"):
        return ()
    told = ngettext("{count} row was refused.", "{count} rows were refused.", found.refused)
    waits = _("It was looked at and not taken in yet.")
    return (
        Task(
            "warn",
            "files",
            _("The products of {file} need you").format(file=found.name),
            waits if found.state == "brought" else told.format(count=found.refused),
            _("Open the file of products"),
            reverse("seller-import", args=[found.pk]),
        ),
    )


def owed(statements: Iterable[Statement]) -> tuple[Task, ...]:
    """Statements of duty and tax that are not filed, or filed and not paid."""
    return tuple(
        Task(
            "warn",
            "calendar-check",
            _("Duty and tax of {amount} are due").format(
                amount=Money.from_minor(each.duty_minor + each.tax_minor, each.currency)
            ),
            _("The statement waits for you to stand by it.")
            if each.state == "drawn-up"
            else _("The statement is filed; pay it to the treasury."),
            _("Open the statement"),
            reverse("seller-statement", args=[each.number]),
            each.number,
            by=each.due_by,
        )
        for each in statements
        if each.currency
    )


def of_shops(troubled: Sequence[Intake], closed: Iterable[Storefront]) -> tuple[Task, ...]:
    """Orders of connected shops that need a hand, and shops that no longer let us in."""
    found = [
        Task(
            "error",
            "shopping-bag",
            _("{name} no longer lets us in").format(name=each.name),
            _("Its orders do not come in, and it is not told of parcels."),
            _("Renew the keys"),
            reverse("seller-shop", args=[each.pk]),
        )
        for each in closed
    ]
    by_shop: dict[Storefront, int] = {}
    for each in troubled:
        by_shop[each.storefront] = by_shop.get(each.storefront, 0) + 1
    for shop, count in by_shop.items():
        heading = ngettext("{count} order of {name} needs you", "{count} orders of {name} need you", count)
        told = _("It was refused here, changed or called off there, or the shop could not be told.")
        where = reverse("seller-shop", args=[shop.pk]) + "?show=trouble"
        name = heading.format(count=count, name=shop.name)
        found.append(Task("warn", "shopping-bag", name, told, _("See the reasons"), where))
    return tuple(found)


def short_of(levels: Mapping[str, int], sold: Mapping[str, int], days: int) -> tuple[Task, ...]:
    """SKUs of which fewer pieces are free than were sold of late."""
    short = {sku: left for sku, left in levels.items() if left < sold.get(sku, 0)}
    if not short:
        return ()
    named = wording.listed(
        _("{sku}: {left} left, {sold} sold").format(sku=sku, left=wording.number(left), sold=wording.number(sold[sku]))
        for sku, left in sorted(short.items(), key=lambda pair: pair[1])[:5]
    )
    heading = ngettext("Stock of {count} product runs short", "Stock of {count} products runs short", len(short))
    told = _("In {days} days: {products}.").format(days=days, products=named)
    where = reverse("seller-products")
    return (Task("warn", "package", heading.format(count=len(short)), told, _("See the products"), where),)


def _stopped(declaration: Declaration, number: str, decisions: Sequence[Decision]) -> Task:
    """A declaration that did not pass, with the officer's reason or the first difference between the papers."""
    where = reverse("file", args=[declaration.ucr])
    last = decisions[-1] if decisions else None
    errors = [each for each in snapshot.findings_back(declaration.differences) if each.level == "error"]
    if declaration.state == "refused":
        law = Law(last.law) if last and last.law else None
        heading = _("The declaration of {order} was refused").format(order=number)
        return Task("error", "octagon-x", heading, last.reason if last else "", _("Open the file"), where, law=law)
    if declaration.state in ("held", "seized"):
        law = Law(last.law) if last and last.law else None
        held = declaration.state == "held"
        heading = _("The goods of {order} are held") if held else _("The goods of {order} were seized")
        to_read = reverse("seller-declaration", args=[declaration.mrn])
        reason = last.reason if last else ""
        return Task("error", "octagon-x", heading.format(order=number), reason, _("Read why"), to_read, law=law)
    asked = open_request(declaration)
    if asked is not None:
        heading = _("Customs asks for documents of {order}").format(order=number)
        to_answer = reverse("seller-declaration", args=[declaration.mrn])
        return Task("warn", "triangle-alert", heading, asked.question, _("Answer"), to_answer, by=asked.answer_by)
    if errors:
        heading = _("The papers of {order} do not agree").format(order=number)
        law = Law(errors[0].law) if errors[0].law else None
        return Task("warn", "triangle-alert", heading, _told(errors[0]), _("Open the file"), where, errors[0].code, law)
    heading = _("Customs looks at {order}").format(order=number)
    told = _("Nothing is asked of you; an officer decides.")
    return Task("note", "eye", heading, told, _("Open the file"), where)


def _told(finding: Finding) -> str:
    note = FindingNote.of(finding)
    return " ".join(part for part in (note.say, note.do) if part)
