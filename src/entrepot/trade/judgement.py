"""Facts in, judgement out: whether declarations are in order, what is due, and on which lane they go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from entrepot.trade.assessment import Assessment
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.declaration.reading import Read, read
from entrepot.trade.declaration.rules import check_read
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.risk import Selection, Selector
from entrepot.trade.screening import Screen, from_names
from entrepot.trade.wording import gettext_noop

Assess = Callable[[DeclarationFacts], Assessment]
Examine = Callable[[DeclarationFacts], Iterable[Finding]]


class Judgement(NamedTuple):
    """What is said of one declaration. What is not in order has no lane, and is not assessed further."""

    facts: DeclarationFacts
    findings: tuple[Finding, ...]
    selection: Selection | None
    assessment: Assessment | None

    @property
    def in_order(self) -> bool:
        """Whether nothing found is an error."""
        return not (self.findings and _errors(self.findings))


def judge(
    batch: Sequence[DeclarationFacts | Read],
    *,
    select: Selector,
    assess: Assess | None = None,
    examine: Examine | None = None,
    screen: Screen | None = None,
    known: Collection[str] = frozenset(),
) -> list[Judgement]:
    """Judge each declaration; answer for every one, in the order given.

    `known` are the references that the declarant has used before; within the batch, too, the first to use a reference
    keeps it. `examine` adds what else must hold, such as permits and matching papers; `screen` says which listed names
    a name is near, and puts the declaration on a stricter lane, but refuses nothing. Whatever refuses one declaration
    leaves the others alone. A declaration that was read already is not read again.
    """
    used = set(known)
    judged = [_judged(each, select, assess, examine, used) for each in batch]
    return [_screened(each, screen) for each in judged] if screen is not None else judged


def _judged(
    given: DeclarationFacts | Read, select: Selector, assess: Assess | None, examine: Examine | None, used: set[str]
) -> Judgement:
    declaration = given if isinstance(given, Read) else read(given)
    facts = declaration.facts
    found = check_read(declaration)
    if facts.lrn in used:
        found.append(_taken(facts.lrn))
    assessment = None
    if not (found and _errors(found)):
        try:
            if examine is not None:
                found += examine(facts)
            if assess is not None and not (found and _errors(found)):
                assessment = assess(facts)
        except Refused as refused:
            found += refused.findings
    if found and _errors(found):
        return Judgement(facts, tuple(found), None, None)
    used.add(facts.lrn)
    return Judgement(facts, tuple(found), select.of_read(declaration, assessment), assessment)


def _screened(judged: Judgement, screen: Screen) -> Judgement:
    """The judgement with what the names of the parties add to its lane."""
    if judged.selection is None or not (hits := from_names(judged.facts, screen)):
        return judged
    return judged._replace(selection=judged.selection.and_by(hits))


def _errors(found: Sequence[Finding]) -> bool:
    return any(finding.level == "error" for finding in found)


def _taken(lrn: str) -> Finding:
    return Finding(
        "lrn-taken",
        gettext_noop("The declarant has used the reference {lrn} before."),
        "/lrn",
        gettext_noop("Give each declaration a reference of its own; ask for the earlier one if this is a repeat."),
        "Annex B, 12 09",
        params={"lrn": lrn},
    )
