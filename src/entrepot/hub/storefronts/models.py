"""Shops that sellers have elsewhere and connected, and what came of each order there."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.hub import sealing


class Storefront(models.Model):
    """A seller's shop elsewhere. All moments are the wall's; `since` is the shop's own: how far its changes were read.

    The keys are sealed. `levels` are the stock levels last told. `next_look` is when it is asked again, `leased_until`
    by when a worker that is asking has ended. `findings` say why it was not asked to the end the last time.
    """

    class State(models.TextChoices):
        CONNECTED = "connected"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey("parties.Party", models.PROTECT, to_field="code", related_name="storefronts")
    kind = models.CharField(max_length=12)
    url = models.CharField(max_length=300)
    name = models.CharField(max_length=200)
    prefix = models.CharField(max_length=8, blank=True)
    keys = models.BinaryField()
    sends_stock = models.BooleanField(default=False)
    levels = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.CONNECTED)
    since = models.DateTimeField()
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    next_look = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["party", "url"], name="one_storefront_per_party_and_address"),
            models.UniqueConstraint(fields=["party", "prefix"], name="one_storefront_per_party_and_prefix"),
            models.CheckConstraint(name="storefront_state_known", condition=Q(state__in=["connected", "stopped"])),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.party_id}"

    @property
    def about(self) -> str:
        """What its sealed keys belong to."""
        return f"storefront:{self.pk}"

    def opened_keys(self) -> dict[str, str]:
        """The keys in clear, to ask the shop with."""
        return sealing.unseal(bytes(self.keys), about=self.about)


STATES = ("placed", "refused", "waits", "left", "cancelled", "changed", "late")


class Intake(models.Model):
    """One order of a storefront, and what came of it here.

    *placed*: it has a consignment. *refused*: `findings` say why. *waits*: not paid there. *left*: none of the hub's
    business, such as one within the country, or sent by other means. *cancelled* there or here. *changed* there after
    it was placed, and *late*: called off there when the parcel had left; both need their seller.

    `digest` tells a change from a repetition. `telling` is how far the shop was told of the parcel, until it is `told`
    or `parked`.
    """

    class Telling(models.TextChoices):
        NOTHING = ""
        DUE = "due"
        TOLD = "told"
        PARKED = "parked"

    storefront = models.ForeignKey(Storefront, models.CASCADE, related_name="intakes")
    key = models.CharField(max_length=80)
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=9)
    digest = models.CharField(max_length=64)
    ucr = models.CharField(max_length=35, blank=True, db_index=True)
    findings: Any = models.JSONField(default=list, blank=True)
    again = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    telling = models.CharField(max_length=6, choices=Telling.choices, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["storefront", "state"], name="intake_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["storefront", "key"], name="one_intake_per_storefront_and_order"),
            models.CheckConstraint(name="intake_state_known", condition=Q(state__in=STATES)),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.state}"
