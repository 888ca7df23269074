"""Claiming a preference: every rule that may be the good's, judged, with what speaks against the claim as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from entrepot.trade.finding import Finding
from entrepot.trade.origin.agreement import Agreement, ProductRule
from entrepot.trade.origin.edition import Correlation
from entrepot.trade.origin.good import Good
from entrepot.trade.origin.judge import judge
from entrepot.trade.origin.rule import AnyOf, ProducedEntirely, Rule, WhollyObtained
from entrepot.trade.origin.verdict import Judged, Verdict, because
from entrepot.trade.wording import gettext_noop

EVERYWHERE: tuple[Rule, ...] = (WhollyObtained(), ProducedEntirely())
"""What originates under every agreement: goods wholly obtained, and goods made of originating materials alone."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that may be the good's: its code in the treaty's edition, the words that tell it from others, its answer.

    `ways` are its alternatives one by one, each with its own answer.
    """

    hs: str
    subdivision: str
    text: str
    judged: Judged

    @property
    def ways(self) -> tuple[Judged, ...]:
        return self.judged.parts if isinstance(self.judged.rule, AnyOf) else (self.judged,)


@dataclass(frozen=True, slots=True)
class Claim:
    """The answer for one good under one agreement.

    With several candidates the verdict is `met` only if each is met, or if it is met whichever rule is meant; otherwise
    the words of the subdivisions must be read against the good.
    """

    agreement: str
    verdict: Verdict
    candidates: tuple[Candidate, ...]
    everywhere: tuple[Judged, ...]
    findings: tuple[Finding, ...] = ()
    ambiguous: bool = False


def claim(agreement: Agreement, good: Good, on: date, correlation: Correlation | None = None) -> Claim:
    """Whether a good, coded in today's edition, originates under the agreement.

    `correlation` leads from today's edition to the treaty's. Its codes are looked up there; a subheading that has
    several counterparts brings the rules of all of them, marked ambiguous.
    """
    refused = tuple(_outright(agreement, good, on))
    if refused:
        return Claim(agreement.code, "not met", (), (), refused)
    terms = agreement.terms_on(on)
    everywhere = tuple(judge(rule, good, terms) for rule in EVERYWHERE)
    codes = _codes(good.hs, correlation)
    if not codes:
        sentence = gettext_noop("The code {hs} has no counterpart in the edition of the agreement ({edition}).")
        lost = because("code-not-in-edition", sentence, "/hs", hs=good.hs, edition=agreement.edition)
        return Claim(agreement.code, "missing fact", (), everywhere, (lost,))
    moved = replace(good, materials=tuple(replace(m, hs=_moved(m.hs, correlation)) for m in good.materials))
    candidates = tuple(
        Candidate(hs, rule.subdivision, rule.text, judge(rule.rule, replace(moved, hs=hs), terms))
        for hs in codes
        for rule in _rules(agreement, hs)
    )
    findings: list[Finding] = []
    if not candidates:
        sentence = gettext_noop("The list of rules that is held has none for {hs}.")
        findings.append(because("rule-not-held", sentence, "/hs", hs=", ".join(codes)))
    elif not agreement.complete and not agreement.rules_for(candidates[0].hs):
        findings.append(_list_not_complete(agreement))
    if any(each.verdict == "met" for each in everywhere):
        verdict: Verdict = "met"
    elif not candidates:
        verdict = "missing fact"
    else:
        verdict = _whichever(candidates)
    if verdict == "missing fact":
        findings += [f for each in candidates for f in each.judged.findings if f not in findings]
    return Claim(
        agreement.code, verdict, candidates, everywhere, tuple(findings), len(codes) > 1 or len(candidates) > 1
    )


def _whichever(candidates: tuple[Candidate, ...]) -> Verdict:
    """One answer for all candidates if they agree; otherwise the good must be held against their words."""
    verdicts = {each.judged.verdict for each in candidates}
    return verdicts.pop() if len(verdicts) == 1 else "missing fact"


def _outright(agreement: Agreement, good: Good, on: date) -> list[Finding]:
    findings = []
    if not agreement.area.holds(good.country, on):
        sentence = gettext_noop("{country} is not a Party to {agreement} on {day}.")
        params = {"country": good.country, "agreement": agreement.name, "day": on.isoformat()}
        findings.append(because("not-a-party", sentence, "/country", **params))
    if good.minimal_only:
        sentence = gettext_noop("Nothing but minimal operations was done, which never confers origin.")
        findings.append(because("minimal-operations-only", sentence, "/minimal_only"))
    return findings


def _list_not_complete(agreement: Agreement) -> Finding:
    return Finding(
        "rule-list-not-complete",
        gettext_noop("{agreement} has rules for single goods that are not held; the general rule was used."),
        "/hs",
        gettext_noop("Look the good up in the agreement's list before you claim."),
        level="warning",
        params={"agreement": agreement.name},
    )


def _rules(agreement: Agreement, hs: str) -> tuple[ProductRule, ...]:
    found = agreement.rules_for(hs)
    if found or agreement.general is None:
        return found
    return (ProductRule(hs, hs, agreement.general, text=gettext_noop("general rule")),)


def _codes(hs: str, correlation: Correlation | None) -> tuple[str, ...]:
    if correlation is None:
        return (hs[:6],)
    moved = correlation.moved(hs)
    return moved.codes if moved else ()


def _moved(hs: str, correlation: Correlation | None) -> str:
    moved = correlation.moved(hs) if correlation and len(hs) >= 6 else None
    return moved.code if moved else hs
