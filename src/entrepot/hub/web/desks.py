"""The desks of a hub: which role sits where, and what lies within reach from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entrepot.hub.events import Actor, clock
from entrepot.hub.parties import queries as parties
from entrepot.trade.finding import Finding, NotYours
from entrepot.trade.wording import gettext_noop

P = ParamSpec("P")
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Reach:
    """A page within reach of a desk."""

    key: str
    name: Text
    icon: str
    url: str
    more: bool = False
    hot: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk for one role, its first page and the pages within its reach."""

    role: Text
    icon: str
    url: str
    places: tuple[Reach, ...]
    officer: bool = False


LESSONS = Reach("lessons", _("Training"), "graduation-cap", "learner", more=True)

DECLARATIONS = Reach("declarations", _("Declarations"), "file-check", "declarations", more=True)

DESKS: dict[str, Desk] = {
    "seller": Desk(
        _("Seller"),
        "store",
        "seller",
        (
            Reach("today", _("Today"), "sunrise", "seller", hot=True),
            Reach("orders", _("Orders"), "files", "seller-orders"),
            Reach("products", _("Products"), "package", "seller-products"),
            DECLARATIONS,
            Reach("quote", _("Quotes"), "scale", "quote"),
            Reach("classify", _("Codes"), "circle-help", "classify", more=True),
            Reach("carriage", _("Carriage and tax numbers"), "truck", "seller-carriage", more=True),
            Reach("permits", _("Permits"), "file-badge", "seller-permits", more=True),
            Reach("aftersales", _("Returns"), "undo-2", "seller-returns", more=True),
            Reach("trust", _("Measures"), "megaphone", "seller-measures", more=True),
            Reach("money", _("Money"), "credit-card", "seller-money", more=True),
            Reach("finance", _("Finance"), "landmark", "seller-finance", more=True),
            Reach("duty", _("Duty and tax"), "calendar-check", "seller-duty", more=True),
            Reach("shops", _("Connected shops"), "shopping-bag", "seller-shops", more=True),
            Reach("machines", _("Keys and webhooks"), "braces", "seller-machines", more=True),
            LESSONS,
        ),
    ),
    "declarant": Desk(
        _("Declarant"),
        "file-check",
        "declarations",
        (
            Reach("declarations", _("Declarations"), "file-check", "declarations", hot=True),
            Reach("permits", _("Permits"), "file-badge", "seller-permits"),
            Reach("duty", _("Duty and tax"), "calendar-check", "seller-duty"),
            Reach("quote", _("Quotes"), "scale", "quote", more=True),
            Reach("classify", _("Codes"), "circle-help", "classify", more=True),
        ),
    ),
    "customs": Desk(
        _("Customs officer"),
        "stamp",
        "officer",
        (
            Reach("queue", _("Queue"), "inbox", "officer", hot=True),
            Reach("decided", _("Decided"), "file-check", "officer-decided"),
            Reach("statistics", _("Statistics"), "chart-no-axes-column", "officer-statistics", more=True),
            Reach("appeals", _("Appeals"), "scale", "officer-appeals", more=True),
            Reach("profiles", _("Risk profiles"), "radar", "officer-profiles"),
            Reach("passages", _("Passages"), "truck", "officer-passages", more=True),
            Reach("duty", _("Duty and tax"), "calendar-check", "officer-duty", more=True),
        ),
        officer=True,
    ),
    "agency": Desk(
        _("Permit officer"),
        "file-badge",
        "agency",
        (
            Reach("requests", _("Applications"), "inbox", "agency", hot=True),
            Reach("in-use", _("In use"), "stamp", "agency-used"),
        ),
        officer=True,
    ),
    "operator": Desk(
        _("Hub operator"),
        "gauge",
        "operator",
        (
            Reach("overview", _("Overview"), "gauge", "operator", hot=True),
            Reach("network", _("Network"), "waypoints", "operator-network"),
            Reach("ledger", _("Ledger"), "book-open-check", "operator-ledger"),
            Reach("firms", _("Firms"), "users", "operator-firms"),
            Reach("tariffs", _("Tariffs"), "scale", "operator-tariffs"),
            Reach("aftersales", _("Disputes"), "users", "operator-disputes", more=True),
            Reach("trust", _("Measures"), "megaphone", "operator-trust", more=True),
        ),
    ),
    "warehouse": Desk(_("Warehouse keeper"), "warehouse", "warehouse", ()),
    "lender": Desk(_("Lender"), "landmark", "lender", (Reach("advances", _("Advances"), "landmark", "lender"),)),
    "learner": Desk(_("Learner"), "graduation-cap", "learner", (LESSONS,)),
    "merchant": Desk(
        _("Merchant"), "shopping-bag", "merchant", (Reach("till", _("Till"), "shopping-bag", "merchant"),)
    ),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at a desk that a person may take: in which role, for which party."""

    key: str
    party: str
    party_name: str

    @property
    def href(self) -> str:
        return reverse("sit", args=[self.key, self.party])


@dataclass(frozen=True, slots=True)
class Sitting:
    """A person who has taken a seat; `by` is whoever acts from here, now."""

    seat: Seat
    by: Actor

    @property
    def party(self) -> str:
        return self.seat.party


def seats(request: HttpRequest) -> tuple[Seat, ...]:
    """Every seat that this person may take; the one last taken comes before others of its role."""
    if not request.user.is_authenticated:
        return ()
    if (known := getattr(request, "seats", None)) is None:
        taken = request.session.get("seats", {})
        order = list(DESKS)
        found = [
            Seat(each.role, each.party.code, each.party.name)
            for each in parties.memberships(request.user)
            if each.role in DESKS
        ]
        known = tuple(sorted(found, key=lambda seat: (order.index(seat.key), taken.get(seat.key) != seat.party)))
        request.seats = known  # type: ignore[attr-defined]
    return known


def sit(request: HttpRequest, *keys: str) -> Sitting:
    """The first seat at one of these desks, the one last taken before others; or a refusal."""
    last = request.session.get("desk", "")
    for seat in sorted(seats(request), key=lambda seat: seat.key != last):
        if seat.key in keys:
            assert request.user.is_authenticated
            by = parties.actor_for(request.user, seat.party, clock.now())
            parties.require(by, seat.key, seat.party)
            return Sitting(seat, by)
    raise NotYours(
        Finding(
            "desk-not-yours",
            gettext_noop("This page belongs to another desk: {role}."),
            remedy=gettext_noop(
                "Ask the operator of the hub to enrol you for it, or choose a workspace of yours above."
            ),
            params={"role": str(DESKS[keys[0]].role)},
        )
    )


def last(request: HttpRequest) -> str:
    """The desk at which this person sat last, else the first that is theirs; blank for somebody without one."""
    mine = [seat.key for seat in seats(request)]
    kept = str(request.session.get("desk", ""))
    return kept if kept in mine else next(iter(mine), "")


def at_desk(
    *keys: str,
) -> Callable[[Callable[Concatenate[HttpRequest, Sitting, P], HttpResponse]], Callable[..., HttpResponse]]:
    """A page for one desk, or for several: whoever is not signed in signs in first, a stranger is refused."""

    def made(view: Callable[Concatenate[HttpRequest, Sitting, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def seen(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(request, sit(request, *keys), *args, **kwargs)

        return seen

    return made


def called(request: HttpRequest) -> str:
    """What the person is called; nothing for a visitor."""
    return str(request.user) if request.user.is_authenticated else ""
