"""What training records: courses as they were published, sittings of their exams, and certificates."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class Course(models.Model):
    """A course as published from its file: lessons to read and an exam that opens a right.

    Texts are by language: {"en": …, "zh": …, "ms": …}.
    """

    slug = models.SlugField(primary_key=True, max_length=40)
    titles: models.JSONField[Any, Any] = models.JSONField()
    lessons: models.JSONField[Any, Any] = models.JSONField()
    pass_mark = models.PositiveSmallIntegerField("per cent needed to pass")
    asked = models.PositiveSmallIntegerField("questions in one sitting")
    grants = models.CharField("right that the certificate opens", max_length=20, blank=True)
    valid_days = models.PositiveSmallIntegerField("days that a certificate holds")
    digest = models.CharField(max_length=71)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark__gte=1, pass_mark__lte=100), name="training_pass_mark_per_cent"
            )
        ]

    def __str__(self) -> str:
        return self.slug


class Question(models.Model):
    """One question of a course's bank, with its choices, the right one, why, and the law it rests on."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="questions")
    code = models.CharField(max_length=10)
    text: models.JSONField[Any, Any] = models.JSONField()
    choices: models.JSONField[Any, Any] = models.JSONField("choice letter -> texts")
    answer = models.CharField(max_length=1)
    why: models.JSONField[Any, Any] = models.JSONField()
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=12)
    asked_now = models.BooleanField("still in the bank", default=True)

    class Meta:
        ordering = ["course", "code"]
        constraints = [models.UniqueConstraint(fields=["course", "code"], name="training_question_code_once")]

    def __str__(self) -> str:
        return f"{self.course_id} {self.code}"


class Sitting(models.Model):
    """One person's attempt at an exam. The questions are drawn by the seed, so that anyone can draw them again."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sittings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, to_field="code", related_name="+")
    seed = models.CharField(max_length=64)
    pass_mark = models.PositiveSmallIntegerField("per cent needed to pass")
    paper: models.JSONField[Any, Any] = models.JSONField("questions as asked, with their answers")
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default="open")
    right = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    started_at = models.DateTimeField()
    graded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=("open", "graded")), name="training_sitting_state"),
            models.CheckConstraint(
                condition=Q(state="open", passed__isnull=True) | Q(state="graded", passed__isnull=False),
                name="training_graded_sitting_has_a_result",
            ),
            models.UniqueConstraint(
                fields=["course", "person"], condition=Q(state="open"), name="training_one_open_sitting"
            ),
        ]

    @property
    def pass_share(self) -> Fraction:
        """The share of right answers that passes."""
        return Fraction(self.pass_mark, 100)

    def __str__(self) -> str:
        return f"{self.course_id} {self.pk}"


class Certificate(models.Model):
    """What a passed sitting earned, as a credential that anyone can check without asking us."""

    number = models.CharField(max_length=30, unique=True)
    sitting = models.OneToOneField(Sitting, on_delete=models.PROTECT, related_name="certificate")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, to_field="code", related_name="+")
    credential = models.TextField("the signed credential (vc+jwt)")
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.number
