"""What can be asked about declarations: found, read, waiting, and judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Case, Count, QuerySet, Sum, Value, When
from django.utils.translation import gettext_noop

from entrepot.hub.customs import snapshot
from entrepot.hub.customs.law import law_of
from entrepot.hub.customs.models import OPEN, Declaration
from entrepot.hub.law import statute
from entrepot.hub.parties.models import Party
from entrepot.hub.rows import among, any_of, asked, listed
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.judgement import Judgement
from entrepot.trade.risk import Selection


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


def lodged_by(declarant: str) -> QuerySet[Declaration]:
    """Everything that this declarant lodged here, the newest first."""
    return Declaration.objects.filter(declarant__code=declarant).order_by("-id")


def of(ucr: str) -> QuerySet[Declaration]:
    """Every declaration of one consignment at this hub, oldest first."""
    return Declaration.objects.filter(ucr=ucr)


def queue(country: str) -> QuerySet[Declaration]:
    """What waits for an officer of the country: red first, then yellow, the oldest first; what is held comes last."""
    urgency = Case(
        When(state="held", then=Value(3)),
        When(lane="red", then=Value(0)),
        When(lane="yellow", then=Value(1)),
        default=Value(2),
    )
    waiting = Declaration.objects.filter(country=country, state__in=("accepted", "under-control", "held"))
    return waiting.order_by(urgency, "id")


def waiting_for_papers(country: str) -> QuerySet[Declaration]:
    """What is lodged and cannot be accepted, since a document has not come."""
    return Declaration.objects.filter(country=country, state="lodged").order_by("id")


def facts(declaration: Declaration) -> DeclarationFacts:
    """What was declared, with who receives the goods: for the officer who decides and nobody else."""
    return snapshot.facts_back(declaration.facts, bytes(declaration.sealed))


def masked_facts(declaration: Declaration) -> DeclarationFacts:
    """What was declared, without who receives the goods: for lists and statistics."""
    return snapshot.facts_masked(declaration.facts)


def goods_told(declaration: Declaration) -> list[dict[str, Any]]:
    """The goods in short, for whoever is told of a decision: item, what it is, how much of it."""
    told = ("number", "sku", "description", "quantity", "unit")
    return [{name: item[name] for name in told} for item in declaration.facts["items"]]


def released_of(ucr: str) -> tuple[int, int]:
    """Duty and tax on all that one consignment was let in with so far, in minor units: its parts added up."""
    let_in = Declaration.objects.filter(ucr=ucr, direction="import", state="released")
    found = let_in.aggregate(duty=Sum("duty_minor", default=0), tax=Sum("tax_minor", default=0))
    return found["duty"], found["tax"]


def is_parted(declaration: Declaration) -> bool:
    """Whether a part of what was declared has been let in, and this is the rest."""
    return declaration.partial_releases.exists()


def regimes(country: str, on: date) -> tuple[tuple[str, str], ...]:
    """The ways in that the law of a country knows, by code, each with its name; none where no law is held."""
    try:
        law = statute().law(country, on)
    except Refused:
        return ()
    return tuple((each.code, each.name) for each in law.regimes)


def ways_out(country: str, on: date) -> tuple[tuple[str, str], ...]:
    """What goods may leave a country under, as it is declared, each with its name; none if the law is silent."""
    try:
        found = statute().jurisdiction(country).ways_out(on)
    except Refused:
        return ()
    return tuple((each.usual, each.name) for each in found)


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
    stopped = Declaration.objects.filter(ucr__in=set(ucrs), state__in=(*OPEN, "refused", "seized"))
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
    """Those of the references that the declarant has used before, with their declarations; most often none is."""
    told = list(set(lrns))
    used = [number for (number,) in asked(_USED + any_of(told), declarant.code, listed(told))]
    return {each.lrn: each for each in Declaration.objects.filter(among("id", used))} if used else {}


_USED = "SELECT id FROM customs_declaration WHERE declarant_id = %s AND lrn "
