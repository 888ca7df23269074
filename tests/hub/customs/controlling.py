"""What the tests of controls have at hand: an officer in person, files of each kind, and proof that nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.apps import apps

from entrepot.hub.customs import actions
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.parties import queries as parties
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import Refused
from tests import cast
from tests.hub.customs import goods

INVOICE = Handed("C:\\scans\\invoice.exe", b"%PDF-1.7\ninvoice of a tea set\n%%EOF\n")
PHOTO = Handed("../parcel.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + b"IEND\xaeB`\x82")


def officer(name: str = "", at: datetime = cast.NOON) -> Actor:
    """The customs of Malaysia; with a name, one of its officers in person."""
    if not name:
        return cast.by("my-customs", at)
    person = cast.person(f"{name}@example.org", "my-customs", "customs")
    return parties.actor_for(person, "my-customs", at)


def lodged(**changes: object) -> Declaration:
    """A declaration of Batik House with these facts."""
    facts = goods.entry(**changes)
    [judgement] = actions.lodge([facts], declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    assert judgement.in_order, judgement.findings
    return Declaration.objects.get(lrn=facts.lrn)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


@contextmanager
def unchanged() -> Iterator[None]:
    """Whatever happens within, no row of customs, of the book or of events is another afterwards."""
    before = _everything()
    yield
    assert _everything() == before


def _everything() -> object:
    models = [model for label in ("customs", "ledger") for model in apps.get_app_config(label).get_models()]
    rows = {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}
    return rows, ledger.balances(), Event.objects.filter(kind__startswith="customs.").count()
