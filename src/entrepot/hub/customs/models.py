"""What customs records: papers handed in, declarations lodged, decisions taken, permits and what was drawn on them.

States are the tables of `trade.lifecycles`; the database refuses any other. Facts and assessment are snapshots: what
was declared and how it was judged on that day. Who receives the goods is sealed beside them, and not readable there.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.hub.customs.models_of_appeal import Appeal
from entrepot.hub.customs.models_of_batch import BatchDecision
from entrepot.hub.customs.models_of_control import (
    INSPECTING,
    DeclarationVersion,
    Enclosure,
    Hold,
    InformationRequest,
    Inspection,
    InspectionCheck,
    InspectionSample,
    InspectionSeal,
    PartialRelease,
    Seizure,
)
from entrepot.hub.customs.models_of_passage import Passage
from entrepot.hub.customs.models_of_permit import PermitEnclosure, PermitFee
from entrepot.hub.customs.models_of_risk import NameList, ProfileChange, SeedPeriod
from entrepot.hub.kept import KeptTree
from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import DECLARATION, PERMIT

__all__ = [
    "INSPECTING",
    "Appeal",
    "BatchDecision",
    "Decision",
    "Declaration",
    "DeclarationVersion",
    "Enclosure",
    "Hold",
    "InformationRequest",
    "Inspection",
    "InspectionCheck",
    "InspectionSample",
    "InspectionSeal",
    "NameList",
    "Paper",
    "PartialRelease",
    "Passage",
    "Permit",
    "PermitEnclosure",
    "PermitFee",
    "PermitQuestion",
    "PermitUse",
    "ProfileChange",
    "SeedPeriod",
    "Seizure",
]

LANES = ("green", "yellow", "red")
OPEN = ("lodged", "accepted", "under-control", "held")
PAPER_KINDS = ("order", "payment", "waybill")


def one_of(field: str, values: tuple[str, ...], name: str) -> models.CheckConstraint:
    """The constraint that a column holds one of the values."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class Declaration(models.Model):
    """Goods declared to one country's customs for one procedure, with what was decided about them.

    `lodged` waits for papers; `under-control` waits for an officer.
    """

    LIFECYCLE: Lifecycle = DECLARATION

    lrn = models.CharField("local reference number", max_length=35)
    mrn = models.CharField("movement reference number", max_length=18)
    ucr = models.CharField("unique consignment reference", max_length=35)
    declarant = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, to_field="code", related_name="+", db_index=False
    )
    direction = models.CharField(max_length=6)
    country = models.CharField(max_length=2)
    regime = models.CharField(max_length=40)
    date = models.DateField("day whose law applies")
    state = models.CharField(max_length=20, default=DECLARATION.initial)
    lane = models.CharField(max_length=6)
    facts: models.JSONField[Any, Any] = KeptTree()
    sealed = models.BinaryField("who receives the goods, readable by this hub only", default=bytes)
    assessment: models.JSONField[Any, Any] = KeptTree(default=dict)
    findings: models.JSONField[Any, Any] = KeptTree("found when it was lodged", default=list)
    match_required = models.BooleanField("three documents must agree before release", default=False)
    differences: models.JSONField[Any, Any] = KeptTree("found between the papers, as of now", default=list)
    hits: models.JSONField[Any, Any] = KeptTree("risk profiles that matched", default=list)
    law_digest = models.CharField(max_length=71, blank=True)
    currency = models.CharField(max_length=3)
    duty_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    charged_to = models.CharField("account that owes duty and tax", max_length=80, blank=True)
    claimed_by = models.CharField("officer at work on it", max_length=80, blank=True)
    version = models.PositiveIntegerField("1, and one more with each amendment", default=1, db_default=1)
    batch = models.CharField("file or request with which it came", max_length=40, blank=True)
    lodged_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["mrn"], name="customs_mrn_once"),
            models.UniqueConstraint(fields=["declarant", "lrn"], name="customs_lrn_once_per_declarant"),
            one_of("state", DECLARATION.states, "customs_declaration_state"),
            one_of("lane", LANES, "customs_declaration_lane"),
            one_of("direction", ("export", "import"), "customs_declaration_direction"),
            models.CheckConstraint(
                condition=Q(duty_minor__gte=0) & Q(tax_minor__gte=0), name="customs_duty_never_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["ucr"], name="customs_by_ucr"),
            models.Index(fields=["country", "lane", "id"], name="customs_open", condition=Q(state__in=OPEN)),
            models.Index(
                fields=["country", "lodged_at", "lane", "regime", "state", "decided_at"], name="customs_by_day"
            ),
        ]

    def __str__(self) -> str:
        return self.mrn


class Paper(models.Model):
    """What a platform, a payment firm or a carrier says of one consignment: its third of the three-document match.

    Names, telephones and addresses are here as keyed commitments only. A corrected paper is a further version. What its
    sender signed is kept sealed: the proof of who said what, readable through customs alone.
    """

    kind = models.CharField(max_length=8)
    ucr = models.CharField(max_length=35)
    version = models.PositiveIntegerField(default=1)
    sender = models.ForeignKey("parties.Party", on_delete=models.PROTECT, to_field="code", related_name="+")
    facts: models.JSONField[Any, Any] = models.JSONField()
    signed_by = models.CharField("thumbprint of the key that signed it", max_length=43, blank=True)
    sealed = models.BinaryField("what its sender signed, readable by this hub only", default=bytes)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["ucr", "kind", "version"], name="customs_paper_version_once"),
            one_of("kind", PAPER_KINDS, "customs_paper_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ucr}"


class Decision(models.Model):
    """One move of a declaration: who moved it, what to, why, by which law."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="decisions")
    move = models.CharField(max_length=20)
    state = models.CharField("state after it", max_length=20)
    by: models.JSONField[Any, Any] = models.JSONField()
    reason = models.TextField(blank=True)
    law = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [one_of("state", DECLARATION.states, "customs_decision_state")]

    def __str__(self) -> str:
        return f"{self.move} {self.declaration_id}"


class Permit(models.Model):
    """An agency's leave to move goods across a border, up to a quantity and within a time (WCO: LPCO).

    A certificate has no quantity: it is shown by declarations as long as it holds, and may name one lot.
    Quantities are decimal text: exact in every database, added up as fractions.
    """

    LIFECYCLE: Lifecycle = PERMIT

    number = models.CharField(max_length=35, unique=True)
    reference = models.CharField("the applicant's own reference", max_length=35)
    kind = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    agency = models.ForeignKey("parties.Party", on_delete=models.PROTECT, to_field="code", related_name="+")
    holder = models.ForeignKey("parties.Party", on_delete=models.PROTECT, to_field="code", related_name="+")
    goods = models.CharField("first digits of the HS codes covered", max_length=12)
    quantity = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=3, blank=True)
    lot = models.CharField("the lot of goods that it certifies", max_length=60, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    conditions: models.JSONField[Any, Any] = models.JSONField(default=list)
    state = models.CharField(max_length=20, default=PERMIT.initial)
    reason = models.TextField("reason of a refusal or withdrawal", blank=True)
    law = models.CharField(max_length=200, blank=True)
    document = models.TextField("the signed permit", blank=True)
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals")
    claimed_by = models.CharField("officer of the agency at work on it", max_length=80, blank=True)
    reminded_at = models.DateTimeField("when its end was told to the holder", null=True, blank=True)
    applied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of("state", PERMIT.states, "customs_permit_state"),
            models.UniqueConstraint(fields=["holder", "reference"], name="customs_one_application_per_reference"),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | (Q(valid_from__isnull=False) & Q(valid_to__isnull=False) & ~Q(document="")),
                name="customs_issued_permit_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PermitAbroad(models.Model):
    """A permit of another hub's agency, as its signed document says: what that border grants, not what is left of it.

    Whoever sells across that border counts on it when an order is placed; it is drawn where it was issued.
    """

    hub = models.CharField(max_length=120)
    number = models.CharField(max_length=80)
    kind = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    holder = models.CharField("the holder's code at that hub", max_length=60)
    holder_name = models.CharField(max_length=200)
    goods = models.CharField("first digits of the HS codes covered", max_length=12)
    quantity = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=3, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "permits abroad"
        ordering = ["valid_to", "number"]
        constraints = [models.UniqueConstraint(fields=["hub", "number"], name="customs_one_permit_abroad_per_number")]

    def __str__(self) -> str:
        return self.number


class PermitQuestion(models.Model):
    """What an agency asked of an applicant, and the answer; one at a time is open."""

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="questions")
    question = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["permit"], condition=Q(answered_at=None), name="customs_one_open_question_a_permit"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="customs_answer_with_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.permit_id}: {self.question[:40]}"


class Guarantee(models.Model):
    """What a declarant has put up with a country's customs, so that charges may wait for payment."""

    number = models.CharField(max_length=60)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, to_field="code", related_name="+")
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    guarantor = models.CharField("who pays if the declarant does not", max_length=120, blank=True)
    valid_from = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["country", "number"], name="customs_guarantee_number"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="customs_guarantee_is_something"),
        ]

    def __str__(self) -> str:
        return self.number


class PersonalUse(models.Model):
    """What one declaration brought in for one person, where the law counts a person's year or day.

    The person is a keyed commitment of this country's alone; given back when the declaration falls or the goods return.
    """

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="personal_uses")
    country = models.CharField(max_length=2)
    person = models.CharField("keyed commitment to who receives", max_length=64)
    day = models.DateField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    given_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(given_back_at=None), name="customs_person_counted_once"
            )
        ]
        indexes = [models.Index(fields=["person", "day"], name="customs_person_used")]

    def __str__(self) -> str:
        return f"{self.declaration_id}: {self.amount_minor} {self.currency}"


class PermitUse(models.Model):
    """What one item of one declaration drew on a permit; given back when the declaration falls.

    A certificate without a quantity is drawn by nothing: the row says that it was shown.
    """

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="uses")
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="permit_uses")
    item = models.PositiveIntegerField()
    quantity = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=3, blank=True)
    given_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "item", "permit"],
                condition=Q(given_back_at=None),
                name="customs_permit_drawn_once_an_item",
            )
        ]

    def __str__(self) -> str:
        return f"{self.permit_id}: {self.quantity} {self.unit}".rstrip(": ")
