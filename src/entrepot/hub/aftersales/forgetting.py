"""What a buyer wrote and showed is destroyed some time after the buyer is forgotten; what was done stays."""

from __future__ import annotations

from django.db import transaction

from entrepot.hub import events
from entrepot.hub.aftersales import queries
from entrepot.hub.aftersales.disputes import OPEN
from entrepot.hub.aftersales.models import Dispute, Evidence, Return
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries as orders
from entrepot.hub.parties import queries as parties


@transaction.atomic
def forget(ucr: str, *, by: Actor) -> bool:
    """Destroy words and files of a consignment's returns and disputes, once none is open. Twice is harmless.

    It is not the seller that says when: else it could destroy what speaks against it.
    """
    parties.require(by, "operator")
    orders.locked(ucr)
    returns, disputes = Return.objects.filter(ucr=ucr), Dispute.objects.filter(ucr=ucr)
    if returns.filter(state__in=queries.OPEN).exists() or disputes.filter(state__in=OPEN).exists():
        return False
    about = [*returns.values_list("number", flat=True), *disputes.values_list("number", flat=True)]
    gone, _ = Evidence.objects.filter(about__in=about).delete()
    gone += returns.exclude(told=b"").update(told=b"")
    gone += disputes.exclude(told=b"", answer=b"").update(told=b"", answer=b"")
    if gone:
        events.record("aftersales.words.forgotten", ucr, by=by, ucr=ucr)
    return bool(gone)
