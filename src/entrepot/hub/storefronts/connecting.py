"""A seller connects a shop, renews its keys, and takes the connection back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events, sealing
from entrepot.hub.adapters.shop import live
from entrepot.hub.adapters.shop.store import Greeting
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties.actions import require_theirs
from entrepot.hub.parties.models import Party
from entrepot.hub.storefronts.models import Intake, Storefront
from entrepot.trade.finding import Finding, refuse_if_any

MOST = 10  # storefronts of one seller


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What a seller states: the kind of shop, its address, its keys, from which day on its orders are brought.

    `prefix` is set before the numbers of its orders, so that two shops may both have an order 1001.
    """

    kind: str
    url: str
    keys: Mapping[str, str]
    since: date
    prefix: str = ""
    sends_stock: bool = False


def connect(party: Party, stated: Connection, *, by: Actor) -> tuple[Storefront, str]:
    """Connect a shop that opens with these keys, and the secret of its calls where it is ours to make.

    The shop is asked before anything is written: one that does not answer, or not to these keys, is not connected.
    """
    require_theirs(party, by)
    prefix = stated.prefix.strip()
    refuse_if_any([*_of_form(stated, prefix), *_of_others(party, prefix)])
    url = live.address(stated.kind, stated.url)
    refuse_if_any(_known(party, url))
    keys = _kept(stated.kind, stated.keys)
    greeting = live.opened(stated.kind, url, keys).greet()
    return _written(party, stated, url, prefix, keys, greeting, by), _to_enter(stated.kind, keys)


def renew_keys(storefront: Storefront, keys: Mapping[str, str], *, by: Actor) -> str:
    """New keys for a storefront, tried before they are kept; one that had stopped is taken up again."""
    require_theirs(storefront.party, by)
    refuse_if_any(_lacking(storefront.kind, keys))
    kept = _kept(storefront.kind, keys, storefront.opened_keys())
    live.opened(storefront.kind, storefront.url, kept).greet()
    with transaction.atomic():
        held = Storefront.objects.select_for_update().get(pk=storefront.pk)
        held.keys = sealing.seal(kept, about=held.about)
        held.state, held.failures, held.findings = Storefront.State.CONNECTED, 0, []
        held.next_look = clock.wall()
        held.save(update_fields=["keys", "state", "failures", "findings", "next_look"])
        _record("renewed", held, by)
    return _to_enter(storefront.kind, kept)


@transaction.atomic
def disconnect(storefront: Storefront, *, by: Actor) -> None:
    """Forget a storefront, its keys and what came of its orders. What was placed goes on. Twice is harmless."""
    require_theirs(storefront.party, by)
    gone, _ = Storefront.objects.filter(pk=storefront.pk).delete()
    if gone:
        _record("disconnected", storefront, by)


@transaction.atomic
def send_stock(storefront: Storefront, on: bool, *, by: Actor) -> None:
    """Tell the shop from now on how many pieces may be sold, or no longer."""
    require_theirs(storefront.party, by)
    Storefront.objects.filter(pk=storefront.pk).update(sends_stock=on, levels={}, next_look=clock.wall())


@transaction.atomic
def retry(storefront: Storefront, *, by: Actor) -> int:
    """Ask the shop at once; try again whatever was refused or could not be told. Answers how much that is."""
    require_theirs(storefront.party, by)
    now = clock.wall()
    mine = Intake.objects.filter(storefront=storefront)
    tried = mine.filter(state__in=("refused", "changed")).update(again=True)
    tried += mine.filter(telling=Intake.Telling.PARKED).update(telling=Intake.Telling.DUE, tries=0, next_try=now)
    Storefront.objects.filter(pk=storefront.pk).update(
        next_look=now, failures=0, findings=[], state=Storefront.State.CONNECTED
    )
    return tried


def called(storefront: Storefront) -> None:
    """The shop itself says that something changed: look soon. What changed is read there."""
    now = clock.wall()
    Storefront.objects.filter(pk=storefront.pk).update(called_at=now, next_look=now)


@transaction.atomic
def _written(
    party: Party, stated: Connection, url: str, prefix: str, keys: Mapping[str, str], greeting: Greeting, by: Actor
) -> Storefront:
    made = Storefront(
        party=party,
        kind=stated.kind,
        url=url,
        name=greeting.name[:200],
        prefix=prefix,
        sends_stock=stated.sends_stock,
        since=datetime.combine(stated.since, time(), UTC),
        made_at=by.at,
        next_look=clock.wall(),
    )
    made.keys = sealing.seal(keys, about=made.about)
    made.save(force_insert=True)
    _record("connected", made, by)
    return made


def _kept(kind: str, given: Mapping[str, str], before: Mapping[str, str] | None = None) -> dict[str, str]:
    """The keys as they are sealed; a secret of our own making is made once and stays."""
    keys = {name: given[name].strip() for name in live.KINDS[kind].keys}
    if not live.KINDS[kind].makes_hook_secret:
        keys["hook"] = (before or {}).get("hook") or secrets.token_urlsafe(32)
    return keys


def _to_enter(kind: str, keys: Mapping[str, str]) -> str:
    """The secret that the seller enters in the shop; nothing where the shop has its own."""
    return "" if live.KINDS[kind].makes_hook_secret else keys["hook"]


def _of_form(stated: Connection, prefix: str) -> list[Finding]:
    if stated.kind not in live.KINDS:
        kinds = ", ".join(live.KINDS)
        sentence, remedy = gettext_noop("“{kind}” is no kind of shop we know."), gettext_noop("Choose one of {kinds}.")
        return [Finding("shop-kind", sentence, "/kind", remedy, params={"kind": stated.kind[:40], "kinds": kinds})]
    found = _lacking(stated.kind, stated.keys)
    if len(prefix) > 8 or not prefix.isprintable():
        found.append(
            Finding(
                "shop-prefix",
                gettext_noop("The mark before order numbers has more than 8 letters."),
                "/prefix",
                gettext_noop("Give a short one, such as SG-, or none."),
            )
        )
    return found


def _lacking(kind: str, keys: Mapping[str, str]) -> list[Finding]:
    return [
        Finding(
            "shop-key-missing",
            gettext_noop("A key of the shop is missing: {name}."),
            f"/{key}",
            gettext_noop("Copy it from the settings of the shop, where it is shown once when it is made."),
            params={"name": name},
        )
        for key, name in live.KINDS[kind].keys.items()
        if not keys.get(key, "").strip()
    ]


def _of_others(party: Party, prefix: str) -> list[Finding]:
    theirs = Storefront.objects.filter(party=party)
    if theirs.count() >= MOST:
        sentence = gettext_noop("A seller connects at most {most} shops.")
        remedy = gettext_noop("Disconnect one first.")
        return [Finding("shop-too-many", sentence, "/url", remedy, params={"most": str(MOST)})]
    if theirs.filter(prefix=prefix).exists():
        return [
            Finding(
                "shop-prefix-taken",
                gettext_noop("Orders of another shop of yours have this mark before their numbers, or both have none."),
                "/prefix",
                gettext_noop("Give each shop a mark of its own, so that their order numbers cannot meet."),
            )
        ]
    return []


def _known(party: Party, url: str) -> list[Finding]:
    if not Storefront.objects.filter(party=party, url=url).exists():
        return []
    sentence, remedy = gettext_noop("“{url}” is connected already."), gettext_noop("Renew its keys if they changed.")
    return [Finding("shop-known", sentence, "/url", remedy, params={"url": url})]


def _record(happened: str, storefront: Storefront, by: Actor) -> None:
    body = {"storefront": str(storefront.pk), "kind": storefront.kind}
    events.record(f"storefronts.shop.{happened}", f"party:{storefront.party_id}", by=by, body=body)
