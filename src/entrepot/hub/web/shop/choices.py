"""Where a shopper wants things sent, and in which currency they think; kept in the session, not in an account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from entrepot.hub.tariffs import preview
from entrepot.hub.tariffs import queries as tariffs
from entrepot.hub.web import wording
from entrepot.trade.currency import MINOR_DIGITS, minor_digits
from entrepot.trade.duty.rates import Day
from entrepot.trade.finding import Refused
from entrepot.trade.money import Money

KEPT = "shop"
OTHERS = ("MYR", "CNY", "SGD", "USD", "EUR", "GBP", "JPY", "THB", "AUD")
SIGNS = {"MYR": "RM", "CNY": "CN¥", "SGD": "S$", "USD": "US$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "AUD": "A$"}


@dataclass(frozen=True)
class Choice:
    """A shopper's choice on a day: `to` is the destination, `currency` the one in which prices are shown."""

    to: str
    currency: str
    on: date

    @cached_property
    def rates(self) -> Day:
        """The rates of the day, looked up once for a page."""
        return tariffs.rates(self.currency).on(self.on)

    def shown(self, money: Money) -> Money | None:
        """An amount in the shopper's currency; None where no rate is held."""
        try:
            return self.rates.convert(money, self.currency).settle()
        except Refused:
            return None

    def worth(self, currencies: Iterable[str]) -> dict[str, Fraction]:
        """What one minor unit of each currency is in minor units of the shopper's; one without a rate is left out."""
        found: dict[str, Fraction] = {}
        for each in currencies:
            try:
                factor = self.rates.factor(each, self.currency)
            except Refused:
                continue
            found[each] = factor * Fraction(10) ** (minor_digits(self.currency) - minor_digits(each))
        return found

    @property
    def place(self) -> str:
        """The destination in the language of the page."""
        return wording.country(self.to)

    @property
    def places(self) -> list[tuple[str, str]]:
        """Every destination of this shop, with its name."""
        return [(code, wording.country(code)) for code in preview.destinations()]

    @property
    def currencies(self) -> list[str]:
        """The currencies to choose among: the destination's first."""
        return list(dict.fromkeys((self.currency, *OTHERS)))


def choice_of(request: HttpRequest, on: date) -> Choice:
    """What this shopper chose; at first the hub's own country and its currency."""
    kept = request.session.get(KEPT, {})
    to = kept.get("to") if kept.get("to") in preview.destinations() else str(settings.ENTREPOT_COUNTRY)
    currency = kept.get("in") or tariffs.currency_of(to, on)
    return Choice(to, currency if currency in MINOR_DIGITS else "USD", on)


def choose(request: HttpRequest, to: str, currency: str, on: date) -> None:
    """Keep a choice; a new destination without a currency of its own choosing takes the destination's."""
    before = choice_of(request, on)
    to = to if to in preview.destinations() else before.to
    if currency not in before.currencies or (to != before.to and currency == before.currency):
        currency = ""
    request.session[KEPT] = {"to": to, "in": currency}


def sign(currency: str) -> str:
    """How a shop writes a currency before an amount."""
    return SIGNS.get(currency, currency)
