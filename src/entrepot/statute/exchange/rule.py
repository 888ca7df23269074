"""From which day a published rate is used: a rule of the jurisdiction that levies, not of the bank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

Rule = Callable[[date], date | None]
_WEDNESDAY = 2


def first_used(rule: str, published: date) -> date | None:
    """The first day on which a rate of a day is used; None where the rule does not use that day's rate."""
    if rule not in RULES:
        raise Refused(
            Finding(
                "rule-unknown",
                gettext_noop("“{rule}” is no rule for the day from which a rate is used."),
                remedy=gettext_noop("Use one of {known}."),
                params={"rule": rule, "known": ", ".join(RULES)},
            )
        )
    return RULES[rule](published)


def _same_day(published: date) -> date | None:
    return published


def _next_day(published: date) -> date | None:
    return published + timedelta(days=1)


def _third_wednesday(published: date) -> date | None:
    """The rate of the third Wednesday of a month is used throughout the next."""
    is_it = published.weekday() == _WEDNESDAY and 15 <= published.day <= 21
    return _next_month(published) if is_it else None


def _penultimate_wednesday(published: date) -> date | None:
    """The rate of the last Wednesday but one of a month is used throughout the next."""
    is_it = published.weekday() == _WEDNESDAY
    one_more = (published + timedelta(days=7)).month == published.month
    two_more = (published + timedelta(days=14)).month == published.month
    return _next_month(published) if is_it and one_more and not two_more else None


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


RULES: dict[str, Rule] = {
    "day": _same_day,
    "next-day": _next_day,
    "third-wednesday": _third_wednesday,
    "penultimate-wednesday": _penultimate_wednesday,
}
"""`day`: from the day in the file on, as with lists that state the days for which they count."""
