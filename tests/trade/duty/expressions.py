"""Any duty expression, for property tests."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from entrepot.trade.duty import expression as e
from entrepot.trade.duty import expression_questions as q

CURRENCIES = st.sampled_from(["MYR", "CNY", "USD", "EUR", "JPY"])
UNITS = st.sampled_from(["KGM", "LTR", "C62", "HLT", "PFL", "MTK"])
NUMBERS = st.one_of(
    st.decimals(0, 10**6, places=4).map(Fraction),
    st.fractions(0, 1000, max_denominator=12),
    st.just(Fraction("33.333")),
    st.just(Fraction(100, 3)),
)
ABOVE_ZERO = st.sampled_from([Fraction(1), Fraction(100), Fraction(1000), Fraction(1, 2)])
NAMES = st.one_of(
    st.sampled_from(["case", "lead-content", "drained-weight", "strap, band", "課税価格", "", "a b"]),
    st.text(min_size=1, max_size=6),
)
DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))
MONTH_DAYS = DAYS.map(lambda day: (day.month, day.day))

pcts = st.builds(e.Pct, NUMBERS, st.one_of(st.just(e.CUSTOMS_VALUE), NAMES))
specifics = st.builds(e.Specific, NUMBERS, CURRENCIES, ABOVE_ZERO, UNITS, NAMES)
questions = st.one_of(
    st.builds(q.InForce, st.none() | DAYS, st.none() | DAYS),
    st.builds(q.Season, MONTH_DAYS, MONTH_DAYS),
    st.builds(q.Quota, st.booleans(), NAMES),
    st.builds(q.Origin, st.lists(st.sampled_from(["AU", "NZ", "MY", "CN"]), min_size=1, max_size=3).map(tuple)),
    st.builds(q.Certificate, NAMES),
    st.builds(q.Valued, st.sampled_from(["<", "<=", ">", ">="]), NUMBERS, CURRENCIES, UNITS),
    st.builds(q.Fact, NAMES),
)
leaves = st.one_of(
    st.builds(e.Free),
    pcts,
    specifics,
    st.builds(e.OnPart, pcts | specifics, NAMES),
    st.builds(
        e.AsLine, st.sampled_from(["", "2009", "01012100", "natural-juice"]), NUMBERS | NUMBERS.map(lambda n: -n)
    ),
    st.builds(e.NoChange),
    st.builds(e.Gate, NUMBERS, CURRENCIES, UNITS, NUMBERS | NUMBERS.map(lambda n: -n)),
    st.builds(e.Degree, specifics, specifics, NUMBERS, specifics, NAMES),
    st.builds(e.Agri, st.sampled_from(["EA", "ADSZ", "ADFM"]), st.booleans()),
    st.builds(e.Text, st.text(max_size=20)),
)


def _inside(some: st.SearchStrategy[e.Expression]) -> st.SearchStrategy[e.Expression]:
    cases = st.builds(e.Case, st.lists(questions, max_size=2).map(tuple), some)
    return st.one_of(
        st.builds(e.Sum, st.lists(some, min_size=2, max_size=3).map(tuple)),
        st.builds(e.Minus, some, some),
        st.builds(e.Floor, some, some),
        st.builds(e.Cap, some, some),
        st.builds(e.Between, some, some),
        st.builds(e.NotApplied, some),
        st.builds(e.When, st.lists(cases, min_size=1, max_size=3).map(tuple)),
    )


expressions: st.SearchStrategy[e.Expression] = st.recursive(leaves, _inside, max_leaves=8)

_plain_leaves = st.one_of(
    st.builds(e.Free),
    st.builds(e.Pct, NUMBERS),
    st.builds(e.Specific, NUMBERS, st.just("USD"), ABOVE_ZERO, UNITS),
    st.builds(e.Gate, NUMBERS, st.just("USD"), UNITS, NUMBERS),
)
plain_expressions: st.SearchStrategy[e.Expression] = st.recursive(
    _plain_leaves,
    lambda some: st.one_of(
        st.builds(e.Sum, st.lists(some, min_size=2, max_size=3).map(tuple)),
        st.builds(e.Minus, some, some),
        st.builds(e.Floor, some, some),
        st.builds(e.Cap, some, some),
    ),
    max_leaves=6,
)
"""Expressions that value and quantities alone decide."""
