"""Whether the tariff held is one for the day, and whether the codes given are lines of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import timedelta

from entrepot.trade.duty.law import Law
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

SUBHEADING = 6
FEW = 4
AGED = timedelta(days=366)
"""After this time a tariff is told to be old: most change on the first of January."""


def code_faults(codes: Iterable[str], law: Law) -> Iterator[Finding]:
    """What is wrong with each code; only a whole national tariff can say so."""
    if not law.tariff.schedule.is_whole:
        return
    for n, code in enumerate(codes):
        under = law.tariff.lines(code)
        if under == (code,) and not _is_line(code, law):
            yield _no_line(code, n, law)
        elif code not in under and len(code) > SUBHEADING:
            yield _in_between(code, n, law, under)


def tariff_notes(law: Law) -> tuple[Finding, ...]:
    """What is to be said of the tariff held, whatever is asked of it."""
    if "notes" not in law.kept:
        law.kept["notes"] = tuple(_notes(law))
    notes: tuple[Finding, ...] = law.kept["notes"]
    return notes


def _notes(law: Law) -> Iterator[Finding]:
    """That the tariff loaded is for other days: it begins later, or may have changed since;
    and which lists of duties are not held."""
    begins = law.tariff.schedule.begins
    if begins is not None:
        yield Finding(
            "tariff-begins-later",
            gettext_noop("The tariff loaded for {country} counts from {begins} on, not for {day}."),
            "/on",
            gettext_noop("Load the version that was in force on that day, or ask for a later one."),
            level="note",
            params={"country": law.name, "begins": begins.isoformat(), "day": law.on.isoformat()},
        )
    for edition in law.tariff.schedule.editions:
        made = edition.published or edition.since
        if made is not None and made + AGED < law.on:
            yield Finding(
                "tariff-aged",
                gettext_noop("The tariff used, {title}, is of {made}; what changed after that is not in it."),
                "/on",
                gettext_noop("Load the version that is in force."),
                level="note",
                params={"title": edition.title, "made": made.isoformat()},
            )
    if law.lists_not_held:
        yield Finding(
            "lists-not-held",
            gettext_noop("No list is held for {country} of: {duties}. Goods that stand on one pay more."),
            "",
            gettext_noop("Load the lists in force, or ask whether the goods stand on one."),
            level="note",
            params={"country": law.name, "duties": ", ".join(law.lists_not_held)},
        )


def _is_line(code: str, law: Law) -> bool:
    """Whether it is a line, or more digits of one: national statistics may go deeper than the tariff."""
    codes = law.tariff.schedule.codes
    for length in range(len(code), SUBHEADING, -1):
        place = bisect_left(codes, code[:length])
        if place < len(codes) and codes[place] == code[:length]:
            return True
    return False


def _no_line(code: str, line: int, law: Law) -> Finding:
    near: tuple[str, ...] = ()
    for length in range(len(code) - 1, 1, -1):
        near = law.tariff.lines(code[:length])
        if near != (code[:length],):
            break
    return Finding(
        "hs-code-unknown",
        gettext_noop("{hs} is not a line of the tariff of {country}."),
        f"/lines/{line}/hs",
        gettext_noop("Give one of its lines, such as {near}."),
        params={"hs": code, "country": law.name, "near": ", ".join(near[:FEW])},
    )


def _in_between(code: str, line: int, law: Law, under: tuple[str, ...]) -> Finding:
    return Finding(
        "hs-code-intermediate",
        gettext_noop("Goods are not declared under {hs} in {country}; {count} lines stand under it."),
        f"/lines/{line}/hs",
        gettext_noop("Give the line that describes them: {under}."),
        level="warning",
        params={
            "hs": code,
            "country": law.name,
            "count": str(len(under)),
            "under": ", ".join(under[:FEW]) + (" …" if len(under) > FEW else ""),
        },
    )
