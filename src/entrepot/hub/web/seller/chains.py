"""What waits for what: for each order that does not move, the chain from the order to whoever can let it go on.

An order waits for a payment, a permit, an answer, an officer, stock, a description, or a hand. Each link says the next
cause in plain words; the last one is where something can be done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import Declaration, InformationRequest
from entrepot.hub.customs.snapshot import findings_back
from entrepot.hub.events import queries as record
from entrepot.hub.events.models import Run
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.models import Parcel
from entrepot.hub.storefronts.models import Intake
from entrepot.hub.web import wording
from entrepot.trade.finding import Finding


@dataclass(frozen=True, slots=True)
class Link:
    """One cause in a chain; `mine` where the seller is the one who can act."""

    told: str
    href: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """An order and what it waits for, the nearest cause first."""

    order: str
    href: str
    links: tuple[Link, ...]
    by: date | None = None

    @property
    def mine(self) -> bool:
        """Whether the seller can move it on."""
        return any(link.mine for link in self.links)


@dataclass(frozen=True, slots=True)
class Causes:
    """What is known of the orders that are open: their parcels, their declarations (each with its requests), and what
    failed about them."""

    parcels: Mapping[str, Parcel]
    declarations: Mapping[str, Declaration]
    stuck: Mapping[str, Run]

    @classmethod
    def of(cls, ucrs: Sequence[str], parcels: Mapping[str, Parcel], declared: Iterable[Declaration]) -> Causes:
        """Of what was asked for already; what failed is asked here, in one question."""
        failed = {run.subject: run for run in record.stuck(ucrs)}
        return cls(parcels, {each.ucr: each for each in declared}, failed)

    @classmethod
    def asked(cls, ucrs: Sequence[str]) -> Causes:
        """Everything asked anew."""
        return cls.of(ucrs, stock.parcels(ucrs), customs.not_passed(ucrs).prefetch_related("requests"))


def chains(found: Sequence[Consignment], causes: Causes) -> tuple[Chain, ...]:
    """The orders that wait for somebody; those that the seller can move on come first, then as they were given."""
    made = [_chain(each, causes) for each in found]
    waiting = [each for each in made if each is not None]
    return tuple(sorted(waiting, key=lambda chain: (not chain.mine, chain.by or date.max)))


def not_taken(intakes: Iterable[Intake]) -> tuple[Chain, ...]:
    """Orders of shops elsewhere that could not be taken in, each with its first reason."""
    return tuple(_refused(each) for each in intakes if each.state == "refused" and each.findings)


def _chain(consignment: Consignment, causes: Causes) -> Chain | None:
    links, by = _links(consignment, causes)
    if not links:
        return None
    href = reverse("seller-order", args=[consignment.order_number])
    return Chain(consignment.order_number, href, links, by)


def _links(consignment: Consignment, causes: Causes) -> tuple[tuple[Link, ...], date | None]:
    declaration, parcel = causes.declarations.get(consignment.ucr), causes.parcels.get(consignment.ucr)
    run = causes.stuck.get(consignment.ucr)
    if declaration is not None:
        return _at_customs(declaration)
    if run is not None:
        return (Link(_step(consignment)), *_stuck(run)), None
    if consignment.state == "placed":
        page = reverse("seller-order", args=[consignment.order_number])
        return (Link(_("waits for its payment")), Link(_("the buyer has the code to pay with"), page)), None
    if consignment.state in ("exported", "imported") and parcel is not None and parcel.state == "labelled":
        hand = Link(_("Hand it to the carrier"), reverse("seller-hand-over"), mine=True)
        return (Link(_("customs has let it go")), hand), None
    return (), None


def open_request(declaration: Declaration) -> InformationRequest | None:
    """The most pressing question of customs that waits for an answer."""
    waiting = (each for each in declaration.requests.all() if each.state == "open")
    return min(waiting, key=lambda each: each.answer_by, default=None)


def _at_customs(declaration: Declaration) -> tuple[tuple[Link, ...], date | None]:
    asked = open_request(declaration)
    page = reverse("seller-declaration", args=[declaration.mrn])
    begins = Link(_("waits for its release at customs"))
    if declaration.state == "refused":
        read = Link(_("Read why"), page, mine=True)
        return (Link(_("customs refused its declaration")), read), None
    if declaration.state == "seized":
        return (Link(_("customs seized the goods")), Link(_("Read why"), page, mine=True)), None
    if asked is not None:
        told = _("it wants an answer by {day}").format(day=wording.day(asked.answer_by))
        return (begins, Link(told), Link(_("Answer"), page, mine=True)), asked.answer_by
    if declaration.state == "held":
        return (begins, Link(_("the goods are held"), page)), None
    errors = [each for each in findings_back(declaration.differences) if each.level == "error"]
    if errors:
        return (begins, Link(errors[0].told(_)), Link(_("Amend the declaration"), page, mine=True)), None
    return (begins, Link(_("an officer decides; nothing is asked of you"), page)), None


def _step(consignment: Consignment) -> str:
    """What should come next and does not."""
    return {
        "placed": _("waits for its payment"),
        "paid": _("waits to be labelled and declared"),
    }.get(consignment.state, _("waits for its next step"))


def _stuck(run: Run) -> tuple[Link, ...]:
    """Why a consequence failed: in the hub's words, which are those of the record."""
    reason = run.error.partition(": ")[2][:200] or run.error[:200]
    if run.state == Run.State.PARKED:
        return Link(reason), Link(_("it was given up; the operator of the hub tries it again"))
    return Link(reason), Link(_("the hub tries it again by itself"))


def _refused(intake: Intake) -> Chain:
    finding = findings_back(intake.findings)[0]
    page = reverse("seller-shop", args=[intake.storefront_id])
    links = (Link(_("was not taken in")), Link(finding.told(_)), _cure(finding, page))
    return Chain(intake.number, page, links)


def _cure(finding: Finding, page: str) -> Link:
    """Where the reason is put right."""
    if finding.code == "sku-unknown":
        return Link(_("List the product"), reverse("seller-products"), mine=True)
    if finding.code == "stock-short":
        return Link(_("Receive more stock"), reverse("seller-products"), mine=True)
    if finding.params.get("kind") and finding.params.get("agency"):
        return Link(_("Apply for the permit"), reverse("seller-permits"), mine=True)
    return Link(_("See to it in the shop"), page, mine=True)
