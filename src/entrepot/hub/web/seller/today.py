"""The seller's first page: today's work by its deadline, what waits for what, and how the parcels stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.aftersales import queries as aftersales
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import Declaration
from entrepot.hub.duties import queries as duties
from entrepot.hub.finance import queries as finance
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.models import Parcel
from entrepot.hub.storefronts import queries as storefronts
from entrepot.hub.storefronts.models import Intake
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Cell, Empty, Head, Row, Spark, Table
from entrepot.hub.web.seller import chains, permit_sheets, sheets, todo
from entrepot.hub.web.shell import show
from entrepot.trade.lifecycles import PARCEL

RECENT, OPEN, WAITING, TROUBLED = 9, 200, 8, 100
LET_GO = ("exported", "imported")
MONTH, FORTNIGHT = timedelta(days=30), timedelta(days=14)


@at_desk("seller")
def today(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What needs the seller, what waits for what, and how the parcels stand."""
    now, mine = sitting.by.at, orders.consignments(sitting.party)
    standing = orders.standing(sitting.party)
    counts = {state: sum(count for count, _ in found.values()) for state, found in standing.items()}
    open_ones = list(mine.filter(state__in=sheets.ON_THE_WAY)[:OPEN])
    troubled = list(storefronts.troubled(sitting.party)[:TROUBLED])
    stopped = list(customs.not_passed(each.ucr for each in open_ones).prefetch_related("requests"))
    parcels = stock.parcels(each.ucr for each in open_ones)
    own = [each for each in reversed(open_ones) if each.home]
    tasks = _tasks(sitting, now, own, stopped, troubled, parcels)
    causes = chains.Causes.of([each.ucr for each in own], parcels, stopped)
    waiting = (*chains.not_taken(troubled), *chains.chains(own, causes))
    on_the_way = sum(counts.get(state, 0) for state in sheets.ON_THE_WAY)
    context = {
        "headline": wording.weekday(now),
        "lede": _lede(on_the_way, len(tasks)),
        "tasks": tasks,
        "waiting": waiting[:WAITING],
        "more": len(waiting) - WAITING if len(waiting) > WAITING else 0,
        "figures": sheets.figures(
            counts,
            orders.sums(mine.filter(settled_at__gt=now - MONTH), "settled_minor"),
            _due(standing),
            len(stopped),
        ),
        "placed": _placed(orders.placed_by_day(sitting.party, now - MONTH), now.date()),
        "table": sheets.parcels(open_ones[:RECENT], parcels, name=_("Parcels")),
        "nothing": Empty(
            _("No parcels are on their way"),
            _("When an order is placed, its file opens by itself and appears here."),
            _("Bring orders"),
            "orders/",
        ),
    }
    return show(request, "seller/today.html", context, desk="seller", here="today", counts={"today": len(tasks)})


def _tasks(
    sitting: Sitting,
    now: datetime,
    own: Sequence[Consignment],
    stopped: Sequence[Declaration],
    troubled: Sequence[Intake],
    parcels: Mapping[str, Parcel],
) -> tuple[todo.Task, ...]:
    """Everything from everywhere, in the order of its deadline."""
    party = sitting.party
    numbers = {each.ucr: each.order_number for each in own}
    ready = sum(1 for each in own if each.state in LET_GO and _on_the_shelf(parcels.get(each.ucr)))
    offers = list(finance.offered_to(party).filter(state="offered", open_until__gt=now))
    owed = duties.stated_to(party).filter(state__in=("drawn-up", "filed"))[:20]
    found = (
        *todo.stopped(stopped, numbers),
        *todo.to_hand_over(ready),
        *todo.asked_back(aftersales.returns_to(party).filter(state__in=todo.UNANSWERED)[:20]),
        *todo.disputed(aftersales.disputes_with(party).filter(state__in=todo.UNANSWERED)[:20]),
        *todo.brought(catalogue.imports(party).filter(brought_at__gt=now - FORTNIGHT)),
        *permit_sheets.tasks(customs.permits_for(party)),
        *todo.owed(owed),
        *todo.of_shops(troubled, storefronts.stopped(party)),
        *todo.short_of(stock.levels(party), orders.sold(party, now - FORTNIGHT), FORTNIGHT.days),
        *todo.offered(offers),
    )
    return todo.in_order(found, now.date())


def _on_the_shelf(parcel: Parcel | None) -> bool:
    return parcel is not None and parcel.state == PARCEL.initial


def _lede(on_the_way: int, tasks: int) -> str:
    way = ngettext("{count} parcel is on its way.", "{count} parcels are on their way.", on_the_way)
    told = way.format(count=wording.number(on_the_way))
    if not tasks:
        return told
    need = ngettext("{count} thing needs you.", "{count} things need you.", tasks).format(count=wording.number(tasks))
    return f"{told} {need}"


def _due(standing: Mapping[str, Mapping[str, tuple[int, int]]]) -> dict[str, int]:
    """What buyers paid for parcels that are not settled, by currency."""
    due: dict[str, int] = {}
    for state in sheets.ON_THE_WAY[1:]:
        for currency, (_count, total) in standing.get(state, {}).items():
            due[currency] = due.get(currency, 0) + total
    return dict(sorted(due.items()))


def _placed(by_day: Mapping[date, int], today: date) -> Spark | None:
    """How many orders were placed on each of the last 30 days."""
    days = [today - timedelta(days=n) for n in range(29, -1, -1)]
    counted = {day: by_day.get(day, 0) for day in days}
    whole = sum(counted.values())
    if not whole:
        return None
    told = ngettext(
        "{count} order in 30 days, at most {most} a day", "{count} orders in 30 days, at most {most} a day", whole
    )
    rows = tuple(Row((Cell(wording.day(day)), Cell(wording.number(count)))) for day, count in counted.items() if count)
    return Spark.of(
        list(counted.values()),
        told.format(count=whole, most=max(counted.values())),
        most=wording.number(max(counted.values())),
        first=wording.day(days[0]),
        last=wording.day(days[-1]),
        twin=Table(_("Orders placed by day"), (Head(_("Day")), Head(_("Orders"), number=True)), rows, fold=False),
    )
