"""What a profile would have done to what was declared here: how many it would have met, which lanes change, how often
it would have been right.

It looks at declarations as they are kept, with who receives the goods sealed: a profile that names consignees' numbers
meets nobody here. An outcome is known where an inspection was concluded: conform was right, not conform was
wrong, whatever became of the goods. Else where an officer decided: refused was wrong, released was right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from json import dumps
from typing import Any

import msgspec

from entrepot.hub.customs import profiles, queries, snapshot
from entrepot.hub.customs.models import Declaration
from entrepot.hub.law import statute
from entrepot.trade.assessment import Assessment
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.declaration.reading import read
from entrepot.trade.risk import Lane, Selector, compiled

MOST = 5000
"""How many declarations are looked at, the newest first."""
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Tested:
    """The answer: counts over the declarations looked at, and a few that would be met.

    `before` and `now` are how many the profile meets as it is and as it would be; `lanes` counts by “green yellow”, the
    lane before and after by all profiles; of those now met, `known` have an outcome and `wrong` were wrong.
    """

    looked_at: int
    before: int
    now: int
    lanes: Mapping[str, int]
    known: int
    wrong: int
    examples: tuple[str, ...]

    @property
    def kept(self) -> dict[str, Any]:
        """As it is stored beside the proposal."""
        return asdict(self)


def tried(country: str, code: str, tree: Mapping[str, Any] | None, on: date, seed: str) -> Tested:
    """Try a profile on the newest declarations of the country; without a tree, the profile taken away."""
    law, changed = statute(), profiles.changes(country)
    kind = "put" if tree is not None else "retire"
    after = (*changed, profiles.Change(code, kind, dumps(tree)))
    old, new = (profiles.read(profiles.trees(law, country, on, each).values()) for each in (changed, after))
    was, would = compiled(old, seed), compiled(new, seed)
    rows = list(Declaration.objects.filter(country=country).order_by("-pk")[:MOST])
    lanes: Counter[str] = Counter()
    before, met = 0, []
    for row in rows:
        earlier, later = _on_both(row, was, would)
        before += code in earlier[1]
        if code in later[1]:
            met.append(row)
        if earlier[0] != later[0]:
            lanes[f"{earlier[0]} {later[0]}"] += 1
    seen = queries.results([row.pk for row in met])
    known = [row for row in met if row.pk in seen or _decided_by_a_person(row)]
    wrong = sum(seen[row.pk] == "not-conform" if row.pk in seen else row.state == "refused" for row in known)
    return Tested(len(rows), before, len(met), dict(lanes), len(known), wrong, tuple(row.mrn for row in met[:EXAMPLES]))


def _on_both(row: Declaration, was: Selector, would: Selector) -> tuple[tuple[Lane, set[str]], tuple[Lane, set[str]]]:
    """The lane and the profiles met, by the profiles as they are and as they would be."""
    declaration = read(msgspec.convert(row.facts, DeclarationFacts))
    assessment: Assessment | None = snapshot.assessment_back(row.assessment) if row.assessment else None
    first, second = was.of_read(declaration, assessment), would.of_read(declaration, assessment)
    return (first.lane, {hit.code for hit in first.hits}), (second.lane, {hit.code for hit in second.hits})


def _decided_by_a_person(row: Declaration) -> bool:
    """Whether somebody looked at it and said what came out, rather than a rule."""
    return row.state in ("released", "refused") and row.lane != "green"
