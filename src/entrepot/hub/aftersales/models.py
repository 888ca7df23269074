"""What follows a sale: goods sent back, disputes, ratings, and the files that belong to them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import DISPUTE, SALE_RETURN

REASONS = ("changed-mind", "damaged", "wrong-goods", "not-as-described", "late")
FAULTS = ("damaged", "wrong-goods", "not-as-described")
"""Reasons that say something is wrong with the goods: they are to be described, and the longer window counts."""


class Return(models.Model):
    """Goods of one consignment that its buyer sends back. Both hubs keep it; the one with the order decides.

    `lines` are `[{"line", "sku", "pieces"}]`, by the place of the goods in the consignment. The amounts are what was
    given back, in the currency of the order; `customs` says what became of the duty: applied, undone, or why not.
    """

    LIFECYCLE: Lifecycle = SALE_RETURN

    number = models.CharField(max_length=48, unique=True)
    ucr = models.CharField(max_length=35, db_index=True)
    decides = models.BooleanField("this hub keeps the order")
    seller_code = models.CharField(max_length=60, db_index=True)
    reason = models.CharField(max_length=20)
    told = models.BinaryField("what the buyer says, sealed", default=bytes)
    lines: models.JSONField[Any, Any] = models.JSONField()
    state = models.CharField(max_length=12, default=SALE_RETURN.initial)
    answer = models.TextField("what the seller says", blank=True)
    whole = models.BooleanField("with it everything comes back", default=False)
    condition: models.JSONField[Any, Any] = models.JSONField("pieces by SKU that can be sold again", default=dict)
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField(default=0)
    freight_minor = models.BigIntegerField(default=0)
    charges_minor = models.BigIntegerField(default=0)
    taken_off_minor = models.BigIntegerField("given back before, by a decision", default=0)
    customs = models.CharField(max_length=40, blank=True)
    requested_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    back_by = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SALE_RETURN.states), name="sale_return_state_known"),
            models.CheckConstraint(condition=Q(reason__in=REASONS), name="sale_return_reason_known"),
        ]

    @property
    def given_minor(self) -> int:
        """What the buyer gets back."""
        return self.goods_minor + self.freight_minor + self.charges_minor - self.taken_off_minor

    def __str__(self) -> str:
        return self.number


class Evidence(models.Model):
    """A file that a buyer or a seller handed in for a return or a dispute, sealed."""

    about = models.CharField("number of the return or dispute", max_length=48, db_index=True)
    side = models.CharField("buyer or seller", max_length=6)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["about", "side", "digest"], name="one_evidence_per_file"),
            models.CheckConstraint(condition=Q(side__in=["buyer", "seller"]), name="evidence_has_a_side"),
        ]

    def __str__(self) -> str:
        return self.name


CAUSES = ("not-arrived", "damaged", "not-as-described", "return-refused", "refund-missing", "other")


class Dispute(models.Model):
    """A buyer and a seller disagree about one consignment. Both hubs keep it.

    `mediates` at the hub where the goods were bought, whose operator decides; `decides` at the one that keeps the
    order, where the seller answers and the money moves. They may be one hub. What both sides say is sealed.
    """

    LIFECYCLE: Lifecycle = DISPUTE

    number = models.CharField(max_length=48, unique=True)
    ucr = models.CharField(max_length=35, db_index=True)
    mediates = models.BooleanField("an operator of this hub decides")
    decides = models.BooleanField("this hub keeps the order")
    seller_code = models.CharField(max_length=60, db_index=True)
    cause = models.CharField(max_length=20)
    told = models.BinaryField("what the buyer says, sealed")
    answer = models.BinaryField("what the seller says, sealed", default=bytes)
    state = models.CharField(max_length=12, default=DISPUTE.initial)
    currency = models.CharField(max_length=3)
    refund_minor = models.BigIntegerField(default=0)
    reasons = models.TextField(blank=True)
    decided_by: models.JSONField[Any, Any] = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    decide_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DISPUTE.states), name="dispute_state_known"),
            models.CheckConstraint(condition=Q(cause__in=CAUSES), name="dispute_cause_known"),
            models.CheckConstraint(condition=Q(refund_minor__gte=0), name="dispute_refund_never_negative"),
            models.UniqueConstraint(
                fields=["ucr"],
                condition=Q(state__in=["opened", "answered", "unanswered"]),
                name="one_open_dispute_a_consignment",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Rating(models.Model):
    """What a buyer thinks of one line that arrived: stars that count at once, words that an operator lets pass first.

    Written at the hub where it was bought (`own`), and kept by the seller's hub too. A seller answers once.
    """

    WORDS = ("none", "waiting", "shown", "hidden")

    ucr = models.CharField(max_length=35)
    line = models.PositiveIntegerField()
    own = models.BooleanField("given at this hub")
    decides = models.BooleanField("this hub keeps the order")
    seller_code = models.CharField(max_length=60, db_index=True)
    sku = models.CharField(max_length=64)
    title = models.CharField(max_length=250)
    stars = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    state = models.CharField("of the words", max_length=8, default="none")
    why = models.CharField("why the words are hidden", max_length=250, blank=True)
    reply = models.TextField("what the seller answers", blank=True)
    given_at = models.DateTimeField()
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        indexes = [models.Index(fields=["seller_code", "sku"], name="ratings_of_product")]
        constraints = [
            models.UniqueConstraint(fields=["ucr", "line"], name="one_rating_per_line"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_has_one_to_five_stars"),
            models.CheckConstraint(
                condition=Q(state__in=["none", "waiting", "shown", "hidden"]), name="rating_words_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ucr}/{self.line}"


class Loss(models.Model):
    """Goods of one consignment that a border refused or took away, and who bears that. Both hubs keep it.

    `lines` are those of a `Return`. The amounts are what went back to the buyer, in the currency of the order: nothing
    where the buyer bears it. `mrn` is the declaration that was decided on.
    """

    ucr = models.CharField(max_length=35)
    mrn = models.CharField(max_length=18)
    decides = models.BooleanField("this hub keeps the order")
    seller_code = models.CharField(max_length=60, db_index=True)
    outcome = models.CharField(max_length=8)
    reason = models.TextField("what customs says", blank=True)
    law = models.CharField(max_length=200, blank=True)
    borne_by = models.CharField(max_length=6)
    whole = models.BooleanField("nothing of the consignment was let through")
    lines: models.JSONField[Any, Any] = models.JSONField()
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField(default=0)
    freight_minor = models.BigIntegerField(default=0)
    charges_minor = models.BigIntegerField(default=0)
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "losses"
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["ucr", "mrn"], name="one_loss_per_declaration"),
            models.CheckConstraint(condition=Q(outcome__in=["refused", "seized"]), name="loss_outcome_known"),
            models.CheckConstraint(condition=Q(borne_by__in=["seller", "buyer"]), name="loss_borne_by_a_side"),
        ]

    @property
    def given_minor(self) -> int:
        """What the buyer gets back."""
        return self.goods_minor + self.freight_minor + self.charges_minor

    def __str__(self) -> str:
        return f"{self.ucr}: {self.mrn}"
