"""What can be asked about rates of exchange and quotes given."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub import rows
from entrepot.hub.law import statute
from entrepot.hub.parties.models import Party
from entrepot.hub.tariffs import loaded, shipped
from entrepot.hub.tariffs.models import Rate, StoredQuote, TaxNumber
from entrepot.trade.duty.rates import Rates
from entrepot.trade.finding import Finding, Refused


def rates(base: str = "CNY", country: str = "") -> Rates:
    """Every rate held against a base currency, by the day from which it is used.

    Each set holds its rates against a few currencies, exact in each; for any other base the first of them serves.
    Where an operator loaded none through the hub, those count that were loaded into its home, by the date rule of a
    country if one is named; the shipped demonstration set stands in where nobody has loaded any.
    """
    [edition] = rows.answer(EDITION)
    through_hub = _of_hub(connection.settings_dict["NAME"], edition, base)
    if through_hub is not None:
        return through_hub
    in_home = loaded.rates(country, base)
    return in_home if in_home.table else shipped.rates(base)


EDITION = rows.Question("SELECT count(*) AS sets, max(id) AS newest, max(loaded_at) AS loaded FROM tariffs_rateset")
"""What tells one state of the rates from another: sets are added, and never changed."""


@lru_cache(maxsize=64)
def _of_hub(database: str, edition: rows.Row, base: str) -> Rates | None:
    """The rates that were loaded through the hub, against the base or a currency that leads to it, if there are any.

    `database` and `edition` say which they were when they were read.
    """
    held = list(_rows({base, shipped.BASE}))
    found = [row for row in held if row[0] == base] or held
    if not found:
        return None
    names = ", ".join(sorted({name for _, _, _, _, name in found}))
    return Rates.of(found[0][0], [(day, currency, worth) for _, day, currency, worth, _ in found], names)


def used(currency: str, into: str, on: date) -> dict[str, str]:
    """Which rate counted between two currencies on a day, as a quote and a receipt show it."""
    held = rates(into)
    factor = held.on(on).factor(currency, into)
    return {
        "currency": currency,
        "into": into,
        "rate": f"{factor.numerator}/{factor.denominator}" if factor.denominator != 1 else str(factor.numerator),
        "on": on.isoformat(),
        "set": held.name,
    }


def currency_of(destination: str, on: date) -> str:
    """The currency in which a destination levies; empty where its law is not held."""
    try:
        return statute().law(destination, on).currency
    except Refused:
        return ""


def rule_of(destination: str) -> str:
    """The jurisdiction by whose date rule a destination converts: its own, or the union it is a member of."""
    try:
        return statute().jurisdiction(destination).folder.code
    except Refused:
        return ""


def quote(number: UUID | str) -> StoredQuote:
    """A quote that was given, or a refusal."""
    found = StoredQuote.objects.filter(pk=number).first()
    if found is None:
        raise Refused(
            Finding(
                "quote-unknown",
                gettext_noop("No quote {number} was given here."),
                remedy=gettext_noop("Ask for a quote first."),
                params={"number": str(number)},
            )
        )
    return found


def noted(seller: Party | str) -> QuerySet[TaxNumber]:
    """The numbers of a seller as it noted them; that of a union stands once."""
    return TaxNumber.objects.filter(seller__code=seller.code if isinstance(seller, Party) else seller)


def tax_number(seller: Party | str, country: str) -> str:
    """The seller's number in a country's scheme of tax at sale; empty if there is none."""
    return tax_numbers(seller).get(country, "")


def tax_numbers(seller: Party | str) -> dict[str, str]:
    """The seller's numbers in schemes of tax at sale, by country.

    One noted for a union, such as an IOSS number for the EU, counts in each member for which no other is noted.
    """
    told = dict(noted(seller).values_list("country", "number"))
    unions = {union: told.pop(union) for union in statute().unions & told.keys()}
    return {member: number for union, number in unions.items() for member in statute().members(union)} | told


def _rows(bases: set[str]) -> QuerySet[Rate, tuple[str, date, str, str, str]]:
    found = Rate.objects.filter(against__in=bases)
    return found.values_list("against", "rate_set__on", "currency", "rate", "rate_set__name")
