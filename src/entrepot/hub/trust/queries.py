"""What can be asked about notices and measures; the counts are everybody's."""

from __future__ import annotations

from collections import Counter

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub.trust.models import Measure, Notice
from entrepot.trade.finding import Finding, Refused


def open_notices() -> QuerySet[Notice]:
    """Notices that nobody has answered, those of authorities first, then the oldest."""
    return Notice.objects.filter(measure=None)


def notices_about(key: str) -> QuerySet[Notice]:
    """Everything that was said about a listing."""
    return Notice.objects.filter(key=key)


def measures() -> QuerySet[Measure]:
    """What was decided, appeals that wait first, then the newest."""
    return Measure.objects.filter(peer="")


def appealed() -> QuerySet[Measure]:
    """Appeals that wait for another operator, the oldest first."""
    return Measure.objects.filter(state="appealed").order_by("appealed_at")


def measures_of(seller: str) -> QuerySet[Measure]:
    """What was decided about a seller's listings: here, and at peers that told us."""
    return Measure.objects.filter(seller_code=seller).filter(Q(hub="") | ~Q(peer=""))


def locked(number: str) -> Measure:
    """A measure, held until the transaction ends; or a refusal."""
    found = Measure.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise Refused(
            Finding(
                "measure-unknown-here",
                gettext_noop("This hub took no measure {number}."),
                "/number",
                gettext_noop("Check the number; it stands in the statement of reasons."),
                params={"number": number},
            )
        )
    return found


def told_publicly() -> dict[str, Counter[str]]:
    """The counts that anyone may read: notices by kind, what was decided on them, and what became of appeals."""
    taken = list(Measure.objects.filter(peer="").values_list("kind", "outcome", "state"))
    return {
        "notices": Counter(Notice.objects.order_by().values_list("kind", flat=True)),
        "trusted": Counter(Notice.objects.filter(trusted=True).order_by().values_list("kind", flat=True)),
        "taken-down": Counter(kind for kind, outcome, _state in taken if outcome == "taken-down"),
        "kept": Counter(kind for kind, outcome, _state in taken if outcome == "kept"),
        "appealed": Counter(kind for kind, _outcome, state in taken if state in ("appealed", "upheld", "reversed")),
        "reversed": Counter(kind for kind, _outcome, state in taken if state == "reversed"),
    }
