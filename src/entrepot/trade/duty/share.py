"""What a levy comes to for each line of goods, and how that is told: rounded once, its parts adding up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from entrepot.trade.currency import minor_digits
from entrepot.trade.duty.ground import NO_GROUND, Ground
from entrepot.trade.duty.law import ByTariff, Levy, Percent, Terms
from entrepot.trade.duty.result import Amounts, Line
from entrepot.trade.duty.valuation import added, apportion
from entrepot.trade.money import Rounding

NOTHING = Fraction(0)


@dataclass(slots=True)
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

    def lift(self, effect: str, ground: Ground) -> None:
        """Nothing is due, and there is nothing to build on."""
        self.full = self.due = NOTHING
        self.effect, self.ground = effect, ground


def tell(
    levy: Levy, terms: Terms, base_of: tuple[str, ...], shares: Sequence[Share], codes: Sequence[str], amounts: Amounts
) -> tuple[Line, int]:
    """The line of the working for a levy on the parts named, with a part for every share; and its minor units."""
    settled, too_little = _settled(levy, [share.due for share in shares], amounts.currency)
    has_base = isinstance(levy.pricing, Percent | ByTariff)
    collected, payer = terms.collected or levy.collected, terms.payer or levy.payer

    def line(minor: int, share: Share, parts: tuple[Line, ...] = ()) -> Line:
        return Line(
            levy.code,
            levy.name,
            levy.kind,
            amounts.minor(minor),
            amounts.exact(share.base) if has_base else None,
            base_of,
            share.rate,
            amounts.exact(share.due),
            levy.rounding.code,
            share.item,
            "" if share.item is None else codes[share.item],
            "too-little" if too_little else share.effect,
            levy.rounding.ground if too_little else share.ground,
            share.rate_ground,
            collected,
            payer,
            parts,
        )

    parts = tuple(line(minor, share) for share, minor in zip(shares, settled, strict=True))
    due = sum(settled)
    return (parts[0] if len(parts) == 1 else line(due, _together(levy, shares), parts)), due


def _together(levy: Levy, shares: Sequence[Share]) -> Share:
    """All shares as one; what differs between them is left to the parts."""
    rates = {share.rate for share in shares}
    effects = {share.effect for share in shares}
    grounds = {share.ground for share in shares}
    return Share(
        None,
        added([share.base for share in shares]),
        NOTHING,
        added([share.due for share in shares]),
        grounds.pop() if len(grounds) == 1 else levy.ground,
        rates.pop() if len(rates) == 1 else "",
        effect=effects.pop() if len(effects) == 1 else "",
    )


def _settled(levy: Levy, due: Sequence[Fraction], currency: str) -> tuple[Sequence[int], bool]:
    """The amounts in minor units, rounded by the levy's rule, and whether together they are too little to collect."""
    rule, scale = levy.rounding, 10 ** minor_digits(currency)
    if rule.stage == "line":
        settled = [_rounded(amount, scale, rule.rounding) if amount else 0 for amount in due]
    else:
        whole = Fraction(_rounded(added(due), scale, rule.rounding), scale)
        settled = [int(part * scale) for part in apportion(whole, due, currency)]
    least = rule.minimum_collected
    if least is None or least.amount is None or not 0 < sum(settled) < least.amount * scale:
        return settled, False
    return [0] * len(settled), True


def _rounded(amount: Fraction, scale: int, rounding: Rounding) -> int:
    over, under = amount.as_integer_ratio()
    return rounding.of_ratio(over * scale, under)
