"""The answer to a rule: met, not met, or a fact is missing; with the reasons and the number that decided."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from entrepot.trade.finding import Finding
from entrepot.trade.origin.rule import Rule
from entrepot.trade.wording import gettext_noop

Verdict = Literal["met", "not met", "missing fact"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One rule judged. `measure` is the percentage that was compared; `note` what was forgiven or chosen."""

    rule: Rule
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    parts: tuple[Judged, ...] = ()
    measure: Fraction | None = None
    note: str = ""


def every(judged: tuple[Judged, ...]) -> Verdict:
    """All must hold: one that is not met settles it, then one that is open."""
    verdicts = {each.verdict for each in judged}
    return "not met" if "not met" in verdicts else "missing fact" if "missing fact" in verdicts else "met"


def either(judged: tuple[Judged, ...]) -> Verdict:
    """One is enough: one that is met settles it, then one that is open."""
    verdicts = {each.verdict for each in judged}
    return "met" if "met" in verdicts else "missing fact" if "missing fact" in verdicts else "not met"


def ask(code: str, sentence: str, pointer: str = "", **params: object) -> Finding:
    """A fact to supply."""
    return _finding(code, sentence, pointer, gettext_noop("State it, and the rule is judged again."), params)


def because(code: str, sentence: str, pointer: str = "", **params: object) -> Finding:
    """A reason why the rule is not met."""
    return _finding(code, sentence, pointer, gettext_noop("Use another rule or agreement, or other materials."), params)


def _finding(code: str, sentence: str, pointer: str, remedy: str, params: dict[str, object]) -> Finding:
    return Finding(code, sentence, pointer, remedy, params={name: str(value) for name, value in params.items()})


def shown(percent: Fraction) -> str:
    """A percentage to two places, cut off: 39.999 % is not shown as 40."""
    hundredths = percent.numerator * 100 // percent.denominator
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")


def percentage(percent: Fraction) -> str:
    """A percentage with its sign, so that no sentence around it reads as a format of the catalogues."""
    return f"{shown(percent)} %"


def reasons(verdict: Verdict, parts: tuple[Judged, ...]) -> tuple[Finding, ...]:
    """What the parts with this answer found."""
    return once(tuple(finding for part in parts if part.verdict == verdict for finding in part.findings))


def once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Each finding once, in order."""
    kept: list[Finding] = []
    for finding in findings:
        if finding not in kept:
            kept.append(finding)
    return tuple(kept)
