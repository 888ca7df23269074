"""What can be asked about returns, disputes and ratings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import Count, F, QuerySet, Sum
from django.utils.translation import gettext_noop

from entrepot.hub.aftersales.models import Dispute, Evidence, Loss, Rating, Return
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment
from entrepot.trade.finding import Finding, Refused

OPEN = ("requested", "unanswered", "accepted")
COUNTS = (*OPEN, "refunded")
"""States in which the pieces of a return cannot be sent back once more."""


def locked(number: str) -> Return:
    """The return of this number and its consignment, held until the transaction ends; or a refusal."""
    found = Return.objects.filter(number=number).first()
    if found is None:
        raise Refused(_unknown(number))
    orders.locked(found.ucr)
    return Return.objects.select_for_update().get(pk=found.pk)


def returns_of(ucr: str) -> QuerySet[Return]:
    """The returns of a consignment, the newest first."""
    return Return.objects.filter(ucr=ucr)


def returns_to(seller: str) -> QuerySet[Return]:
    """The returns that a seller answers here, the newest first."""
    return Return.objects.filter(seller_code=seller, decides=True)


def return_to(seller: str, number: str) -> Return | None:
    """One of them."""
    return returns_to(seller).filter(number=number).first()


def returns_kept_by(keeper: str) -> QuerySet[Return]:
    """The returns of goods that came from a keeper's shelves: on their way back, or received."""
    theirs = orders.kept_by(keeper).values("ucr")
    return Return.objects.filter(decides=True, state__in=("accepted", "refunded"), ucr__in=theirs)


def evidence_of(about: str) -> QuerySet[Evidence]:
    """The files that belong to a return or a dispute."""
    return Evidence.objects.filter(about=about).defer("sealed")


def left_to_return(consignment: Consignment) -> dict[int, int]:
    """How many pieces of each line may still be sent back; what a border kept never came."""
    counted = _pieces(Return.objects.filter(ucr=consignment.ucr, state__in=COUNTS))
    return {n: pieces - counted[n] for n, pieces in not_lost(consignment).items()}


def not_lost(consignment: Consignment) -> dict[int, int]:
    """How many pieces of each line no border kept."""
    lost = _pieces(losses_of(consignment.ucr))
    return {n: item["quantity"] - lost[n] for n, item in enumerate(consignment.items, 1)}


def losses_of(ucr: str) -> QuerySet[Loss]:
    """What borders kept of a consignment, the newest first."""
    return Loss.objects.filter(ucr=ucr)


def given_back(ucr: str, lines: int) -> list[int]:
    """How many pieces of each line were paid back, by place."""
    counted = _pieces(Return.objects.filter(ucr=ucr, state="refunded"))
    counted += _pieces(losses_of(ucr).filter(borne_by="seller"))
    return [counted[n] for n in range(1, lines + 1)]


def comes_back_whole(asked: Return) -> bool:
    """Whether with this return everything that arrived comes back; what a buyer was let keep does not."""
    coming = _pieces(each for each in _coming(asked.ucr) if each.pk != asked.pk) + _pieces([asked])
    consignment = orders.consignment(asked.ucr)
    return all(coming[n] >= pieces for n, pieces in not_lost(consignment).items())


def with_losses(ucrs: Iterable[str]) -> set[str]:
    """Those of the consignments of which a border kept something."""
    return set(Loss.objects.filter(ucr__in=list(ucrs)).values_list("ucr", flat=True))


def locked_dispute(number: str) -> Dispute:
    """The dispute of this number and its consignment, held until the transaction ends; or a refusal."""
    found = Dispute.objects.filter(number=number).first()
    if found is None:
        raise Refused(
            Finding(
                "dispute-unknown",
                gettext_noop("This hub knows no dispute {number}."),
                "/number",
                gettext_noop("Check the number; it stands on the buyer's page."),
                params={"number": number},
            )
        )
    orders.locked(found.ucr)
    return Dispute.objects.select_for_update().get(pk=found.pk)


def disputes_of(ucr: str) -> QuerySet[Dispute]:
    """The disputes about a consignment, the newest first."""
    return Dispute.objects.filter(ucr=ucr)


def disputes_with(seller: str) -> QuerySet[Dispute]:
    """The disputes that a seller answers here."""
    return Dispute.objects.filter(seller_code=seller, decides=True)


def to_mediate() -> QuerySet[Dispute]:
    """The disputes that an operator of this hub decides, the most pressing first."""
    return Dispute.objects.filter(mediates=True).order_by(F("ended_at").asc(nulls_first=True), "decide_by", "pk")


def ratings_of(ucr: str) -> dict[int, Rating]:
    """The ratings of a consignment by its lines."""
    return {each.line: each for each in Rating.objects.filter(ucr=ucr)}


def rated(seller: str, sku: str | None = None) -> tuple[int, int]:
    """How many ratings a seller, or one product of its, has here, and how many stars together."""
    found = Rating.objects.filter(seller_code=seller)
    found = found if sku is None else found.filter(sku=sku)
    sums = found.aggregate(count=Count("pk"), total=Sum("stars"))
    return sums["count"], sums["total"] or 0


def _coming(ucr: str) -> Iterator[Return]:
    """Returns whose goods come back or are back: a buyer who keeps them was never told where to send them."""
    yield from Return.objects.filter(ucr=ucr, state__in=("accepted", "refunded"), back_by__isnull=False)


def _pieces(returns: Iterable[Return | Loss]) -> Counter[int]:
    counted = Counter[int]()
    for each in returns:
        for line in each.lines:
            counted[line["line"]] += line["pieces"]
    return counted


def _unknown(number: str) -> Finding:
    return Finding(
        "return-unknown",
        gettext_noop("This hub knows no return {number}."),
        "/number",
        gettext_noop("Check the number; it stands on the label."),
        params={"number": number},
    )
