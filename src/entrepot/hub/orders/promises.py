"""What a checkout promised is kept: the order is taken at the duty and tax that its buyer was shown, or not at all.

Between two days the law may change. A promise is reckoned by the law of its own day, and holds until its moment. If the
border then takes more or less, the difference stands in an account of its own, and neither buyer nor seller bears it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop

from entrepot.hub.events.actor import Actor
from entrepot.hub.orders.draft import Draft
from entrepot.hub.orders.facts import Promise
from entrepot.hub.orders.models import Consignment, Order
from entrepot.hub.tariffs import queries as tariffs
from entrepot.hub.tariffs import reckoning
from entrepot.trade.duty import plain
from entrepot.trade.duty.facts import Consignment as Sending
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money

GUARANTEE = "quote-guarantee"
"""The account of what the law changed between a checkout and the border; the hub's own."""
ASKED = ("dispatch", "destination", "on", "channel", "freight", "lines")


def keeps_ours(draft: Draft, question: Sending, by: Actor) -> bool:
    """Take the quote that our own checkout gave for this order; False if it must be asked for, or cannot be held.

    What keeps a promise from being held is added to the findings of the draft.
    """
    promise = draft.promise
    if promise is None:
        return False
    draft.findings += _ended(draft, promise, by)
    if draft.findings or promise.hub:
        return False
    quote = tariffs.quote(promise.quote)
    if _asked(quote.facts) != _asked(plain.consignment(question)):
        draft.findings.append(_another(draft))
        return False
    draft.quote = quote
    draft.findings += broken(draft)
    return not draft.findings


def broken(draft: Draft) -> Iterator[Finding]:
    """That duty and tax, by the law of the promise's day, are not those that the buyer was shown."""
    promise = draft.promise
    if promise is None:
        return
    quote = draft.quoted
    assert quote.duty_minor is not None
    assert quote.tax_minor is not None
    charges = reckoning.converted(quote, quote.duty_minor + quote.tax_minor, draft.facts.currency)
    ours = (quote.regime, quote.currency, quote.duty_minor, quote.tax_minor, charges.minor)
    shown = (promise.regime, promise.currency, promise.duty_minor, promise.tax_minor, promise.charges_minor)
    if ours != shown:
        yield Finding(
            "quote-differs",
            gettext_noop("The buyer was shown {shown} of duty and tax, and by our law of {day} it is {ours}."),
            "/promise",
            gettext_noop("Ask for the price again; the two hubs may hold different tariffs or rates."),
            params={
                "shown": str(Money.from_minor(promise.charges_minor, draft.facts.currency)),
                "ours": str(charges),
                "day": promise.on.isoformat(),
            },
        )


def guaranteed(consignment: Consignment, order: Order, charges_minor: int) -> int:
    """What the guarantee of the price takes (or, below nothing, gives) at settlement, in the currency of the order.

    The buyer paid duty and tax by the law and the rates of the promise; the border took `charges_minor`. As far as the
    difference follows from a change of law or rates, it is the guarantee's; what goods declared otherwise cost more or
    less stays the seller's.
    """
    quote = consignment.quote
    if quote is None or charges_minor == order.charges_minor or consignment.imported_at is None:
        return 0
    owed = reckoning.owed_on(quote, consignment.imported_at.date())
    return 0 if owed is None else order.charges_minor - reckoning.converted(quote, owed, order.currency).minor


def _ended(draft: Draft, promise: Promise, by: Actor) -> Iterator[Finding]:
    if by.at > promise.until:
        yield Finding(
            "quote-expired",
            gettext_noop("The price was held until {moment}."),
            "/promise",
            gettext_noop("Go back to the cart; the price of today is shown there."),
            params={"moment": promise.until.strftime("%Y-%m-%d %H:%M UTC")},
        )
    if (draft.routed.dispatch, draft.routed.channel) != (promise.dispatch, promise.channel):
        yield Finding(
            "way-changed",
            gettext_noop("The goods would now be sent another way than the one whose price was shown."),
            "/promise",
            gettext_noop("Go back to the cart; the price of today is shown there."),
        )


def _asked(facts: dict[str, Any]) -> dict[str, Any]:
    """What the two questions must have in common; how the goods are called is not part of it."""
    lines = [{name: value for name, value in line.items() if name != "description"} for line in facts["lines"]]
    return {**{name: facts[name] for name in ASKED}, "lines": lines}


def _another(draft: Draft) -> Finding:
    return Finding(
        "quote-for-another-order",
        gettext_noop("The price was shown for other goods than those of order {number}."),
        "/promise",
        gettext_noop("Go back to the cart; the price of today is shown there."),
        params={"number": draft.number},
    )
