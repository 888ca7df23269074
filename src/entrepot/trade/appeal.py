"""An appeal on paper: which decisions can be appealed, what may come of it, and whether an outcome can stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

Outcome = Literal["confirm", "change", "annul"]

OUTCOMES: Mapping[str, tuple[Outcome, ...]] = {
    "refuse": ("confirm", "change", "annul"),
    "seize": ("confirm", "change", "annul"),
    "release-part": ("confirm", "annul"),
    "release": ("confirm", "change", "annul"),
}
"""By the move that is appealed.

Of a refusal or a seizure *change* means another look, *annul* that the goods go; of a partial release *annul* lets the
rest go too. A release is appealed for its assessment: *change* charges less, *annul* nothing.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What another officer decides on an appeal, why and by which law; of an assessment also what is due instead."""

    outcome: Outcome
    reason: str
    law: str
    duty_minor: int | None = None
    tax_minor: int | None = None


def faults(ruling: Ruling, move: str, *, duty_minor: int, tax_minor: int) -> Iterator[Finding]:
    """Everything for which a ruling on such a decision cannot stand; the amounts are those charged now."""
    if not ruling.reason.strip():
        yield Finding("reason-missing", gettext_noop("A ruling needs a reason that the declarant is told."), "/reason")
    if not ruling.law.strip():
        yield Finding("law-missing", gettext_noop("A ruling names the law that it applies."), "/law")
    if ruling.outcome not in OUTCOMES[move]:
        yield Finding(
            "outcome-not-of-this",
            gettext_noop("A decision of this kind is confirmed or annulled."),
            "/outcome",
        )
    stated = (ruling.duty_minor, ruling.tax_minor)
    if (move, ruling.outcome) != ("release", "change"):
        if stated != (None, None):
            yield Finding(
                "amounts-not-asked", gettext_noop("Amounts are stated only where charges change."), "/duty_minor"
            )
        return
    duty, tax = stated
    if duty is None or tax is None:
        yield Finding("amounts-missing", gettext_noop("Say what duty and what tax are due instead."), "/duty_minor")
    elif not (0 <= duty <= duty_minor and 0 <= tax <= tax_minor and (duty, tax) != (duty_minor, tax_minor)):
        yield Finding(
            "amounts-not-less",
            gettext_noop("An appeal makes nobody owe more: at most {duty} duty and {tax} tax, and less than both now."),
            "/duty_minor",
            gettext_noop("State the amounts in minor units, or confirm the decision."),
            params={"duty": str(duty_minor), "tax": str(tax_minor)},
        )
