"""Runs failures and gives a verdict for each; a fault of the kit's own is a `fail` too, and says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from entrepot.conform.outside import Outside
from entrepot.conform.table import FAILURES
from entrepot.conform.trial import Failure, Trial
from entrepot.conform.verdict import NotTestable, Unmet, Verdict
from entrepot.conform.world import World


def in_process(world: World, numbers: Iterable[int] = FAILURES, *, soak_seconds: float = 60) -> Iterator[Verdict]:
    """Each of these failures on hubs of its own."""
    for number in numbers:
        with Trial(world, soak_seconds=soak_seconds) as trial:
            yield judged(FAILURES[number], trial)


def at_address(outside: Outside | None, numbers: Iterable[int] = FAILURES) -> Iterator[Verdict]:
    """Each of these failures on a hub that runs elsewhere, as far as it can be seen from outside.

    Without a peering there is nothing to be seen.
    """
    for number in numbers:
        with Trial(there=outside) as trial:
            yield judged(FAILURES[number], trial)


def judged(failure: Failure, trial: Trial) -> Verdict:
    """The verdict on one failure."""
    try:
        return Verdict(failure.number, failure.injected, "pass", failure.run(trial))
    except NotTestable as why:
        return Verdict(failure.number, failure.injected, "not-testable", str(why))
    except Unmet as seen:
        return Verdict(failure.number, failure.injected, "fail", str(seen))
    except Exception as fault:
        return Verdict(failure.number, failure.injected, "fail", f"{type(fault).__name__}: {fault}"[:500])
