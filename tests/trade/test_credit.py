from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.credit import Advance, Claim, Share, Terms, annual_basis_points, waterfall
from entrepot.trade.money import Money
from tests.trade.refusing import refused

TERMS = Terms(Fraction(4, 5), Fraction(1, 100), 30)


def cny(amount: str) -> Money:
    return Money.of(amount, "CNY")


def test_the_limit_is_a_share_of_the_order_rounded_down() -> None:
    assert TERMS.limit(cny("390.05")) == cny("312.04")
    assert TERMS.limit(cny("390.06")) == cny("312.04")  # 312.048


def test_an_advance_carries_its_flat_fee() -> None:
    assert TERMS.draw(cny("1000"), cny("800")) == Advance(cny("800"), cny("8"), 30)
    assert TERMS.draw(cny("1000"), cny("33.33")) == Advance(cny("33.33"), cny("0.33"), 30)
    assert TERMS.draw(cny("1000"), cny("33.50")) == Advance(cny("33.50"), cny("0.34"), 30)


@pytest.mark.parametrize("wanted", ["800.01", "0", "-1"])
def test_more_than_the_limit_or_nothing_cannot_be_drawn(wanted: str) -> None:
    with refused("advance-limit") as found:
        TERMS.draw(cny("1000"), cny(wanted))
    assert found[0].params["limit"] == "CNY 800.00"


@pytest.mark.parametrize(
    ("share", "fee", "days", "codes"),
    [
        (Fraction(0), Fraction(0), 1, ["advance-share"]),
        (Fraction(11, 10), Fraction(0), 1, ["advance-share"]),
        (Fraction(1), Fraction(-1, 100), 1, ["advance-fee"]),
        (Fraction(1), Fraction(0), 0, ["advance-days"]),
        (Fraction(1), Fraction(0), 1831, ["advance-days"]),
        (Fraction(2), Fraction(-1), -1, ["advance-share", "advance-fee", "advance-days"]),
    ],
)
def test_terms_that_make_no_sense_are_refused(share: Fraction, fee: Fraction, days: int, codes: list[str]) -> None:
    with refused(*codes):
        Terms(share, fee, days)


# the rate of (1 + fee/principal) to the power 365/days, less one, in basis points
@pytest.mark.parametrize(
    ("principal", "fee", "days", "points"),
    [
        (10000, 0, 30, 0),
        (10000, 100, 365, 100),  # one percent for a year is one percent
        (10000, 1250, 365, 1250),
        (10000, 100, 30, 1287),  # 12.8695 %
        (10000, 200, 30, 2724),  # 27.2436 %
        (10000, 100, 7, 6801),  # 68.0112 %
        (10000, 2100, 730, 1000),  # 21 % over two years is 10 % a year
        (10000, 10000, 365, 10000),
        (20000, 1, 365, 1),  # half a basis point is rounded up
        (20001, 1, 365, 0),
        (10000, 100, 1, 367834),  # one percent a day
    ],
)
def test_the_true_yearly_rate_of_a_flat_fee(principal: int, fee: int, days: int, points: int) -> None:
    assert annual_basis_points(principal, fee, days) == points


def test_an_advance_tells_its_rates() -> None:
    advance = Advance(cny("100"), cny("1"), 30)
    assert advance.yearly_rate == Fraction(73, 600)
    assert advance.apr == Fraction(1287, 10000)
    assert advance.due == cny("101")


@given(st.integers(1, 10**9), st.integers(0, 10**8), st.integers(1, 400))
def test_the_rate_is_the_nearest_basis_point(principal: int, fee: int, days: int) -> None:
    points = annual_basis_points(principal, fee, days)
    grown = Fraction(principal + fee, principal) ** 365
    low, high = Fraction(20000 + 2 * points - 1, 20000), Fraction(20000 + 2 * points + 1, 20000)
    assert low**days <= grown < high**days


@pytest.mark.parametrize(
    ("received", "fee", "principal", "owed", "rest"),
    [
        ("0", "0", "0", "808", "0"),
        ("5", "5", "0", "803", "0"),
        ("8", "8", "0", "800", "0"),
        ("500", "8", "492", "308", "0"),
        ("808", "8", "800", "0", "0"),
        ("1000", "8", "800", "0", "192"),
    ],
)
def test_a_repayment_pays_the_fee_first(received: str, fee: str, principal: str, owed: str, rest: str) -> None:
    repaid = TERMS.draw(cny("1000"), cny("800")).repay(cny(received))
    assert (repaid.fee, repaid.principal, repaid.owed, repaid.rest) == (cny(fee), cny(principal), cny(owed), cny(rest))


CLAIMS = (
    Claim("tax:MY", cny("34.55")),
    Claim("hz-post", cny("20")),
    Claim("lake-credit", cny("200")),
)


def test_proceeds_go_to_tax_and_carrier_and_lender_and_what_is_left_to_the_seller() -> None:
    split = waterfall(cny("390.05"), CLAIMS)
    assert split.shares == (
        Share("tax:MY", cny("34.55"), cny("0")),
        Share("hz-post", cny("20"), cny("0")),
        Share("lake-credit", cny("200"), cny("0")),
    )
    assert (split.paid, split.rest) == (cny("254.55"), cny("135.50"))


def test_when_proceeds_do_not_reach_the_last_wait() -> None:
    split = waterfall(cny("100"), CLAIMS)
    assert split.shares[2] == Share("lake-credit", cny("45.45"), cny("154.55"))
    assert split.rest == cny("0")
    assert waterfall(cny("10"), CLAIMS).shares == (
        Share("tax:MY", cny("10"), cny("24.55")),
        Share("hz-post", cny("0"), cny("20")),
        Share("lake-credit", cny("0"), cny("200")),
    )


def test_a_claim_below_nothing_is_our_mistake() -> None:
    with pytest.raises(AssertionError, match="lake-credit claims less than nothing"):
        waterfall(cny("1"), [Claim("lake-credit", cny("-1"))])
    with pytest.raises(AssertionError, match="no proceeds below nothing"):
        waterfall(cny("-1"), [])


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**8), max_size=6))
def test_no_money_appears_or_is_lost_when_proceeds_are_divided(proceeds: int, dues: list[int]) -> None:
    claims = [Claim(f"p{n}", Money.from_minor(due, "CNY")) for n, due in enumerate(dues)]
    split = waterfall(Money.from_minor(proceeds, "CNY"), claims)
    assert split.paid + split.rest == Money.from_minor(proceeds, "CNY")
    assert all(share.paid + share.owed == claim.due for share, claim in zip(split.shares, claims, strict=True))
    unpaid = [share.owed.minor > 0 for share in split.shares]
    assert not any(unpaid) or split.rest.minor == 0
    first = unpaid.index(True) if any(unpaid) else len(unpaid)
    assert all(share.paid.minor == 0 for share in split.shares[first + 1 :])
