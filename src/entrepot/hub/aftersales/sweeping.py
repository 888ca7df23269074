"""Who bought is kept as long as something may follow, and no longer: it is destroyed, and what was done stays."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from entrepot.hub import events
from entrepot.hub.aftersales import disputes, forgetting, queries, terms
from entrepot.hub.aftersales.models import Dispute, Return
from entrepot.hub.buying.models import Purchase, PurchaseOrder
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.trade.lifecycles import NEVER_ARRIVED

AT_ONCE = 500
OVER = ("settled", *NEVER_ARRIVED)


def swept(*, by: Actor) -> int:
    """Delete checkouts that were not placed, and destroy who bought where all is over; answers how many went."""
    parties.require(by, "operator")
    gone = _unplaced(by)
    while found := _forgotten(by):
        gone += found
    return gone


@transaction.atomic
def _unplaced(by: Actor) -> int:
    """Checkouts whose price ended long ago: nobody can place them any more."""
    before = by.at - timedelta(days=terms.days("keep_checkout"))
    found = list(Purchase.objects.filter(placed_at=None, held_until__lt=before).values_list("pk", flat=True))
    Purchase.objects.filter(pk__in=found).delete()
    if found:
        events.record("buying.checkouts.swept", "purchases", by=by, body={"number": len(found)})
    return len(found)


@transaction.atomic
def _forgotten(by: Actor) -> int:
    """Some purchases about which nothing can be asked any more: name, address, mail, and what the buyer wrote."""
    kept = timedelta(days=terms.days("dispute") + terms.days("keep_buyer"))
    found = list(_all_over(by.at - kept).select_for_update(of=("self",))[:AT_ONCE])
    numbers = [each.pk for each in found]
    Purchase.objects.filter(pk__in=numbers).update(sealed=b"", mail=b"", mask="")
    ucrs = PurchaseOrder.objects.filter(purchase__in=numbers).exclude(ucr="").values_list("ucr", flat=True)
    for consignment in Consignment.objects.filter(ucr__in=list(ucrs)).order_by("ucr"):
        forgetting.forget(consignment.ucr, by=by)
    events.record_many("buying.purchase.forgotten", [(f"purchase:{number}", {}) for number in numbers], by=by)
    return len(found)


def _all_over(before: datetime) -> QuerySet[Purchase]:
    """Purchases that still say who bought, though all of each ended before a moment and nothing about it is open."""
    moving = Consignment.objects.filter(~Q(state__in=OVER) | Q(delivered_at__gte=before))
    asked = Return.objects.filter(state__in=queries.OPEN)
    disputed = Dispute.objects.filter(state__in=disputes.OPEN)
    open_ucrs = [each.values("ucr") for each in (moving, asked, disputed)]
    waits = PurchaseOrder.objects.filter(
        Q(state="requested") | Q(ucr__in=open_ucrs[0]) | Q(ucr__in=open_ucrs[1]) | Q(ucr__in=open_ucrs[2])
    )
    found = Purchase.objects.filter(placed_at__lt=before).exclude(sealed=b"", mail=b"")
    return found.exclude(pk__in=waits.values("purchase")).order_by("placed_at", "pk")
