"""Goes to the shops: brings their orders, tells them of parcels and of stock, and comes back later if one is silent.

No transaction is open while a shop is asked. A shop is asked every five minutes, at once when it calls, and less and
less often while it does not answer.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import structlog
from django.db.models import Q

from entrepot.hub import rounds
from entrepot.hub.adapters.shop import live
from entrepot.hub.adapters.shop.store import Store, Tracking
from entrepot.hub.customs.snapshot import findings_kept
from entrepot.hub.events import clock
from entrepot.hub.parties import queries as parties
from entrepot.hub.stock import queries as stock
from entrepot.hub.storefronts.models import Intake, Storefront
from entrepot.hub.storefronts.taking import take_in
from entrepot.trade.finding import Refused, Unavailable

EVERY = timedelta(minutes=5)
LEASE = timedelta(minutes=10)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(hours=1)
PAGES = 20  # of orders in one look
AT_ONCE = 50
GIVES_UP = 40  # tries to tell of one parcel: more than a day
SOON, LONGEST = 0.5, 5.0  # seconds between two rounds

log = structlog.get_logger(__name__)


def go_forever(stop: threading.Event) -> None:
    """Rounds until told to stop."""
    rounds.go_forever(go_once, stop, soon=SOON, longest=LONGEST, named="the runner to the shops")


def go_once() -> int:
    """One round: every shop that is due. Answers how many were asked."""
    now = clock.wall()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    due = Storefront.objects.filter(free, state=Storefront.State.CONNECTED, next_look__lte=now)
    return sum(_looked(each, now) for each in due.select_related("party")[:AT_ONCE])


def _looked(storefront: Storefront, now: datetime) -> bool:
    """Ask one shop, unless another worker is at it."""
    ours = Storefront.objects.filter(pk=storefront.pk, leased_until=storefront.leased_until)
    if not ours.update(leased_until=now + LEASE, asked_at=now):
        return False
    try:
        _exchange(storefront)
    except Refused as refused:
        _put_off(storefront, now, refused)
    except Unavailable as silent:
        _put_off(storefront, now, silent)
    else:
        called = Q(called_at__gt=now)
        mine = Storefront.objects.filter(pk=storefront.pk)
        mine.update(answered_at=clock.wall(), leased_until=None, failures=0, findings=[])
        mine.exclude(called).update(next_look=clock.wall() + EVERY)
    return True


def _exchange(storefront: Storefront) -> None:
    """Orders in; tracking and stock levels out."""
    store = live.opened(storefront.kind, storefront.url, storefront.opened_keys())
    _tell_of_parcels(storefront, store)
    _try_again(storefront, store)
    _bring_orders(storefront, store)
    if storefront.sends_stock:
        _tell_of_stock(storefront, store)


def _bring_orders(storefront: Storefront, store: Store) -> None:
    """Page after page, each taken in whole; how far we have read moves with it."""
    after, since = "", storefront.since
    for _ in range(PAGES):
        page = store.orders(since, after)
        take_in(storefront, page.orders, by=parties.actor_of(storefront.party, clock.now()))
        if page.orders:
            reached = max(storefront.since, *(each.changed_at for each in page.orders))
            Storefront.objects.filter(pk=storefront.pk).update(since=reached)
            storefront.since = reached
        if not (after := page.after):
            return


def _try_again(storefront: Storefront, store: Store) -> None:
    """Orders that their seller wants to be tried again, as they are now."""
    for each in Intake.objects.filter(storefront=storefront, again=True)[:AT_ONCE]:
        told = store.order(each.key)
        if told is None:
            Intake.objects.filter(pk=each.pk).update(again=False)
        else:
            take_in(storefront, [told], by=parties.actor_of(storefront.party, clock.now()))


def _tell_of_parcels(storefront: Storefront, store: Store) -> None:
    """Tell the tracking numbers; one that the shop refuses is parked with its reason, and holds up no other."""
    due = Intake.objects.filter(storefront=storefront, telling=Intake.Telling.DUE, next_try__lte=clock.wall())
    for each in due.order_by("pk")[:AT_ONCE]:
        parcel = stock.parcel_or_none(each.ucr)
        if parcel is None:
            continue
        try:
            store.fulfil(each.key, Tracking(carrier=parcel.carrier.name, number=parcel.number))
        except Refused as refused:
            _noted(each, Intake.Telling.PARKED, str(refused))
        except Unavailable:
            gone = each.tries + 1 >= GIVES_UP
            _noted(each, Intake.Telling.PARKED if gone else Intake.Telling.DUE, "")
            raise
        else:
            _noted(each, Intake.Telling.TOLD, parcel.number)


def _noted(intake: Intake, telling: str, said: str) -> None:
    pause = min(FIRST_PAUSE * 2**intake.tries, LONGEST_PAUSE)
    Intake.objects.filter(pk=intake.pk).update(
        telling=telling, tries=intake.tries + 1, next_try=clock.wall() + pause, said=said[:200]
    )


def _tell_of_stock(storefront: Storefront, store: Store) -> None:
    """The levels that changed since they were told."""
    levels = stock.levels(storefront.party)
    changed = {sku: pieces for sku, pieces in levels.items() if storefront.levels.get(sku) != pieces}
    if changed:
        store.set_stock(changed)
        Storefront.objects.filter(pk=storefront.pk).update(levels={**storefront.levels, **levels})


def _put_off(storefront: Storefront, now: datetime, fault: Refused | Unavailable) -> None:
    """Come back later; a shop that no longer lets us in is not asked again until its seller says so."""
    findings = fault.findings if isinstance(fault, Refused) else ()
    stopped = any(each.code in ("shop-keys", "shop-address") for each in findings)
    pause = min(FIRST_PAUSE * 2 ** min(storefront.failures, 12), LONGEST_PAUSE)
    asked = fault.retry_at if isinstance(fault, Unavailable) else None
    Storefront.objects.filter(pk=storefront.pk).update(
        state=Storefront.State.STOPPED if stopped else Storefront.State.CONNECTED,
        failures=storefront.failures + 1,
        findings=findings_kept(findings),
        next_look=max(now + pause, asked or now),
        leased_until=None,
    )
    log.info("a shop was not asked to the end", storefront=str(storefront.pk), fault=type(fault).__name__)
