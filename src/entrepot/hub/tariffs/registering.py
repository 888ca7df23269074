"""Under which numbers a seller pays the tax that other countries take at the sale: noted, replaced, ended."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.catalogue.facts import asked
from entrepot.hub.events.actor import Actor
from entrepot.hub.law import statute
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.tariffs import queries
from entrepot.hub.tariffs.models import TaxNumber
from entrepot.trade import code
from entrepot.trade.finding import Finding, refuse_if_any

LONGEST = 40


@transaction.atomic
def note_tax_number(seller: Party, country: str, number: str, *, by: Actor) -> TaxNumber:
    """Note under which number a seller pays a country's tax at sale; another number replaces it.

    A union is named by its code: an IOSS number is noted once, for the EU. The same number again changes nothing.
    """
    parties.require(by, "seller", seller)
    Party.objects.select_for_update().get(pk=seller.pk)
    place, number = country.strip().upper(), number.strip()
    refuse_if_any([*_of_place(place), *_of_number(place, number)])
    place = place if place in statute().unions else code.country(place)
    before = queries.noted(seller).filter(country=place).first()
    if before is not None and before.number == number:
        return before
    noted, _ = TaxNumber.objects.update_or_create(
        seller=seller, country=place, defaults={"number": number, "since": by.at.date()}
    )
    body = {"country": place, "number": number} | ({"before": before.number} if before else {})
    events.record("tariffs.seller.registered", f"party:{seller.code}", by=by, body=body)
    return noted


@transaction.atomic
def end_tax_number(seller: Party, country: str, *, by: Actor) -> None:
    """Forget the number of a seller in a country: from here on it pays no tax at sale there. Twice is harmless.

    Orders that were placed keep the number under which their tax was taken.
    """
    parties.require(by, "seller", seller)
    Party.objects.select_for_update().get(pk=seller.pk)
    noted = queries.noted(seller).filter(country=country).first()
    if noted is None:
        return
    noted.delete()
    body = {"country": country, "number": noted.number}
    events.record("tariffs.seller.deregistered", f"party:{seller.code}", by=by, body=body)


def _of_place(place: str) -> Iterator[Finding]:
    if place not in statute().unions:
        yield from asked(code.country, place, "/country")


def _of_number(place: str, number: str) -> Iterator[Finding]:
    if not number:
        yield Finding(
            "tax-number-missing",
            gettext_noop("The number of the seller in {country} is empty."),
            "/number",
            gettext_noop("Give the number as it stands on the registration."),
            params={"country": place},
        )
    elif len(number) > LONGEST or not number.isprintable():
        yield Finding(
            "tax-number-unreadable",
            gettext_noop(
                "This is no number of a registration: it is longer than {most} signs, or not all can be read."
            ),
            "/number",
            gettext_noop("Give the number as it stands on the registration."),
            params={"most": str(LONGEST)},
        )
