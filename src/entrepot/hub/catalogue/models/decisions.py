"""Which code was decided for which words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClassificationDecision(models.Model):
    """Somebody decided which subheading goods of these words belong to. Kept for ever, and counted at once.

    `authority` says how much it weighs: a seller's own choice little, an officer's all. A later decision on the same
    words stands beside the earlier one, which stays as it was. `digest` tells a decision that was told before.
    """

    class Authority(models.TextChoices):
        SELLER = "seller", _("Seller")
        BROKER = "broker", _("Declarant")
        OFFICER = "officer", _("Customs officer")

    text = models.TextField()
    lang = models.CharField(max_length=2, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    code = models.CharField(max_length=6)
    authority = models.CharField(max_length=8, choices=Authority.choices)
    party = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="+")
    reference = models.CharField(max_length=80, blank=True)
    suggested = models.JSONField(default=list, blank=True)
    digest = models.CharField(max_length=32, unique=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:60]}"
