"""A lender's advance against the proceeds of one consignment: how much, at what price, and who is paid first.

The fee is flat, so its yearly rate is not what it seems: `apr` tells the borrower before the advance is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money, Rounding, total
from entrepot.trade.wording import gettext_noop

_DOWN = Rounding(mode="down")
_YEAR = 365
_BASIS_POINTS = 10_000
_LONGEST_DAYS = 1830  # five years


@dataclass(frozen=True, slots=True)
class Terms:
    """What a lender offers: a share of the order, for a flat fee, due after so many days."""

    share: Fraction
    fee: Fraction
    days: int

    def __post_init__(self) -> None:
        found = []
        if not 0 < self.share <= 1:
            found.append(
                Finding(
                    "advance-share",
                    gettext_noop("An advance is a share of the order, more than nothing and not more than all of it."),
                    "/share",
                    gettext_noop("Give a share such as 4/5."),
                )
            )
        if self.fee < 0:
            found.append(
                Finding(
                    "advance-fee",
                    gettext_noop("A fee cannot be less than nothing."),
                    "/fee",
                    gettext_noop("Give the fee as a share of the advance, such as 1/100."),
                )
            )
        if not 1 <= self.days <= _LONGEST_DAYS:
            found.append(
                Finding(
                    "advance-days",
                    gettext_noop("An advance runs for at least one day and at most {days}."),
                    "/days",
                    gettext_noop("Give the number of days until the proceeds are expected."),
                    params={"days": str(_LONGEST_DAYS)},
                )
            )
        if found:
            raise Refused(found)

    def limit(self, order: Money) -> Money:
        """The most that may be drawn against the order, in whole minor units, rounded down."""
        return (order * self.share).settle(_DOWN)

    def draw(self, order: Money, wanted: Money) -> Advance:
        """The advance, or a refusal if more is wanted than the order bears."""
        limit = self.limit(order)
        if not Money.zero(limit.currency) < wanted or limit < wanted:
            raise Refused(
                Finding(
                    "advance-limit",
                    gettext_noop("{wanted} cannot be drawn against this order: the limit is {limit}."),
                    "/wanted",
                    gettext_noop("Ask for an amount above nothing and up to the limit."),
                    params={"wanted": str(wanted), "limit": str(limit)},
                )
            )
        return Advance(wanted, (wanted * self.fee).settle(), self.days)


@dataclass(frozen=True, slots=True)
class Advance:
    """An amount lent, its flat fee, and the days after which both fall due."""

    principal: Money
    fee: Money
    days: int

    @property
    def due(self) -> Money:
        """What the lender claims of the proceeds."""
        return self.principal + self.fee

    @property
    def yearly_rate(self) -> Fraction:
        """The fee as a simple yearly rate, exactly: without interest on interest."""
        return self.fee.amount / self.principal.amount * Fraction(_YEAR, self.days)

    @property
    def apr(self) -> Fraction:
        """The annual percentage rate with interest on interest, to the basis point: 1/8 is 12.50 %."""
        return Fraction(annual_basis_points(self.principal.minor, self.fee.minor, self.days), _BASIS_POINTS)

    def repay(self, received: Money) -> Repayment:
        """What an amount received pays: the fee first, then the principal; the rest is not the lender's."""
        nothing = Money.zero(received.currency)
        fee = min(received, self.fee)
        principal = min(received - fee, self.principal)
        paid = fee + principal
        return Repayment(fee, principal, owed=self.due - paid, rest=max(received - paid, nothing))


@dataclass(frozen=True, slots=True)
class Repayment:
    fee: Money
    principal: Money
    owed: Money
    rest: Money


def annual_basis_points(principal: int, fee: int, days: int) -> int:
    """The yearly rate at which the principal grows to principal and fee in so many days, in basis points.

    That is (1 + fee/principal) to the power 365/days, less one, found in whole numbers: the root is never taken, the
    powers are compared. Half a basis point is rounded up.
    """
    assert principal > 0
    assert fee >= 0
    assert days > 0
    half = 2 * _BASIS_POINTS
    grown: int = (principal + fee) ** _YEAR
    drawn: int = principal**_YEAR
    scale: int = half**days

    def reached(points: int) -> bool:
        """Whether the rate is at least half a basis point below so many."""
        needed: int = (half + 2 * points - 1) ** days * drawn
        return grown * scale >= needed

    above = 1
    while reached(above):
        above *= 2
    below = above // 2
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (middle, above) if reached(middle) else (below, middle)
    return below


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody is owed of the proceeds."""

    payee: str
    due: Money


@dataclass(frozen=True, slots=True)
class Share:
    """What a claim received, and what of it stays owed."""

    payee: str
    paid: Money
    owed: Money


@dataclass(frozen=True, slots=True)
class Split:
    """Proceeds divided among claims in their order; what is left goes to whoever comes last."""

    shares: tuple[Share, ...]
    rest: Money

    @property
    def paid(self) -> Money:
        return total((share.paid for share in self.shares), self.rest.currency)


def waterfall(proceeds: Money, claims: Iterable[Claim]) -> Split:
    """Pay each claim in full before the next, as far as the proceeds reach: tax, carrier, lender, then the seller."""
    assert Money.zero(proceeds.currency) <= proceeds, "there are no proceeds below nothing"
    left = proceeds
    shares = []
    for claim in claims:
        assert Money.zero(proceeds.currency) <= claim.due, f"{claim.payee} claims less than nothing"
        paid = min(left, claim.due)
        shares.append(Share(claim.payee, paid, claim.due - paid))
        left -= paid
    return Split(tuple(shares), left)
