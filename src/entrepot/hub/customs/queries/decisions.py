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
    return {
        each.pk: [
            *(_of_one(decision, each) for decision in by_batch.get(each.batch, ()) if decision.is_about(each.pk)),
            *each.decisions.all(),
        ]
        for each in declarations
    }


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
