"""What can be asked about passages: whether a country lets goods pass, which are open, and who may see them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub.customs import snapshot
from entrepot.hub.customs.models import Passage
from entrepot.hub.events.actor import Actor
from entrepot.hub.law import statute
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.statute.time_limits import time_limit
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, Refused


def lets_pass(country: str, on: date) -> bool:
    """Whether the law held of a country says within how many days goods pass through it."""
    return _days(country, on) is not None


def days(country: str, on: date) -> int:
    """The days from entry within which goods that pass through must leave, or a refusal where the law names none."""
    found = _days(country, on)
    if found is None:
        raise Refused(
            Finding(
                "passage-unknown",
                gettext_noop("The law held of {country} does not say how goods pass through it."),
                remedy=gettext_noop("Send them another way, or add `passage_days` to the country's parameters."),
                params={"country": country},
            )
        )
    return found


def passage(mrn: str, *, by: Actor) -> Passage:
    """The passage of this number, if the caller may see it. Raises `Passage.DoesNotExist` if not."""
    return passages_visible(by).get(mrn=mrn)


def passage_facts(passage: Passage) -> DeclarationFacts:
    """What was declared of the goods, the receiver masked."""
    return snapshot.facts_masked(passage.facts)


def passage_of(ucr: str) -> Passage | None:
    """The passage of a consignment through this country, if there is one."""
    return Passage.objects.filter(ucr=ucr).select_related("declarant").first()


def passages_visible(by: Actor) -> QuerySet[Passage]:
    """What somebody may see, newest first: a declarant its own, an officer those of the country, the hub all."""
    own = Q(declarant__code=by.party) if by.party and parties.may(by, "declarant") else Q(pk__in=[])
    if by.kind != "peer" and parties.may(by, "customs"):
        country = Party.objects.filter(code=by.party).values("country")
        own |= Q(country__in=country) if by.party else ~Q(pk=None)
    return Passage.objects.filter(own).select_related("declarant").order_by("-id")


def _days(country: str, on: date) -> int | None:
    law = statute()
    if country not in law.codes:
        return None
    given = time_limit(law.jurisdiction(country).folder, "pass", on)
    return int(given.amount) if given is not None and given.amount is not None else None
