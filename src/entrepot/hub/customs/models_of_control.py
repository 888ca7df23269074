"""What customs records while it looks: what was asked and answered, files handed in, and versions that were amended."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.hub.customs.models_of_appeal import Appeal
from entrepot.hub.customs.models_of_file import SealedFile
from entrepot.trade.enclosure import EXTENSIONS
from entrepot.trade.inspection import KINDS, OUTCOMES, RESULTS
from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import INFORMATION_REQUEST, INSPECTION

INSPECTING = ("ordered", "scheduled")
WANTED = ("information", "amendment")


class InformationRequest(models.Model):
    """A question of an officer, with the last day for its answer; an amendment is asked for in the same way.

    One declaration has no two open questions alike.
    """

    LIFECYCLE: Lifecycle = INFORMATION_REQUEST

    declaration = models.ForeignKey("customs.Declaration", on_delete=models.PROTECT, related_name="requests")
    wanted = models.CharField(max_length=12)
    question = models.TextField()
    law = models.CharField(max_length=200, blank=True)
    answer_by = models.DateField("last day for the answer")
    state = models.CharField(max_length=20, default=INFORMATION_REQUEST.initial)
    asked_by: models.JSONField[Any, Any] = models.JSONField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    closed_by: models.JSONField[Any, Any] = models.JSONField(default=dict)
    closed_at = models.DateTimeField("answered, withdrawn or lapsed", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=INFORMATION_REQUEST.states), name="customs_request_state"),
            models.CheckConstraint(condition=Q(wanted__in=WANTED), name="customs_request_wanted"),
            models.UniqueConstraint(
                fields=["declaration", "wanted", "question"],
                condition=Q(state="open"),
                name="customs_no_two_open_questions_alike",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wanted} {self.declaration_id}"


class Inspection(models.Model):
    """A look at the papers or the goods of one declaration: ordered, given a place and time, concluded with a result.

    The checklist is kept as it was when the inspection was ordered. One declaration has one open inspection.
    """

    LIFECYCLE: Lifecycle = INSPECTION

    declaration = models.ForeignKey("customs.Declaration", on_delete=models.PROTECT, related_name="inspections")
    kind = models.CharField(max_length=10)
    reason = models.TextField()
    law = models.CharField(max_length=200, blank=True)
    checklist: models.JSONField[Any, Any] = models.JSONField("code and item of each check")
    state = models.CharField(max_length=20, default=INSPECTION.initial)
    ordered_by: models.JSONField[Any, Any] = models.JSONField()
    ordered_at = models.DateTimeField()
    site = models.CharField(max_length=120, blank=True)
    takes_place_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=12, blank=True)
    summary = models.TextField("what came out, or why it was cancelled", blank=True)
    closed_by: models.JSONField[Any, Any] = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=INSPECTION.states), name="customs_inspection_state"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="customs_inspection_kind"),
            models.CheckConstraint(
                condition=(Q(state="concluded") & Q(result__in=RESULTS)) | (~Q(state="concluded") & Q(result="")),
                name="customs_inspection_concluded_with_a_result",
            ),
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(state__in=INSPECTING), name="customs_one_open_inspection"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.declaration_id}"


class InspectionCheck(models.Model):
    """What was seen at one check of an inspection."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="checks")
    code = models.CharField(max_length=40)
    item = models.PositiveIntegerField("number of the item, 0 for the whole consignment")
    outcome = models.CharField(max_length=16)
    found = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="customs_check_outcome"),
            models.UniqueConstraint(fields=["inspection", "code", "item"], name="customs_check_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.outcome}"


class InspectionSample(models.Model):
    """What was taken of an item, under a number of its own."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="samples")
    number = models.CharField(max_length=40, unique=True)
    item = models.PositiveIntegerField()
    quantity = models.CharField(max_length=40)
    unit = models.CharField(max_length=3)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.number


class InspectionSeal(models.Model):
    """The seal that was found, and the one put in its place."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="seals")
    old = models.CharField(max_length=40, blank=True)
    new = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.old} {self.new}"


class Hold(models.Model):
    """Goods held until a day, with the reason; one stands at a time, and another in its place renews it."""

    declaration = models.ForeignKey("customs.Declaration", on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    law = models.CharField(max_length=200, blank=True)
    until = models.DateField()
    placed_by: models.JSONField[Any, Any] = models.JSONField()
    placed_at = models.DateTimeField()
    ended_by: models.JSONField[Any, Any] = models.JSONField(default=dict)
    ended_at = models.DateTimeField("lifted, renewed or overtaken by a decision", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(ended_at=None), name="customs_one_standing_hold"
            )
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id} until {self.until}"


class Seizure(models.Model):
    """Goods taken away, by which law, where they lie, and the inventory of what was found."""

    declaration = models.ForeignKey("customs.Declaration", on_delete=models.PROTECT, related_name="seizures")
    reason = models.TextField()
    law = models.CharField(max_length=200)
    place = models.CharField(max_length=120)
    inventory: models.JSONField[Any, Any] = models.JSONField("item, quantity, unit and note of each line")
    seized_by: models.JSONField[Any, Any] = models.JSONField()
    seized_at = models.DateTimeField()
    given_back_at = models.DateTimeField("fell on appeal", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(law="") & ~Q(reason=""), name="customs_seizure_by_law_and_reason"),
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(given_back_at=None), name="customs_one_standing_seizure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id} at {self.place}"


class PartialRelease(models.Model):
    """A declaration split: what goes became one of its own, and the rest stayed where it was, a version later.

    It is named by the version that was split, so that the same release again is told from another of as much.
    """

    declaration = models.ForeignKey("customs.Declaration", on_delete=models.PROTECT, related_name="partial_releases")
    version = models.PositiveIntegerField("version that was split")
    part = models.OneToOneField("customs.Declaration", on_delete=models.PROTECT, related_name="parted_from")
    goes: models.JSONField[Any, Any] = models.JSONField("item and quantity of each line")
    reason = models.TextField()
    law = models.CharField(max_length=200)
    released_by: models.JSONField[Any, Any] = models.JSONField()
    released_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "version"], name="customs_version_split_once"),
            models.CheckConstraint(condition=~Q(law="") & ~Q(reason=""), name="customs_partial_by_law_and_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} of {self.declaration_id}/{self.version}"


class Enclosure(SealedFile):
    """A file that was handed in, sealed; its digest stays readable. The same file is kept once in one place.

    Only the declarant and the officers of the country open it.
    """

    declaration = models.ForeignKey("customs.Declaration", on_delete=models.PROTECT, related_name="enclosures")
    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="enclosures", null=True, blank=True
    )
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="enclosures", null=True, blank=True
    )
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="enclosures", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(media_type__in=tuple(EXTENSIONS)), name="customs_enclosure_kind"),
        ]


class DeclarationVersion(models.Model):
    """What a declaration said before it was amended, and how it was judged then."""

    declaration = models.ForeignKey("customs.Declaration", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    facts: models.JSONField[Any, Any] = models.JSONField()
    sealed = models.BinaryField("who receives the goods, readable by this hub only", default=bytes)
    assessment: models.JSONField[Any, Any] = models.JSONField(default=dict)
    findings: models.JSONField[Any, Any] = models.JSONField(default=list)
    hits: models.JSONField[Any, Any] = models.JSONField(default=list)
    lane = models.CharField(max_length=6)
    currency = models.CharField(max_length=3)
    duty_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    amended_by: models.JSONField[Any, Any] = models.JSONField("who put another in its place")
    amended_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["declaration", "number"], name="customs_version_once")]

    def __str__(self) -> str:
        return f"{self.declaration_id}/{self.number}"
