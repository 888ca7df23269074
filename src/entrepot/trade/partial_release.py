"""A declaration split into what goes and what stays: goods by item and quantity, amounts to the minor unit.

The split judges nothing anew: duty and tax were worked out on the whole, and limits that look at the whole were passed
or not by it. Each amount is shared, and the two parts add up to it exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from entrepot.trade.assessment import Assessment, Charge
from entrepot.trade.currency import minor_digits
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, PermitUse
from entrepot.trade.duty.ground import plain
from entrepot.trade.duty.valuation import apportion
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import decimal_of, exact
from entrepot.trade.wording import gettext_noop

Two = tuple[Fraction, Fraction]
MILLIONTH = 6  # digits down to which quantities drawn are shared


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """So much of one item may go, in its declared unit."""

    item: int
    quantity: str


def faults(going: Sequence[Going], facts: DeclarationFacts, *, reason: str, law: str) -> Iterator[Finding]:
    """Everything for which such a split cannot stand."""
    if not reason.strip():
        yield Finding(
            "reason-missing", gettext_noop("A partial release needs a reason that the declarant is told."), "/reason"
        )
    if not law.strip():
        yield Finding(
            "law-missing",
            gettext_noop("A partial release names the law by which the rest stays."),
            "/law",
            gettext_noop("Write the act and its section."),
        )
    declared = {item.number: item for item in facts.items}
    for n, line in enumerate(going):
        if line.item not in declared or sum(line.item == other.item for other in going) != 1:
            yield Finding(
                "part-item",
                gettext_noop("Item {item} is not declared, or is named twice."),
                f"/goes/{n}/item",
                params={"item": str(line.item)},
            )
        elif not _is_part(line.quantity, declared[line.item]):
            yield Finding(
                "part-quantity",
                gettext_noop("Of item {item} at most {quantity} {unit} can go, and more than nothing."),
                f"/goes/{n}/quantity",
                gettext_noop("Count it in the unit in which it was declared; leave out an item that stays."),
                params={
                    "item": str(line.item),
                    "quantity": declared[line.item].quantity,
                    "unit": declared[line.item].unit,
                },
            )
    if not going:
        yield Finding("part-nothing", gettext_noop("Nothing would go."), "/goes", gettext_noop("Name what may go."))
    elif all(_all_of(item, going) for item in facts.items):
        yield Finding(
            "part-everything",
            gettext_noop("Everything would go."),
            "/goes",
            gettext_noop("Release the declaration as a whole."),
        )


def split(facts: DeclarationFacts, going: Sequence[Going], *, lrn: str) -> tuple[DeclarationFacts, DeclarationFacts]:
    """What goes, under a reference of its own, and what stays; items keep their numbers."""
    shares = _shares(facts, going)
    pairs = [_item(item, shares[item.number], facts.currency) for item in facts.items]
    permits = [_permit(use, shares[use.item]) if use.item in shares else (use, use) for use in facts.permits]
    weights = _worth(facts, shares)
    said = {name: _money(getattr(facts, name), weights, facts.currency) for name in ("freight", "insurance")}
    said["invoice_total"] = _money(facts.invoice_total, weights, facts.currency)
    goes, stays = (
        replace(
            facts,
            items=tuple(part for pair in pairs if (part := pair[side]) is not None),
            permits=tuple(pair[side] for pair in permits if _falls(shares, pair[side], side)),
            freight=said["freight"][side],
            insurance=said["insurance"][side],
            invoice_total=said["invoice_total"][side],
        )
        for side in (0, 1)
    )
    return replace(goes, lrn=lrn), stays


def shared(assessment: Assessment, facts: DeclarationFacts, going: Sequence[Going]) -> tuple[Assessment, Assessment]:
    """The customs value and each charge in two: of an item by its quantity, of the whole by the value of the goods."""
    shares = _shares(facts, going)
    worth = _worth(facts, shares)
    charges: tuple[list[Charge], list[Charge]] = ([], [])
    for charge in assessment.charges:
        weights = (shares[charge.item], 1 - shares[charge.item]) if charge.item in shares else worth
        for side, minor in enumerate(whole(charge.minor, weights)):
            if minor:
                charges[side].append(charge._replace(minor=minor))
    values = whole(assessment.value_minor, worth)
    goes, stays = (assessment._replace(value_minor=values[n], charges=tuple(charges[n])) for n in (0, 1))
    return goes, stays


def share_of_value(facts: DeclarationFacts, going: Sequence[Going]) -> Two:
    """How the value of the goods falls to what goes and to what stays."""
    return _worth(facts, _shares(facts, going))


def share_of_item(facts: DeclarationFacts, going: Sequence[Going], item: int) -> Two:
    """How one item falls to what goes and to what stays."""
    part = _shares(facts, going)[item]
    return part, 1 - part


def whole(minor: int, weights: Two) -> tuple[int, int]:
    """Whole minor units in two parts that add up to them; what cannot be halved goes to the larger remainder."""
    first = round(minor * weights[0] / sum(weights)) if sum(weights) else 0
    return first, minor - first


def counted(quantity: str, weights: Two) -> tuple[str, str]:
    """A quantity in two parts that add up to it, the first to a millionth."""
    amount = exact(quantity)
    first = _floor(amount * weights[0] / sum(weights), MILLIONTH)
    return plain(first), plain(amount - first)


def _shares(facts: DeclarationFacts, going: Sequence[Going]) -> dict[int, Fraction]:
    """How much of each item goes, between nothing and one."""
    goes = {line.item: exact(line.quantity) for line in going}
    return {item.number: goes.get(item.number, Fraction(0)) / item.amount.amount for item in facts.items}


def _worth(facts: DeclarationFacts, shares: dict[int, Fraction]) -> Two:
    """The value of what goes and of what stays, to the minor unit as the items are split."""
    goes = Fraction(0)
    for item in facts.items:
        goes += _apart(exact(item.value), shares[item.number], facts.currency)[0]
    value = facts.goods_value.amount
    return (goes, value - goes) if value else (Fraction(1), Fraction(1))


def _apart(amount: Fraction, share: Fraction, currency: str) -> Two:
    if share in (0, 1):
        return amount * share, amount * (1 - share)
    first, second = apportion(amount, [share, 1 - share], currency)
    return first, second


def _item(item: GoodsItem, share: Fraction, currency: str) -> tuple[GoodsItem | None, GoodsItem | None]:
    if share in (0, 1):
        return (item, None) if share else (None, item)
    quantity = item.amount.amount * share
    values = _apart(exact(item.value), share, currency)
    net, gross = _mass(item.net_mass_kg, share), _mass(item.gross_mass_kg, share)
    goes, stays = (
        replace(
            item,
            quantity=plain(amount),
            value=_text(values[side], currency),
            net_mass_kg=net[side],
            gross_mass_kg=gross[side],
        )
        for side, amount in enumerate((quantity, item.amount.amount - quantity))
    )
    return goes, stays


def _mass(kilograms: str, share: Fraction) -> tuple[str, str]:
    """A mass in two, to the gram or as finely as it was declared."""
    mass = exact(kilograms)
    first = _floor(mass * share, max(3, len(kilograms.partition(".")[2])))
    return plain(first), plain(mass - first)


def _money(text: str, weights: Two, currency: str) -> tuple[str, str]:
    """An amount in two; a blank stays blank."""
    if not text:
        return text, text
    first, second = apportion(exact(text), weights, currency)
    return _text(first, currency), _text(second, currency)


def _text(amount: Fraction, currency: str) -> str:
    minor = amount * 10 ** minor_digits(currency)
    return decimal_of(minor.numerator, currency) if minor.denominator == 1 else plain(amount)


def _permit(use: PermitUse, share: Fraction) -> tuple[PermitUse, PermitUse]:
    if not use.quantity or share in (0, 1):
        return use, use
    goes, stays = counted(use.quantity, (share, 1 - share))
    return replace(use, quantity=goes), replace(use, quantity=stays)


def _falls(shares: dict[int, Fraction], use: PermitUse, side: int) -> bool:
    """Whether a permit belongs to this part: there is something of its item in it."""
    share = shares.get(use.item)
    return share is None or share != side


def _floor(amount: Fraction, digits: int) -> Fraction:
    return Fraction(amount * 10**digits // 1, 10**digits)


def _is_part(quantity: str, item: GoodsItem) -> bool:
    try:
        return 0 < exact(quantity) <= item.amount.amount
    except Refused:
        return False


def _all_of(item: GoodsItem, going: Sequence[Going]) -> bool:
    """Whether the whole of an item goes."""
    return any(line.item == item.number and _is_whole(line.quantity, item) for line in going)


def _is_whole(quantity: str, item: GoodsItem) -> bool:
    return _is_part(quantity, item) and exact(quantity) == item.amount.amount
