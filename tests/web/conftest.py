"""A hub in the middle of its day: parcels on the way and settled, one before an officer, offers, permits, sales."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import translation

from entrepot.hub.aftersales import access
from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.customs import actions as customs
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import Actor, clock, worker
from entrepot.hub.events.follower import Table
from entrepot.hub.events.models import Run
from entrepot.hub.finance import actions as finance
from entrepot.hub.orders import actions, consequences
from entrepot.hub.orders.facts import LineFacts
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import actions as payments
from entrepot.hub.tariffs import actions as tariffs
from entrepot.hub.training import actions as training
from entrepot.trade.money import Money
from tests import cast
from tests.hub.orders import shop

SignIn = Callable[[str], Client]

FOLLOWERS: Table = {**shop.FOLLOWERS, "customs.declaration.released": [consequences.released]}
"""The life of an order, in which parcels wait for hands to give them to the carrier."""

PEOPLE = {
    "seller": ("mei@example.org", "hz-ceramics", "Mei Lin"),
    "customs": ("aminah@example.org", "cn-customs", "Aminah Rahman"),
    "agency": ("farid@example.org", "plant-health", "Farid Osman"),
    "operator": ("devi@example.org", "operator", "Devi Raj"),
    "lender": ("zhao@example.org", "lake-credit", "Zhao Qing"),
    "merchant": ("siti@example.org", "night-market", "Siti Noor"),
    "warehouse": ("wu@example.org", "hz-bonded", "Wu Gang"),
}


@dataclass(frozen=True)
class Day:
    """What the pages are looked at with: the references of a few things."""

    settled: str
    waiting: str
    bonded: str
    stopped: str
    offered: int
    applied: str
    issued: str
    sale: str
    bought: str


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """The language of the last page asked for is not that of the next test."""
    yield
    translation.deactivate()


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """Sign in the person who sits at a desk."""

    def signed_in(role: str) -> Client:
        email, party, name = PEOPLE[role]
        client = Client()
        client.force_login(cast.person(email, party, role, name))
        return client

    return signed_in


@pytest.fixture
def stranger(db: None) -> Client:
    """Somebody signed in who is enrolled nowhere."""
    client = Client()
    cast.stranger()
    from entrepot.hub.parties.models import Person

    client.force_login(Person.objects.get(email="stranger@example.org"))
    return client


@pytest.fixture
def day(db: None, settings: LazySettings) -> Day:
    settings.ENTREPOT_FOLLOWERS = "tests.web.conftest.FOLLOWERS"
    settings.ENTREPOT_CLOCK = "simulated"
    settings.ENTREPOT_COUNTRY = "CN"
    clock.start(cast.NOON)
    shop.batik(30)
    seller = shop.ceramics()
    training.publish_shipped(by=cast.by("hz-school"))
    tariffs.note_tax_number(seller, "MY", "LVG-0001", by=cast.by("hz-ceramics"))
    lamp = replace(shop.BOWL, sku="LAMP", title="Celadon lamp with lithium battery")
    catalogue.list_products(seller, [lamp], by=cast.by("hz-ceramics"))
    settled, waiting, stopped = (
        shop.placed(replace(shop.ORDER, number=number, lines=(LineFacts(sku=sku, quantity=2, unit_price="46.00"),)))
        for number, sku in (("A-1", "CUP"), ("A-2", "BOWL"), ("A-3", "LAMP"))
    )
    bonded = shop.placed(shop.BONDED, seller=cast.party("kl-batik"))
    worker.work_until_idle()
    _import(settled)
    actions.hand_over([settled.ucr], by=cast.by("hz-ceramics", clock.now()))
    worker.work_until_idle()
    return Day(
        settled.ucr,
        waiting.ucr,
        bonded.ucr,
        Declaration.objects.get(ucr=stopped.ucr).mrn,
        _offer(waiting),
        _permit("health-certificate", "2008"),
        _issued(),
        _sale(),
        access.address(settled.ucr),
    )


def _import(consignment: Consignment) -> None:
    peer = Actor("peer", "kl.example", "KL hub", clock.now())
    actions.advance(consignment.ucr, "import", by=peer, lane="green", duty_minor=0, tax_minor=consignment.tax_minor)
    Run.objects.update(retry_at=None)


def _offer(consignment: Consignment) -> int:
    facts = finance.OfferFacts(share="4/5", fee="0.015", days=21)
    return finance.offer(cast.party("lake-credit"), consignment.ucr, facts, by=cast.by("lake-credit", clock.now())).pk


def _permit(kind: str, goods: str) -> str:
    return customs.apply_for_permit(
        cast.party("kl-batik"),
        kind=kind,
        agency=cast.party("plant-health"),
        goods=goods,
        quantity="1200",
        unit="KGM",
        by=cast.by("kl-batik"),
    ).number


def _issued() -> str:
    from entrepot.hub.customs.queries import permit

    number = _permit("plant-certificate", "0813")
    customs.issue_permit(
        permit(number), valid_from=date(2026, 3, 1), valid_to=date(2027, 3, 1), by=cast.by("plant-health")
    )
    return number


def _sale() -> str:
    return payments.show_sale("night-market", Money.of("35.50", "MYR"), by=cast.by("night-market")).end_to_end_id
