"""Where a lodged declaration goes at once: by its lane and its papers, and by nobody's decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entrepot.trade.finding import Finding
from entrepot.trade.lifecycles import DECLARATION
from entrepot.trade.risk.profile import LANES

LODGED = DECLARATION.initial
ACCEPTED = DECLARATION.after(LODGED, "accept")
UNDER_CONTROL = DECLARATION.after(ACCEPTED, "select")
RELEASED = DECLARATION.after(ACCEPTED, "release")


@dataclass(frozen=True, slots=True)
class Placement:
    """What happened, and the state and lane it led to; `move` is the decision behind it, if there was one.

    Without a lane the one of the profiles stays.
    """

    happened: str
    state: str
    lane: str = ""
    move: str = ""
    reason: str = ""

    @property
    def is_released(self) -> bool:
        return self.happened == "released"


WAITING = Placement("waiting", LODGED)
FREE = Placement("released", RELEASED, "green", "release")


def placement(lane: str, names: Iterable[str], found: Sequence[Finding]) -> Placement:
    """Where profiles (their lane and names) and papers (what was found between them) lead.

    A paper that is missing lets it wait; papers that differ, or a profile that was met, put it before an officer; else
    it is released at once.
    """
    if lane == "green" and not found:
        return FREE
    errors = [finding for finding in found if finding.level == "error"]
    if any(finding.code == "paper-missing" for finding in errors):
        return WAITING
    if errors:
        lane = max((lane, "yellow"), key=LANES.index)
    if lane == "green":
        return FREE
    reason = "; ".join([*names, *(finding.told() for finding in errors)])
    return Placement("selected", UNDER_CONTROL, lane, "select", reason)
