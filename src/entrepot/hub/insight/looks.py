"""What looking was worth: inspections and their results, the hit rate of each profile and of chance, days that pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import Hold, Inspection


@dataclass(frozen=True, slots=True)
class Rate:
    """Of how many inspections of goods that a profile had met, how many found something wrong."""

    code: str
    name: str
    chance: bool
    looked: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Looks:
    """Inspections concluded in some days: by kind and result, and by profile."""

    results: Mapping[tuple[str, str], int]
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What waits for a day: questions open and overdue, holds that stand and that ran out, appeals."""

    open_questions: int
    overdue_questions: int
    holds: int
    holds_over: int
    appeals: int


def looks(country: str, first: date, last: date) -> Looks:
    """What inspections came to, of the declarations of one border. As many rows are read as there were inspections."""
    begin, end = (datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    found = Inspection.objects.filter(
        state="concluded", closed_at__gte=begin, closed_at__lt=end, declaration__country=country
    )
    results: Counter[tuple[str, str]] = Counter()
    looked: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    names: dict[str, str] = {}
    for kind, result, hits in found.values_list("kind", "result", "declaration__hits").iterator(2000):
        results[kind, result] += 1
        for hit in hits:
            names[hit["code"]] = hit["name"]
            looked[hit["code"]] += 1
            wrong[hit["code"]] += result == "not-conform"
    by_chance = _by_chance(customs.profiles_in_force(country, last))
    rates = (Rate(code, names[code], code in by_chance, looked[code], wrong[code]) for code in looked)
    return Looks(results, tuple(sorted(rates, key=lambda each: (each.chance, -each.looked, each.code))))


def deadlines(country: str, today: date) -> Deadlines:
    """What is open at a country's border, and what of it is late."""
    questions = customs.waiting_for_answer(country)
    holds = Hold.objects.filter(ended_at=None, declaration__country=country, declaration__state="held")
    return Deadlines(
        open_questions=questions.count(),
        overdue_questions=questions.filter(answer_by__lt=today).count(),
        holds=holds.count(),
        holds_over=holds.filter(until__lt=today).count(),
        appeals=customs.appeals_waiting(country).count(),
    )


def _by_chance(trees: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The profiles that draw by chance: those say how selection without suspicion fares beside the others."""
    return {code for code, tree in trees.items() if "one-in" in str(tree.get("when", ""))}
