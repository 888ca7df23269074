"""What goods are worth to customs: price, freight and insurance brought to one currency and shared among the lines."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from entrepot.trade.currency import minor_digits
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.rates import Day
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money, Rounding
from entrepot.trade.wording import gettext_noop

Parts = dict[str, Fraction]
NOTHING = Fraction(0)

# Incoterms 2020 under which the price of the goods already holds the carriage (and the insurance). A price under a D
# term is taken as a shop states it: the goods, with freight shown apart on the invoice.
CARRIAGE_IN_PRICE = frozenset({"CFR", "CPT", "CIF", "CIP"})
INSURANCE_IN_PRICE = frozenset({"CIF", "CIP"})
TERMS = frozenset({"EXW", "FCA", "FAS", "FOB", "DAP", "DPU", "DDP"}) | CARRIAGE_IN_PRICE

NAMES = {
    "price": gettext_noop("price"),
    "intrinsic": gettext_noop("intrinsic value"),
    "fob": gettext_noop("FOB value"),
    "cif": gettext_noop("CIF value"),
    "customs_value": gettext_noop("customs value"),
    "freight": gettext_noop("freight"),
    "insurance": gettext_noop("insurance"),
    "carriage": gettext_noop("freight and insurance"),
}


def value_lines(
    consignment: Consignment, basis: str, currency: str, day: Day, rounding: Rounding | None = None
) -> list[Parts]:
    """The named parts of every line, exact, in one currency.

    `price`, `intrinsic` and `fob` are the goods without the carriage that is stated; `cif` is with it; `customs_value`
    is whichever of the two the jurisdiction levies on, rounded if it wants it so.
    """
    if consignment.incoterm not in TERMS:
        raise Refused(
            Finding(
                "incoterm-unknown",
                gettext_noop("“{term}” is not a term of Incoterms 2020."),
                "/incoterm",
                gettext_noop("Use one of {known}."),
                params={"term": consignment.incoterm, "known": ", ".join(sorted(TERMS))},
            )
        )
    prices = [in_currency(line.value, currency, day) for line in consignment.lines]
    freights = apportion(_amount(consignment, "freight", currency, day), prices, currency)
    insurances = apportion(_amount(consignment, "insurance", currency, day), prices, currency)
    lines = []
    for price, freight, insurance in zip(prices, freights, insurances, strict=True):
        carriage = added([freight, insurance])
        fob = price
        if consignment.incoterm in CARRIAGE_IN_PRICE:
            fob -= freight
        if consignment.incoterm in INSURANCE_IN_PRICE:
            fob -= insurance
        if fob < 0:
            raise Refused(_carriage_above_price(consignment.incoterm))
        cif = added([fob, carriage])
        levied_on = cif if basis == "cif" else fob
        if rounding is not None:
            levied_on = Money(levied_on, currency).settle(rounding).amount
        lines.append(
            {
                "price": fob,
                "intrinsic": fob,
                "fob": fob,
                "freight": freight,
                "insurance": insurance,
                "carriage": carriage,
                "cif": cif,
                "customs_value": levied_on,
            }
        )
    return lines


def _carriage_above_price(term: str) -> Finding:
    return Finding(
        "carriage-above-price",
        gettext_noop("Under {term} the price holds freight and insurance, and these are more than the price."),
        "/freight",
        gettext_noop("Correct the freight or the price, or name a term whose price is without carriage, such as FOB."),
        params={"term": term},
    )


def added(numbers: Sequence[Fraction]) -> Fraction:
    """The sum; most often there is one number, and then nothing is to be added."""
    if not numbers:
        return NOTHING
    total, *others = numbers
    for number in others:
        if number:
            total += number
    return total


def apportion(amount: Fraction, weights: Sequence[Fraction], currency: str) -> list[Fraction]:
    """The amount shared by weight, each share in whole minor units; the largest remainders get what is left over.

    What is smaller than a minor unit stays with the largest share, so that the shares add up to the amount exactly.
    """
    if not amount:
        return [NOTHING] * len(weights)
    if len(weights) == 1:
        return [amount]
    together = added(weights)
    if not together:
        weights, together = [Fraction(1)] * len(weights), Fraction(len(weights))
    scale = 10 ** minor_digits(currency)
    whole = amount * scale // 1
    raw = [whole * weight / together for weight in weights]
    shares = [share // 1 for share in raw]
    by_remainder = sorted(range(len(raw)), key=lambda n: (shares[n] - raw[n], n))
    for n in by_remainder[: whole - sum(shares)]:
        shares[n] += 1
    exact = [Fraction(share, scale) for share in shares]
    largest = max(range(len(weights)), key=lambda n: (weights[n], -n))
    exact[largest] += amount - Fraction(whole, scale)
    return exact


def _amount(consignment: Consignment, part: str, currency: str, day: Day) -> Fraction:
    money = consignment.freight if part == "freight" else consignment.insurance
    return NOTHING if money is None else in_currency(money, currency, day)


def in_currency(money: Money, currency: str, day: Day) -> Fraction:
    """An amount in the currency of the law."""
    return money.amount if money.currency == currency else money.amount * day.factor(money.currency, currency)
