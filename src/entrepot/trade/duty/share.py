"""What a levy comes to for each line of goods, and how that is told: rounded once, its parts adding up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from entrepot.trade.duty.ground import NO_GROUND, Ground
from entrepot.trade.duty.law import ByTariff, Levy, Percent, Terms
from entrepot.trade.duty.result import Amount, Line
from entrepot.trade.duty.valuation import apportion
from entrepot.trade.money import Money

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Share:
    """A levy on one line, or on the consignment: what it is in full, and what of it is due.

    Later levies build on the full amount even where a relief leaves only a part of it due.
    """

    item: int | None
    base: Fraction
    full: Fraction
    due: Fraction
    ground: Ground
    rate: str = ""
    rate_ground: Ground = NO_GROUND
    effect: str = ""

    def without(self, effect: str, ground: Ground) -> Share:
        """The same, with nothing due and nothing to build on."""
        return replace(self, full=NOTHING, due=NOTHING, effect=effect, ground=ground)


def tell(levy: Levy, terms: Terms, shares: list[Share], codes: dict[int, str], currency: str) -> Line:
    """The line of the working for a levy, with a part for every share."""
    settled, too_little = _settled(levy, [share.due for share in shares], currency)
    shown = Line(
        levy.code,
        levy.name,
        levy.kind,
        _amount(sum(settled, NOTHING), currency),
        base_of=terms.base or levy.base,
        rounding=levy.rounding.code,
        ground=levy.ground,
        collected=terms.collected or levy.collected,
        payer=terms.payer or levy.payer,
    )
    has_base = isinstance(levy.pricing, Percent | ByTariff)
    parts = tuple(
        replace(
            shown,
            amount=_amount(amount, currency),
            base=_amount(share.base, currency) if has_base else None,
            rate=share.rate,
            unrounded=_amount(share.due, currency),
            item=share.item,
            hs="" if share.item is None else codes[share.item],
            effect="too-little" if too_little else share.effect,
            ground=levy.rounding.ground if too_little else share.ground,
            rate_ground=share.rate_ground,
        )
        for share, amount in zip(shares, settled, strict=True)
    )
    if len(parts) == 1:
        return parts[0]
    rates = {part.rate for part in parts}
    effects = {part.effect for part in parts}
    grounds = {part.ground for part in parts}
    return replace(
        shown,
        base=_amount(sum((share.base for share in shares), NOTHING), currency) if has_base else None,
        rate=rates.pop() if len(rates) == 1 else "",
        unrounded=_amount(sum((share.due for share in shares), NOTHING), currency),
        effect=effects.pop() if len(effects) == 1 else "",
        ground=grounds.pop() if len(grounds) == 1 else levy.ground,
        parts=parts,
    )


def _settled(levy: Levy, due: list[Fraction], currency: str) -> tuple[list[Fraction], bool]:
    """The amounts rounded by the levy's rule, and whether together they are too little to be collected."""
    rule = levy.rounding
    if rule.stage == "line":
        settled = [Money(amount, currency).settle(rule.rounding).amount for amount in due]
    else:
        whole = Money(sum(due, NOTHING), currency).settle(rule.rounding).amount
        settled = apportion(whole, due, currency)
    least = rule.minimum_collected
    too_little = least is not None and least.amount is not None and NOTHING < sum(settled, NOTHING) < least.amount
    return ([NOTHING] * len(settled) if too_little else settled), too_little


def _amount(number: Fraction, currency: str) -> Amount:
    return Amount.of(Money(number, currency))
