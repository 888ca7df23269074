"""States are tables: the guard, the database constraint, the message and the diagram all follow from the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from entrepot.trade.finding import Finding, NotAllowedNow
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True)
class Lifecycle:
    """What may follow what: `moves` maps (state, move) to the state after it."""

    name: str
    initial: str
    moves: Mapping[tuple[str, str], str]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order in which the table first names it."""
        seen = [self.initial]
        for (before, _), after in self.moves.items():
            seen += [before, after]
        return tuple(dict.fromkeys(seen))

    def allows(self, state: str, move: str) -> bool:
        return (state, move) in self.moves

    def after(self, state: str, move: str) -> str:
        """The state after the move, or a refusal that names what is possible instead."""
        try:
            return self.moves[state, move]
        except KeyError:
            possible = sorted(name for before, name in self.moves if before == state)
            raise NotAllowedNow(
                Finding(
                    f"{self.name}-not-{move}",
                    gettext_noop("This {name} is “{state}” and cannot “{move}”."),
                    remedy=gettext_noop("Possible now: {possible}."),
                    params={"name": self.name, "state": state, "move": move, "possible": ", ".join(possible) or "—"},
                )
            ) from None

    def diagram(self) -> str:
        """The table as a Mermaid state diagram."""
        rows = [f"    {before} --> {after}: {move}" for (before, move), after in self.moves.items()]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.initial}", *rows])
