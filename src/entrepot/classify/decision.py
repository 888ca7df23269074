"""What somebody decided: these goods are of this code. It counts at once, by the authority of whoever decided.

Sellers gain by codes with low duties, so what a seller decides never outweighs what is known; what an officer or a
ruling decides comes first whenever the same words are asked again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from entrepot.classify import nomenclature
from entrepot.classify.goods import Goods
from entrepot.classify.words import normal
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

AUTHORITY = {"seller": 0.2, "broker": 0.6, "officer": 1.0, "ruling": 1.0}
"""How much a decision weighs against a known text of the same words."""
BINDING = 0.6
"""From this authority on, the same words are answered with the code decided."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A text and the code decided for it: by whom (`seller`, `broker`, `officer`, `ruling`), when, and why."""

    text: str
    code: str
    by: str
    on: date
    lang: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""

    @property
    def goods(self) -> Goods:
        return Goods(self.text, self.lang, self.attributes)

    @property
    def words(self) -> str:
        """The text as the same words are recognised."""
        return normal(self.text)

    @property
    def rank(self) -> tuple[float, date]:
        """The higher authority counts, and of equals the later decision."""
        return AUTHORITY[self.by], self.on

    def plain(self) -> dict[str, Any]:
        """As a line of an export."""
        return {
            "text": self.text,
            "lang": self.lang,
            "attributes": dict(self.attributes),
            "hs6": [self.code],
            "by": self.by,
            "on": self.on.isoformat(),
            "reference": self.reference,
        }


def check(decision: Decision, pointer: str = "") -> list[Finding]:
    """Everything that is wrong with a decision."""
    found = []
    if not decision.words:
        found.append(Finding("text-empty", gettext_noop("There is no description of the goods."), f"{pointer}/text"))
    if not nomenclature.exists(decision.code):
        found.append(
            Finding(
                "code-unknown",
                gettext_noop("{edition} has no subheading {code}."),
                f"{pointer}/code",
                gettext_noop("Give six digits of the edition in use."),
                params={"edition": nomenclature.EDITION, "code": decision.code},
            )
        )
    if decision.by not in AUTHORITY:
        found.append(
            Finding(
                "authority-unknown",
                gettext_noop("“{by}” is nobody who decides."),
                f"{pointer}/by",
                gettext_noop("Say seller, broker, officer or ruling."),
                params={"by": decision.by},
            )
        )
    return found


def read_lines(lines: Iterable[str]) -> list[Decision]:
    """Decisions as they are exported, a JSON object a line; refused with everything that is wrong."""
    found: list[Decision] = []
    wrong: list[Finding] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            decision = Decision(
                str(row["text"]),
                str(row["hs6"][0]),
                str(row["by"]),
                date.fromisoformat(row["on"]),
                str(row.get("lang", "")),
                {str(name): str(value) for name, value in row.get("attributes", {}).items()},
                str(row.get("reference", "")),
            )
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            wrong.append(
                Finding(
                    "decision-unreadable",
                    gettext_noop("Line {line} is no decision: it needs text, hs6, by and on."),
                    f"/{number}",
                    params={"line": str(number)},
                )
            )
            continue
        wrong += check(decision, f"/{number}")
        found.append(decision)
    if wrong:
        raise Refused(wrong)
    return found
