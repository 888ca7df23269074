"""Who our peers are, what they said of themselves, and what we say of ourselves."""

from __future__ import annotations

from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from entrepot.ehx import capability, identity
from entrepot.ehx.capability import Capabilities
from entrepot.ehx.identity import Statement
from entrepot.hub.network.lifecycle import PEERING


class Peer(models.Model):
    """Another hub. `root` is the key that our operator compared with theirs; all else follows from their statement.

    `offer` is what we offered, to be sent again as it is; `agreement` holds the bytes that both root keys signed, the
    first leaf of every channel between us. `fetched_at` is when their statement was last asked for, `confirmed_at` when
    one of theirs was last held; `capabilities` is what they said they take, when they were `asked_at`.
    """

    entity = models.CharField(_("address"), max_length=200, unique=True)
    host = models.CharField(_("host"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    url = models.CharField(_("exchange address"), max_length=250)
    thumbprint = models.CharField(_("root key"), max_length=39)
    statement = models.TextField()
    statement_seq = models.BigIntegerField()
    state = models.CharField(_("state"), max_length=10, default=PEERING.initial)
    peering = models.CharField(max_length=64, blank=True)
    offer = models.BinaryField(default=b"", blank=True)
    agreement = models.BinaryField(default=b"", blank=True)
    fetched_at = models.DateTimeField(_("statement fetched"))
    confirmed_at = models.DateTimeField(_("keys confirmed"), null=True, blank=True)
    capabilities = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(_("last heard"), null=True, blank=True)

    class Meta:
        verbose_name = _("peer hub")
        verbose_name_plural = _("peer hubs")
        ordering = ["host"]
        constraints = [
            models.CheckConstraint(name="peer_state_known", condition=models.Q(state__in=PEERING.states)),
        ]

    def __str__(self) -> str:
        return self.host

    def move(self, move: str) -> None:
        """Change the state, or refuse if the move is not allowed now."""
        self.state = PEERING.after(self.state, move)

    @property
    def said(self) -> Statement:
        """Their statement, read and checked."""
        return _read(self.statement)

    @property
    def takes(self) -> Capabilities | None:
        """What they take; None as long as they have not said."""
        return capability.read(self.capabilities.encode()) if self.capabilities else None


@lru_cache(maxsize=256)
def _read(statement: str) -> Statement:
    """A statement is read and its signature checked once in a process, since every message rests on it."""
    return identity.read(statement)


class HttpKey(models.Model):
    """A key with which a peer signs its requests, found by its id."""

    keyid = models.CharField(max_length=43, primary_key=True)
    peer = models.ForeignKey(Peer, models.CASCADE, related_name="http_keys")
    public = models.BinaryField()

    def __str__(self) -> str:
        return self.keyid


class Offer(models.Model):
    """An offer of exchange that came in before our operator compared the sender's key. It proves nothing yet."""

    entity = models.CharField(_("address"), max_length=200, unique=True)
    raw = models.BinaryField()
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("offer of exchange")
        verbose_name_plural = _("offers of exchange")
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return self.entity


class Proposal(models.Model):
    """What one operator wants to do about a peering, and a second one must want too: four eyes on every transition."""

    class Move(models.TextChoices):
        CONNECT = "connect", _("connect")
        SUSPEND = "suspend", _("suspend")
        RESUME = "resume", _("resume")
        CLOSE = "close", _("close")

    move = models.CharField(_("what"), max_length=8, choices=Move.choices)
    entity = models.CharField(_("address"), max_length=200)
    thumbprint = models.CharField(_("root key"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    proposed_by = models.CharField(_("proposed by"), max_length=64)
    at = models.DateTimeField(_("proposed"))
    approved_by = models.CharField(_("approved by"), max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "move"], name="one_open_proposal_each", condition=models.Q(closed_at=None)
            ),
            models.CheckConstraint(
                name="nobody_approves_what_they_proposed", condition=~models.Q(approved_by=models.F("proposed_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.move} {self.entity}"


class OwnStatement(models.Model):
    """What we have said of ourselves, in order; the last one is in force."""

    seq = models.BigIntegerField(primary_key=True)
    raw = models.TextField()
    content = models.CharField(max_length=64)
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return str(self.seq)


class Nonce(models.Model):
    """A one-time word of a signed request, remembered for ten minutes."""

    keyid = models.CharField(max_length=43)
    nonce = models.CharField(max_length=128)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["keyid", "nonce"], name="one_use_of_a_nonce")]

    def __str__(self) -> str:
        return self.nonce
