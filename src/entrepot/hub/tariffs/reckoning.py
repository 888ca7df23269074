"""Reckons landed cost with the law and the rates that this hub holds, and chooses the way in that an order takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from entrepot.hub.law import statute
from entrepot.hub.tariffs import queries, repeating
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.trade.duty import plain
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.duty.rates import Rates
from entrepot.trade.duty.result import Option, Quote
from entrepot.trade.finding import Refused
from entrepot.trade.money import Money

KeptRates = dict[str, Any]
PROOF = "proof-of-origin"


def reckon(batch: Sequence[Consignment]) -> list[tuple[Quote, KeptRates]]:
    """A quote for each consignment, in the order given, with the rates of exchange it used."""
    answers: dict[int, tuple[Quote, KeptRates]] = {}
    for destination in dict.fromkeys(each.destination for each in batch):
        theirs = [n for n, each in enumerate(batch) if each.destination == destination]
        held = queries.rates(queries.currency_of(destination, batch[theirs[0]].on), queries.rule_of(destination))
        for n, answer in zip(theirs, landed_cost([batch[n] for n in theirs], statute(), held), strict=True):
            answers[n] = answer, kept(held, _day(batch[n]))
    return [answers[n] for n in range(len(batch))]


def again(stored: StoredQuote) -> dict[str, Any]:
    """The stored question answered once more, as it was stored: `again(stored) == stored.result`."""
    return plain.quote(recomputed(stored))


def recomputed(stored: StoredQuote) -> Quote:
    """The stored question answered once more: by its own facts, rates, law and tariff, to the minor unit."""
    law = repeating.law_of(stored) if stored.law_digest else statute()
    [answer] = landed_cost([plain.facts(stored.facts)], law, rates_of(stored.rates))
    return answer


def by_law_held_now(stored: StoredQuote) -> dict[str, Any]:
    """The stored question with its own rates, by the law and the tariff as they are held now."""
    [answer] = landed_cost([plain.facts(stored.facts)], statute(), rates_of(stored.rates))
    return plain.quote(answer)


def owed_on(stored: StoredQuote, on: date) -> int | None:
    """Duty and tax of the stored question by the law and the rates of another day, in minor units of its currency.

    By the way in that was taken, where it is still open; nothing if it cannot be stated exactly.
    """
    [(answer, _)] = reckon([replace(plain.facts(stored.facts), on=on)])
    same = [option for option in answer.options if option.regime == stored.regime and option.is_priced]
    option = next((each for each in same if each.total is not None and each.total.is_exact), chosen(answer))
    return None if option is None else duty_minor(option) + tax_minor(option)


def chosen(answer: Quote) -> Option | None:
    """The way in that an order takes: the cheapest that is priced to the minor unit.

    One that depends on a fact nobody stated comes only after those that are certain; one that needs a proof of origin
    does not come at all, since an order brings none.
    """
    exact = [
        option
        for option in answer.options
        if option.is_priced
        and option.total is not None
        and option.total.is_exact
        and not any(found.code == PROOF for found in option.requires)
    ]
    return next((option for option in exact if not option.requires), next(iter(exact), None))


def duty_minor(option: Option) -> int:
    assert option.duty is not None
    return option.duty.exact.settle().minor


def tax_minor(option: Option) -> int:
    """Tax, and the fees that are collected with it."""
    assert option.tax is not None
    assert option.fees is not None
    return (option.tax.exact + option.fees.exact).settle().minor


def value_minor(option: Option) -> int:
    """The goods with their freight and insurance: what counts towards a buyer's yearly limit."""
    assert option.goods is not None
    assert option.carriage is not None
    return (option.goods + option.carriage).settle().minor


def converted(stored: StoredQuote, amount_minor: int, into: str) -> Money:
    """An amount of the quote's currency in another, at the quote's own rate, rounded once."""
    day = rates_of(stored.rates).on(date.fromisoformat(stored.rates["on"]))
    return day.convert(Money.from_minor(amount_minor, stored.currency), into).settle()


def kept(held: Rates, on: date) -> KeptRates:
    """The rates of a day as they are stored beside a quote: exact, with their source."""
    worth: Mapping[str, Fraction] = held.on(on).worth
    return {
        "set": held.name,
        "base": held.base,
        "on": on.isoformat(),
        "worth": {currency: str(rate) for currency, rate in sorted(worth.items())},
    }


def rates_of(stored: KeptRates) -> Rates:
    """The rates as they were stored."""
    day = date.fromisoformat(stored["on"])
    rows = ((day, currency, Fraction(rate)) for currency, rate in stored["worth"].items())
    return Rates.of(stored["base"], rows, stored["set"])


def _day(facts: Consignment) -> date:
    """The day whose rates count for a consignment."""
    try:
        by_dispatch = statute().law(facts.destination, facts.on, facts.known).exchange_day == "dispatch"
    except Refused:
        by_dispatch = False
    return facts.dispatched or facts.on if by_dispatch else facts.on
