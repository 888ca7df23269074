"""Whether the codes given are lines of the tariff held: one that is none is refused, one in between is told."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from entrepot.trade.duty.law import Law
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

SUBHEADING = 6
FEW = 4


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
