"""What can be asked of customs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

import msgspec
from django.conf import settings
from django.db import connection
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils.translation import gettext_noop

from entrepot.ehx.keys import SigningKey
from entrepot.hub import signet
from entrepot.hub.customs import snapshot
from entrepot.hub.customs.law import law_of
from entrepot.hub.customs.models import Declaration, Paper, Permit, PermitUse
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.duty.ground import plain as decimal
from entrepot.trade.finding import Finding, NotYours, Refused
from entrepot.trade.judgement import Judgement
from entrepot.trade.matching import OrderPaper, PaymentPaper, WaybillPaper, match
from entrepot.trade.permit import PermitFacts
from entrepot.trade.quantity import Quantity
from entrepot.trade.risk import Selection

Papers = Mapping[str, OrderPaper | PaymentPaper | WaybillPaper]

FORMS: dict[str, type[OrderPaper | PaymentPaper | WaybillPaper]] = {
    "order": OrderPaper,
    "payment": PaymentPaper,
    "waybill": WaybillPaper,
}
TURNS, SHARED_TURNS = 0x637573, 128  # the family of our locks, and how many there are
OPEN = ("lodged", "accepted", "under-control")


def declaration(lrn: str, declarant: Party | str) -> Declaration:
    """The declaration that this declarant lodged under this reference, or a refusal."""
    code = declarant.code if isinstance(declarant, Party) else declarant
    found = Declaration.objects.filter(lrn=lrn, declarant__code=code).first()
    if found is None:
        raise Refused(
            Finding(
                "declaration-unknown",
                gettext_noop("“{declarant}” has lodged no declaration {lrn}."),
                "/lrn",
                gettext_noop("Check the reference; it is given by the declarant."),
                params={"declarant": code, "lrn": lrn},
            )
        )
    return found


def of(ucr: str) -> QuerySet[Declaration]:
    """Every declaration of one consignment at this hub, oldest first."""
    return Declaration.objects.filter(ucr=ucr)


def queue(country: str) -> QuerySet[Declaration]:
    """What waits for an officer of the country: red first, then yellow, the oldest first."""
    urgency = Case(When(lane="red", then=Value(0)), When(lane="yellow", then=Value(1)), default=Value(2))
    waiting = Declaration.objects.filter(country=country, state__in=("accepted", "under-control"))
    return waiting.order_by(urgency, "id")


def waiting_for_papers(country: str) -> QuerySet[Declaration]:
    """What is lodged and cannot be accepted, since a document has not come."""
    return Declaration.objects.filter(country=country, state="lodged").order_by("id")


def facts(declaration: Declaration) -> DeclarationFacts:
    """What was declared, with who receives the goods: for the officer who decides and nobody else."""
    return snapshot.facts_back(declaration.facts, bytes(declaration.sealed))


def judgement(declaration: Declaration) -> Judgement:
    """What was said of the declaration when it was lodged."""
    return Judgement(
        facts(declaration),
        snapshot.findings_back(declaration.findings),
        Selection(declaration.lane, snapshot.hits_back(declaration.hits)),  # type: ignore[arg-type]
        snapshot.assessment_back(declaration.assessment) if declaration.assessment else None,
    )


def not_passed(ucrs: Iterable[str]) -> QuerySet[Declaration]:
    """Declarations of these consignments that wait or were refused, with every decision on them; oldest first."""
    stopped = Declaration.objects.filter(ucr__in=set(ucrs), state__in=(*OPEN, "refused"))
    return stopped.prefetch_related("decisions").order_by("id")


def by_mrn(mrn: str) -> Declaration | None:
    """The declaration to which customs gave this number, if there is one."""
    return Declaration.objects.select_related("declarant").filter(mrn=mrn).first()


def waiting_by_lane(country: str) -> dict[str, int]:
    """How many wait for an officer of the country, by lane."""
    counts = queue(country).order_by().values_list("lane").annotate(count=Count("id"))
    return {"red": 0, "yellow": 0, "green": 0} | dict(counts)


def beside(declaration: Declaration) -> tuple[Declaration | None, Declaration | None]:
    """What stands before and after a declaration in its queue."""
    waiting = list(queue(declaration.country).only("id", "mrn"))
    place = next((n for n, each in enumerate(waiting) if each.pk == declaration.pk), None)
    if place is None:
        return None, None
    return (waiting[place - 1] if place else None), (waiting[place + 1] if place + 1 < len(waiting) else None)


def decided(country: str) -> QuerySet[Declaration]:
    """What customs of the country released, refused or invalidated, the latest first."""
    done = Declaration.objects.filter(country=country, decided_at__isnull=False)
    return done.exclude(state__in=OPEN).order_by("-decided_at", "-id")


def senders(ucr: str) -> dict[str, str]:
    """Who sent the newest paper of each kind for a consignment."""
    rows = Paper.objects.filter(ucr=ucr).order_by("version").values_list("kind", "sender__name")
    return dict(rows)


def working(declaration: Declaration) -> Mapping[str, Any]:
    """How the amounts of a declaration came about: as it was kept, or worked out again from the facts and that law.

    Of a large batch only the charges are kept. If the law's files were corrected since, nothing is told but these.
    """
    kept = dict(declaration.assessment)
    if "regime" in kept:
        return kept
    law = law_of(declaration.country, declaration.date)
    if law.jurisdiction.digest != declaration.law_digest:
        return kept
    return {**kept, **law.working(facts(declaration))}


def known_references(declarant: Party, lrns: Collection[str]) -> dict[str, Declaration]:
    """Those of the references that the declarant has used before, with their declarations; one query."""
    return {each.lrn: each for each in Declaration.objects.filter(declarant__code=declarant.code, lrn__in=set(lrns))}


def papers(ucrs: Iterable[str]) -> dict[str, Papers]:
    """The newest order, payment and waybill of each consignment, as far as they have come."""
    found: dict[str, dict[str, OrderPaper | PaymentPaper | WaybillPaper]] = {}
    for each in Paper.objects.filter(ucr__in=set(ucrs)).order_by("version"):
        found.setdefault(each.ucr, {})[each.kind] = msgspec.convert(each.facts, FORMS[each.kind])
    return dict(found)


def differences(facts: DeclarationFacts, papers: Papers) -> list[Finding]:
    """Where the three documents differ among themselves and from what was declared; a missing one is a finding."""
    order, payment, waybill = papers.get("order"), papers.get("payment"), papers.get("waybill")
    assert order is None or isinstance(order, OrderPaper)
    assert payment is None or isinstance(payment, PaymentPaper)
    assert waybill is None or isinstance(waybill, WaybillPaper)
    return match(order, payment, waybill, facts)


def permit(number: str) -> Permit:
    """The permit of this number, or a refusal."""
    found = Permit.objects.filter(number=number).first()
    if found is None:
        raise Refused(
            Finding(
                "permit-unknown",
                gettext_noop("This hub knows no permit {number}."),
                "/number",
                gettext_noop("Check the number as it stands on the permit."),
                params={"number": number},
            )
        )
    return found


def permits_of(holder: Party | str) -> QuerySet[Permit]:
    """What a party has applied for and what it holds."""
    return Permit.objects.filter(holder__code=holder if isinstance(holder, str) else holder.code)


def applications(agency: Party | str) -> QuerySet[Permit]:
    """What waits for an agency's answer, oldest first."""
    return Permit.objects.filter(agency__code=agency if isinstance(agency, str) else agency.code, state="applied")


def permits_by(agency: Party | str) -> QuerySet[Permit]:
    """Everything that was applied for at an agency, whatever became of it."""
    return Permit.objects.filter(agency__code=agency if isinstance(agency, str) else agency.code)


def uses(permit: Permit) -> QuerySet[PermitUse]:
    """What declarations drew on a permit, oldest first."""
    return PermitUse.objects.filter(permit=permit).select_related("declaration")


def permits_visible(by: Actor) -> QuerySet[Permit]:
    """What somebody may read, newest first: the holder and the agency their own, customs those of the country."""
    own = Q(holder__code=by.party) | Q(agency__code=by.party) if by.party else Q(pk__in=[])
    if by.party and parties.may(by, "customs"):
        own |= Q(country__in=Party.objects.filter(code=by.party).values("country"))
    return Permit.objects.filter(own).order_by("-pk")


def permit_facts(permit: Permit) -> PermitFacts:
    """What the permit allows, as the law reads it."""
    assert permit.valid_from is not None
    assert permit.valid_to is not None
    return PermitFacts(
        number=permit.number,
        kind=permit.kind,
        holder=permit.holder_id,
        goods=permit.goods,
        quantity=permit.quantity,
        unit=permit.unit,
        valid_from=permit.valid_from,
        valid_to=permit.valid_to,
        conditions=tuple(permit.conditions),
    )


def drawn(permit: Permit) -> Quantity:
    """How much declarations have drawn and not given back, in the unit of the permit."""
    sum_of = Quantity(Fraction(0), permit.unit)
    for use in PermitUse.objects.filter(permit=permit, given_back_at=None):
        sum_of += Quantity.of(use.quantity, use.unit)
    return sum_of


def drawn_text(permit: Permit) -> str:
    """How much was drawn, as decimal text in the unit of the permit."""
    return decimal(drawn(permit).amount)


def may_see(declaration: Declaration, *, by: Actor) -> bool:
    """Whether somebody may read a declaration: its declarant, an officer of its country, the hub itself."""
    return parties.may(by, "declarant", declaration.declarant_id) or officer_of(declaration.country, by=by)


def visible(by: Actor) -> QuerySet[Declaration]:
    """What somebody may read, newest first: a declarant its own, an officer those of the country, the hub all."""
    own = Q(declarant__code=by.party) if parties.may(by, "declarant") else Q(pk__in=[])
    if by.kind != "peer" and parties.may(by, "customs"):
        country = Party.objects.filter(code=by.party).values("country")
        own |= Q(country__in=country) if by.party else ~Q(pk=None)
    return Declaration.objects.filter(own).order_by("-id")


def officer_of(country: str, *, by: Actor) -> bool:
    """Whether the actor decides for the customs of the country. A peer never does."""
    if by.kind == "peer" or not parties.may(by, "customs"):
        return False
    return not by.party or Party.objects.filter(code=by.party, country=country).exists()


def require_officer(declaration: Declaration, *, by: Actor) -> None:
    """Raise `NotYours` unless the actor decides for the customs of the declaration's country."""
    if not officer_of(declaration.country, by=by):
        raise NotYours(
            Finding(
                "not-an-officer",
                gettext_noop("Only the customs of {country} decides on declaration {mrn}."),
                params={"country": declaration.country, "mrn": declaration.mrn},
            )
        )


def key() -> SigningKey:
    """The key under which permits are issued at this hub."""
    return signet.kept(settings.ENTREPOT_HOME, settings.ENTREPOT_URL.partition("://")[2])


def hold(ucrs: Iterable[str]) -> None:
    """Take turns on these consignments until the transaction ends.

    A paper and a declaration that arrive at one moment must see each other. SQLite has one writer at a time anyway; on
    PostgreSQL consignments share a few locks, taken in one order, so that a large batch needs no more than these.
    """
    if connection.vendor == "postgresql" and (named := [f"customs:{ucr}" for ucr in ucrs]):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, place) FROM (SELECT DISTINCT abs(hashtext(ucr) %% %s) AS place"
                " FROM unnest(%s::text[]) AS ucr ORDER BY place OFFSET 0) AS places",
                [TURNS, SHARED_TURNS, named],
            )
