"""What is recorded once for many declarations that came together."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from entrepot.hub.kept import KeptTree
from entrepot.trade.lifecycles import DECLARATION


class BatchDecision(models.Model):
    """One move of many declarations of a batch at once, by rule: who moved them, what to, why, by which law.

    `covers` says of which, by the numbers of their rows: runs of numbers, the first and the last of each. Every
    declaration of a run came with this batch. What moves one of them later is a `Decision` of its own.
    """

    batch = models.CharField("file or request with which they came", max_length=40)
    first = models.BigIntegerField("lowest number that it covers")
    last = models.BigIntegerField("highest number that it covers")
    covers: models.JSONField[Any, Any] = KeptTree("runs of numbers")
    move = models.CharField(max_length=20)
    state = models.CharField("state after it", max_length=20)
    by: models.JSONField[Any, Any] = models.JSONField()
    reason = models.TextField(blank=True)
    law = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DECLARATION.states), name="customs_batch_decision_state"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="customs_batch_decision_covers_some"),
        ]
        indexes = [models.Index(fields=["batch", "first"], name="customs_decided_in_batch")]

    def __str__(self) -> str:
        return f"{self.move} {self.batch} {self.first}-{self.last}"

    def is_about(self, number: int) -> bool:
        """Whether it moved the declaration of this number."""
        return any(first <= number <= last for first, last in self.covers)


def runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Numbers in rising order as runs: the first and the last of those that follow on each other."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found
