"""What declarations of one border and day owe, those that are alike in their manner worked out together.

Whatever the columns decline is left to `BorderLaw.assess`, which says the same of one, or why nothing can be said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from entrepot.hub.customs.law import BorderLaw, channel, consignment
from entrepot.trade.assessment import Assessment, Charge
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.declaration.reading import MILLION, Read
from entrepot.trade.duty.batch import Lines, Owed, owed
from entrepot.trade.finding import Refused

Assessments = dict[str, Assessment]
"""By the declarant's reference."""


def assessed(law: BorderLaw, batch: Iterable[Read]) -> Assessments:
    """The assessments of those declarations of a batch that can be worked out together."""
    found: Assessments = {}
    alike: dict[object, list[Read]] = {}
    for read in batch:
        if _is_told(read):
            alike.setdefault(_manner(read.facts), []).append(read)
    for some in alike.values():
        if some[0].facts.direction == "export":
            if law.lets_out(some[0].facts.regime):
                found.update((read.facts.lrn, _exported(law, read)) for read in some)
        else:
            found.update(_imported(law, some))
    return found


def _is_told(read: Read) -> bool:
    """Whether every number of it can be reckoned with; if not, a rule says so."""
    if read.freight is None or read.insurance is None or read.facts.currency not in MINOR_DIGITS:
        return False
    for item in read.items:
        if not (item.commodity and item.value and item.value > 0 and item.quantity and item.quantity > 0):
            return False
        if item.net is None:
            return False
    return bool(read.items)


def _manner(facts: DeclarationFacts) -> object:
    """What the law asks of a consignment besides its goods and amounts."""
    return (
        facts.direction,
        facts.regime,
        facts.consignor.country,
        channel(facts),
        bool(facts.registration),
        bool(facts.consignee.id),
        facts.incoterm,
        facts.currency,
    )


def _exported(law: BorderLaw, read: Read) -> Assessment:
    """Nothing is due on what leaves; the value is told."""
    currency = read.facts.currency
    return Assessment(currency, read.value // (MILLION // 10 ** MINOR_DIGITS[currency]), law=law.jurisdiction.digest)


def _imported(law: BorderLaw, alike: Sequence[Read]) -> Iterator[tuple[str, Assessment]]:
    facts = alike[0].facts
    facts = replace(facts, items=facts.items[:1], freight="", insurance="")  # for what they have in common
    try:
        narrowed, like = law.narrowed(facts), consignment(facts)
    except Refused:
        return
    if len(narrowed.regimes) != 1:
        return
    lines = _lines(alike)
    answer = owed(law.tariff(facts.date), narrowed.regimes[0], like, law.day(narrowed), lines)
    if answer is None:
        return
    currency, digest = narrowed.currency, law.jurisdiction.digest
    charges = _charges(answer, lines, alike, currency)
    for n, (read, owes) in enumerate(zip(alike, charges, strict=True)):
        if answer.is_open[n] and n not in answer.declined:
            yield read.facts.lrn, Assessment(currency, answer.values[n], tuple(owes), digest)


def _charges(answer: Owed, lines: Lines, alike: Sequence[Read], currency: str) -> Iterator[list[Charge]]:
    """The charges of each declaration, levy by levy and item by item."""
    for n, (begin, end) in enumerate(lines.spans):
        found = []
        for levy in answer.charges:
            for row in (n,) if levy.whole else range(begin, end):
                if minor := levy.minors[row]:
                    clause = levy.law if isinstance(levy.law, str) else levy.law[row]
                    item = 0 if levy.whole else alike[n].items[row - begin].item.number
                    found.append(Charge(levy.kind, levy.code, minor, currency, item, clause))
        yield found


def _lines(alike: Sequence[Read]) -> Lines:
    """The goods as columns; all are dispatched from one country, which is part of their manner."""
    items = [item for read in alike for item in read.items]
    dispatch = alike[0].facts.consignor.country
    return Lines(
        spans=list(pairwise(accumulate([len(read.items) for read in alike], initial=0))),
        codes=[each.commodity for each in items],
        origins=[each.item.origin or dispatch for each in items],
        values=[each.value or 0 for each in items],
        quantities=[each.quantity or 0 for each in items],
        units=[each.item.unit for each in items],
        masses=[each.net or 0 for each in items],
        freights=[read.freight or 0 for read in alike],
        insurances=[read.insurance or 0 for read in alike],
    )
