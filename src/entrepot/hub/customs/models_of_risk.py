"""What customs records of risk: lists of names, edition by edition, and changes of profiles with who decided them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import PROFILE_CHANGE


class NameList(models.Model):
    """One edition of a list of names, as its publisher put it out. The newest of a list counts; earlier ones stay.

    The entries lie packed in one column: an edition is read whole or not at all, and has up to some 200,000 of them.
    """

    code = models.CharField(max_length=40)
    edition = models.PositiveIntegerField("number of the edition here, from 1")
    title = models.CharField(max_length=200)
    form = models.CharField("form in which it was read", max_length=20)
    digest = models.CharField("hash of what was read", max_length=64)
    published = models.CharField("date that the list itself names", max_length=40, blank=True)
    count = models.PositiveIntegerField("entries")
    packed = models.BinaryField("the entries")
    loaded_at = models.DateTimeField()
    checked_at = models.DateTimeField("when its source was last seen to be the same")
    loaded_by: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["code", "edition"], name="customs_name_list_edition_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.edition}"


class ProfileChange(models.Model):
    """A risk profile as one officer would have it, and what another decided; they begin from the law's profiles.

    The newest approved change of a code is in force at this hub; `retire` takes the profile away. Two people must
    agree: the database refuses a change that was approved by its own author.
    """

    LIFECYCLE: Lifecycle = PROFILE_CHANGE

    country = models.CharField(max_length=2)
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=6)
    tree: models.JSONField[Any, Any] = models.JSONField("the profile in the words of risk", default=dict)
    why = models.TextField("why it is changed")
    state = models.CharField(max_length=20, default=PROFILE_CHANGE.initial)
    against = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tested: models.JSONField[Any, Any] = models.JSONField("what it would have done to what was declared", default=dict)
    author = models.CharField(max_length=80)
    proposed_by: models.JSONField[Any, Any] = models.JSONField()
    proposed_at = models.DateTimeField()
    decider = models.CharField(max_length=80, blank=True)
    decided_by: models.JSONField[Any, Any] = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField("why it was approved or rejected", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PROFILE_CHANGE.states), name="customs_profile_change_state"),
            models.CheckConstraint(condition=Q(kind__in=("put", "retire")), name="customs_profile_change_kind"),
            models.CheckConstraint(
                condition=~Q(state="approved") | (~Q(decider="") & ~Q(decider=F("author"))),
                name="customs_profile_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["country", "code"], condition=Q(state="proposed"), name="customs_profile_one_proposal_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class SeedPeriod(models.Model):
    """The seed of chance of one country and month: its hash is published before, the seed itself when it is over."""

    country = models.CharField(max_length=2)
    month = models.CharField("year and month, such as 2026-03", max_length=7)
    commitment = models.CharField("hash of the seed", max_length=64)
    committed_at = models.DateTimeField()
    seed = models.CharField("the seed, once it is published", max_length=64, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-month", "country"]
        constraints = [
            models.UniqueConstraint(fields=["country", "month"], name="customs_seed_once_a_month"),
            models.CheckConstraint(
                condition=Q(seed="", revealed_at__isnull=True) | (~Q(seed="") & Q(revealed_at__isnull=False)),
                name="customs_seed_revealed_with_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.month}"
