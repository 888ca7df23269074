"""Where parties want to be told what happens, and what was sent there."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from entrepot.hub import sealing


class Endpoint(models.Model):
    """An address of a party to which messages go, signed; `position` is how far in the record it was told.

    The secrets are sealed: the one in use, and until `former_until` the one before it. `failing_since` is when the
    address last stopped answering; until `resting_until` it is left alone.
    """

    class State(models.TextChoices):
        ACTIVE = "active"
        DISABLED = "disabled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="webhooks")
    url = models.CharField(max_length=500)
    kinds = models.JSONField(default=list)
    position = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    secret = models.BinaryField()
    former = models.BinaryField(default=b"")
    former_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True, blank=True)
    resting_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["party", "url"], name="one_endpoint_per_party_and_address"),
            models.CheckConstraint(name="endpoint_state_known", condition=Q(state__in=["active", "disabled"])),
        ]

    def __str__(self) -> str:
        return f"{self.url} of {self.party_id}"

    @property
    def about(self) -> str:
        """What its sealed secrets belong to."""
        return f"webhook:{self.pk}"

    def opened(self, sealed: bytes | memoryview) -> str:
        """A secret in clear, to sign with."""
        return sealing.unseal(bytes(sealed), about=self.about)["secret"]


class Delivery(models.Model):
    """One message to one endpoint: waiting, taken there, or parked after the last try. All moments are the wall's.

    `body` is what is signed and sent, to the letter. `status` is that of the last answer, 0 if there was none, and
    `said` the first letters of it.
    """

    class State(models.TextChoices):
        DUE = "due"
        DELIVERED = "delivered"
        PARKED = "parked"

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    message = models.UUIDField()
    position = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "message"], name="one_delivery_per_endpoint_and_message"),
            models.CheckConstraint(name="delivery_state_known", condition=Q(state__in=["due", "delivered", "parked"])),
        ]
        indexes = [
            models.Index(fields=["endpoint", "subject", "id"], name="delivery_due", condition=Q(state="due")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.state}"
