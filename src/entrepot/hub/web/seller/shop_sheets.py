"""Shops elsewhere and their orders, as they are shown to their seller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.adapters.shop import live
from entrepot.hub.customs.snapshot import findings_back
from entrepot.hub.storefronts.actions import Brought
from entrepot.hub.storefronts.models import Intake, Storefront
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Cell, Fact, Facts, FindingNote, Head, Row, Table
from entrepot.hub.web.seller.machine_sheets import Told
from entrepot.trade.finding import Refused, Unavailable

WANTED: Mapping[str, tuple[str, ...]] = {
    "trouble": ("refused", "changed", "late"),
    "placed": ("placed",),
    "waits": ("waits",),
}


@dataclass(frozen=True, slots=True)
class KindForm:
    """What a kind of shop asks for: its name, and the keys by field, label and what was stated."""

    key: str
    name: str
    chosen: bool
    rights: str
    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order of a shop: what came of it, why, what was told back, and whether its seller may leave it at that."""

    key: int
    order: str
    badge: Badge
    when: str
    href: str = ""
    told: str = ""
    findings: tuple[FindingNote, ...] = ()
    accept: str = ""


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop in a word or two."""

    number: str
    name: str
    kind: str
    sends_stock: bool


def shop(found: Storefront) -> Shop:
    return Shop(str(found.pk), found.name, live.KINDS[found.kind].name, found.sends_stock)


def kinds(stated: Mapping[str, str]) -> tuple[KindForm, ...]:
    chosen = stated.get("kind") or next(iter(live.KINDS))
    return tuple(
        KindForm(
            key,
            kind.name,
            key == chosen,
            kind.rights,
            tuple((f"{key}-{name}", _(label)) for name, label in kind.keys.items()),
        )
        for key, kind in live.KINDS.items()
    )


def keys(kind: str) -> tuple[tuple[str, str], ...]:
    """The keys of one kind: field and label."""
    return tuple((name, _(label)) for name, label in live.KINDS[kind].keys.items())


def refusals(fault: Refused | Unavailable) -> tuple[FindingNote, ...]:
    """Why it was not done: what the shop or we object to, or that the shop does not answer."""
    if isinstance(fault, Refused):
        return tuple(FindingNote.of(each) for each in fault.findings)
    told = _("The shop does not answer.")
    return (FindingNote("error", told, "shop-silent", _("Try again in a few minutes; nothing was changed.")),)


def address(shop: Storefront, request: HttpRequest) -> str:
    """Where the shop is to call."""
    return request.build_absolute_uri(reverse("storefront-call", args=[shop.pk]))


def hook(shop: Storefront, secret: str, request: HttpRequest) -> Told | None:
    """What the seller enters in the shop so that it calls us; the secret is shown this once."""
    if not secret:
        return None
    rows = ((_("Delivery URL"), address(shop, request)), (_("Secret"), secret))
    return Told(_("Enter this in the shop, under webhooks"), rows)


def state(shop: Storefront) -> Badge:
    """How the exchange stands, in a word."""
    if shop.state == Storefront.State.STOPPED:
        return Badge(_("Stopped"), "stop", "octagon-x")
    if shop.failures:
        return Badge(_("Does not answer"), "wait", "hourglass")
    if shop.answered_at is None:
        return Badge(_("Not asked yet"), "wait", "hourglass")
    return Badge(_("Connected"), "go", "check")


def storefronts(found: Iterable[Storefront]) -> Table | None:
    rows = tuple(
        Row(
            (
                Cell(each.name, f"{live.KINDS[each.kind].name}, {each.url}", reverse("seller-shop", args=[each.pk])),
                Cell(badge=state(each)),
                Cell(wording.number(getattr(each, "placed"))),  # noqa: B009 - counted by the query
                Cell(wording.number(getattr(each, "in_trouble"))),  # noqa: B009
                Cell(wording.moment(each.answered_at) if each.answered_at else "–"),
            )
        )
        for each in found
    )
    heads = (
        Head(_("Shop"), wide=True),
        Head(_("State")),
        Head(_("Orders placed"), number=True, labelled=True),
        Head(_("Need you"), number=True, labelled=True),
        Head(_("Last answer"), labelled=True),
    )
    return Table(_("Connected shops"), heads, rows) if rows else None


def facts(shop: Storefront) -> Facts:
    def when(moment: object) -> str:
        return wording.moment(moment) if moment else _("not yet")  # type: ignore[arg-type]

    stock = _("Told as they change") if shop.sends_stock else _("Not told")
    return Facts(
        (
            Fact(_("Address"), shop.url, code=True),
            Fact(_("Last asked"), when(shop.asked_at)),
            Fact(_("Last answer"), when(shop.answered_at)),
            Fact(_("Last call from the shop"), when(shop.called_at)),
            Fact(_("Asked again"), when(shop.next_look) if shop.state == Storefront.State.CONNECTED else _("not yet")),
            Fact(_("Orders changed up to"), when(shop.since)),
            Fact(_("Stock levels"), stock),
            Fact(_("Mark before order numbers"), shop.prefix or "–", code=True),
        ),
        small=True,
    )


def findings(shop: Storefront) -> tuple[FindingNote, ...]:
    return tuple(FindingNote.of(each) for each in findings_back(shop.findings))


def choices(shop: Storefront, shown: str) -> tuple[tuple[str, str, bool], ...]:
    names = (("", _("All")), ("trouble", _("Need you")), ("placed", _("Placed")), ("waits", _("Not paid")))
    return tuple((key, name, key == shown) for key, name in names)


def order(intake: Intake) -> OrderRow:
    """One order with what is to be said of it."""
    told = {
        "told": _("The shop knows the tracking number {number}.").format(number=intake.said),
        "due": _("The shop will be told the tracking number."),
        "parked": _("The shop was not told the tracking number: {reason}").format(reason=intake.said),
    }.get(intake.telling, "")
    leave = {
        "changed": _("Send it as it was placed"),
        "late": _("I have seen to it"),
        "refused": _("Leave it out"),
    }
    return OrderRow(
        intake.pk,
        intake.number,
        badge(intake.state),
        wording.moment(intake.changed_at),
        reverse("seller-order", args=[intake.number]) if intake.ucr else "",
        told,
        tuple(FindingNote.of(each) for each in findings_back(intake.findings)),
        leave.get(intake.state, ""),
    )


def badge(state: str) -> Badge:
    return {
        "placed": Badge(_("Placed"), "go", "check"),
        "refused": Badge(_("Refused"), "stop", "octagon-x"),
        "waits": Badge(_("Not paid"), "wait", "hourglass"),
        "left": Badge(_("Left out")),
        "cancelled": Badge(_("Cancelled"), "", "x"),
        "changed": Badge(_("Changed there"), "stop", "octagon-x"),
        "late": Badge(_("Called off late"), "stop", "octagon-x"),
    }[state]


def brought(found: Brought) -> tuple[str, tuple[tuple[str, tuple[FindingNote, ...]], ...]]:
    """What came of bringing products: a headline, and what each of the others lacks."""
    headline = ngettext("{count} product is listed", "{count} products are listed", found.listed)
    told = headline.format(count=found.listed)
    if found.refused:
        lost = ngettext("{count} needs correction", "{count} need correction", len(found.refused))
        told = _("{placed}, {lost}").format(placed=told, lost=lost.format(count=len(found.refused)))
    return told, tuple((sku, tuple(FindingNote.of(each) for each in notes)) for sku, notes in found.refused)
