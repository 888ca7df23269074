"""What was decided of declarations: each for itself, and for many of a batch at once."""

from __future__ import annotations

from collections.abc import Sequence

from entrepot.hub.customs.models import BatchDecision, Decision, Declaration


def decisions(declaration: Declaration) -> list[Decision]:
    """Every decision on a declaration, in order; what was decided of its batch stands as if for it alone."""
    return decisions_of([declaration])[declaration.pk]


def decisions_of(declarations: Sequence[Declaration]) -> dict[int, list[Decision]]:
    """The decisions on each of the declarations, by the number of its row; one query more than for their own."""
    numbers = [each.pk for each in declarations]
    shared = BatchDecision.objects.filter(
        batch__in={each.batch for each in declarations} - {""},
        first__lte=max(numbers, default=0),
        last__gte=min(numbers, default=0),
    )
    by_batch: dict[str, list[BatchDecision]] = {}
    for decision in shared:
        by_batch.setdefault(decision.batch, []).append(decision)
    return {each.pk: _all(each, by_batch.get(each.batch, ())) for each in declarations}


def _all(declaration: Declaration, shared: Sequence[BatchDecision]) -> list[Decision]:
    """What was decided with its batch, then for itself; what was appealed has a row of its own by now."""
    own = list(declaration.decisions.all())
    kept = {(each.move, each.at) for each in own}
    about = (each for each in shared if each.is_about(declaration.pk) and (each.move, each.at) not in kept)
    return [*(_of_one(each, declaration) for each in about), *own]


def _of_one(shared: BatchDecision, declaration: Declaration) -> Decision:
    """The decision on many as that on one; it is not stored so."""
    return Decision(
        declaration=declaration,
        move=shared.move,
        state=shared.state,
        by=shared.by,
        reason=shared.reason,
        law=shared.law,
        at=shared.at,
    )
