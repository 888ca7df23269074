"""What can be asked about orders and consignments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_noop

from entrepot.hub.events.models import Event
from entrepot.hub.orders.models import Buyer, Consignment, Order, OrderLine
from entrepot.hub.parties.models import Party
from entrepot.hub.rows import among
from entrepot.hub.stock import queries as stock
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.lifecycles import CONSIGNMENT, NEVER_ARRIVED


def consignment(ucr: str) -> Consignment:
    """The consignment of this reference, or a refusal."""
    return _found(Consignment.objects.select_related("order", "quote").filter(ucr=ucr).first(), ucr)


def consignment_or_none(ucr: str) -> Consignment | None:
    """The consignment of this reference, if this hub knows it."""
    return Consignment.objects.filter(ucr=ucr).first()


def concerned(event: Event, happened: str) -> Iterator[Event]:
    """A batch of customs as an event for each of our consignments to which this happened."""
    told = [each for each in event.each() if each.body.get("happened") == happened]
    ours = set(Consignment.objects.filter(among("ucr", [each.ucr for each in told])).values_list("ucr", flat=True))
    yield from (each for each in told if each.ucr in ours)


def named(number: str) -> QuerySet[Consignment]:
    """Every consignment of an order with this number; two sellers may have given the same."""
    return Consignment.objects.filter(order_number=number)


def counts(seller: Party | str | None = None) -> dict[str, int]:
    """How many consignments are in each state."""
    return dict(consignments(seller).order_by().values_list("state").annotate(count=Count("ucr")))


def locked(ucr: str) -> Consignment:
    """The consignment, held until the transaction ends."""
    return _found(Consignment.objects.select_for_update().filter(ucr=ucr).first(), ucr)


def consignments(seller: Party | str | None = None) -> QuerySet[Consignment]:
    """Every consignment of a seller, or of everybody; newest first."""
    found = Consignment.objects.all()
    return found if seller is None else found.filter(seller_code=seller.code if isinstance(seller, Party) else seller)


def sought(found: QuerySet[Consignment], words: str) -> QuerySet[Consignment]:
    """Those whose order number, reference or goods name every one of the words."""
    for word in words.split()[:5]:
        named = Q(order_number__icontains=word) | Q(ucr__iexact=word)
        found = found.filter(named | Q(order__lines__title__icontains=word) | Q(order__lines__sku__iexact=word))
    return found.distinct() if words.strip() else found


def sold(seller: str, since: datetime) -> dict[str, int]:
    """How many pieces of each SKU were ordered since a moment, what was cancelled left out."""
    lines = OrderLine.objects.filter(order__seller__code=seller, order__placed_at__gte=since)
    rows = lines.exclude(order__consignment__state="cancelled").values_list("sku").annotate(pieces=Sum("quantity"))
    return dict(rows.order_by("sku"))


def standing(seller: str) -> dict[str, dict[str, tuple[int, int]]]:
    """How many consignments of a seller are in each state, and what they come to, by currency; one question."""
    rows = consignments(seller).order_by().values_list("state", "currency")
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for state, currency, count, total in rows.annotate(Count("ucr"), Sum("total_minor")):
        found.setdefault(state, {})[currency] = (count, total)
    return found


def placed_by_day(seller: str, since: datetime) -> dict[date, int]:
    """How many orders were placed on each day since a moment; days without are left out."""
    found = consignments(seller).filter(placed_at__gt=since).order_by()
    return dict(found.annotate(day=TruncDate("placed_at")).values_list("day").annotate(count=Count("ucr")))


def sums(found: QuerySet[Consignment], column: str) -> dict[str, int]:
    """What a column of consignments comes to in each currency of theirs, in minor units."""
    rows = found.order_by().values_list("currency").annotate(total=Sum(column)).order_by("currency")
    return {currency: total for currency, total in rows if total}


def let_go(*, seller: Party | str | None = None, keeper: Party | str | None = None) -> QuerySet[Consignment]:
    """Consignments of ours that customs has let go and that are at no door yet: a seller's, or of a keeper's sites.

    And those of which a parcel is to follow, wherever the first is.
    """
    going = Q(state__in=("exported", "imported")) | Q(ucr__in=stock.following().values("ucr"))
    found = consignments(seller).filter(going, home=True)
    if keeper is None:
        return found
    return found.filter(order__site__operator__code=keeper.code if isinstance(keeper, Party) else keeper)


def kept_by(keeper: Party | str) -> QuerySet[Consignment]:
    """Every consignment whose goods came, or come, from a keeper's sites."""
    return Consignment.objects.filter(order__site__operator__code=keeper.code if isinstance(keeper, Party) else keeper)


def known_orders(seller: Party, numbers: Iterable[str]) -> dict[str, Order]:
    """The orders among these numbers that the seller has placed already, with their consignments."""
    found = Order.objects.filter(seller=seller, number__in=set(numbers)).select_related("consignment")
    return {each.number: each for each in found}


def bought_this_year(keys: Iterable[str], destination: str, on: date) -> dict[str, int]:
    """What each person has brought into a country this year through this hub, in minor units of its currency.

    Goods with their freight and insurance, as far as this hub knows; what was cancelled or came back does not count.
    """
    rows = (
        Buyer.objects.filter(
            key__in=set(keys),
            order__consignment__destination=destination,
            order__placed_at__year=on.year,
        )
        .exclude(order__consignment__state__in=NEVER_ARRIVED)
        .values_list("key")
        .annotate(total=Sum("order__consignment__quote__value_minor"))
        .order_by()
    )
    return {key: total or 0 for key, total in rows}


def history(ucrs: Iterable[str]) -> dict[str, list[tuple[str, datetime]]]:
    """The states that consignments have reached, each with its moment, in order; one question."""
    wanted = list(ucrs)
    happened = {"orders.order.placed": "placed", "orders.consignment.mirrored": "placed"}
    happened |= {f"orders.consignment.{state}": state for state in CONSIGNMENT.states if state != "placed"}
    found: dict[str, list[tuple[str, datetime]]] = {ucr: [] for ucr in wanted}
    rows = Event.objects.filter(ucr__in=wanted, kind__in=happened).order_by("position")
    for ucr, kind, at in rows.values_list("ucr", "kind", "at"):
        found[ucr].append((happened[kind], at))
    return found


def _found(consignment: Consignment | None, ucr: str) -> Consignment:
    if consignment is None:
        raise Refused(
            Finding(
                "consignment-unknown",
                gettext_noop("This hub knows no consignment {ucr}."),
                "/ucr",
                gettext_noop("Check the reference; it stands on the order, the label and every message."),
                params={"ucr": ucr},
            )
        )
    return consignment
