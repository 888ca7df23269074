"""Messages on their way: written but not yet in the log, received but not yet taken, and what went wrong."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from entrepot.hub.network.models.channels import Channel, Leaf
from entrepot.hub.network.models.peers import Peer


class Outbox(models.Model):
    """A message written with the business change that it tells of. It gets its place in the log afterwards.

    `cause` makes telling the same thing twice harmless. Id and bytes are fixed here and never change; once the message
    has its place the bytes stand there. `held` says why a message gets no place: its peer takes no such kind. `blob` is
    the hash of the contents that go along.
    """

    id = models.BigAutoField(primary_key=True)
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="outbox")
    channel = models.CharField(_("channel"), max_length=5)
    cause = models.CharField(max_length=200)
    kind = models.CharField(_("kind"), max_length=128)
    subject = models.CharField(_("about"), max_length=256)
    keyseq = models.BigIntegerField()
    message_id = models.CharField(max_length=64, unique=True)
    time = models.DateTimeField()
    body = models.BinaryField()
    hash = models.BinaryField(max_length=32)
    leaf = models.OneToOneField(Leaf, models.PROTECT, null=True, blank=True, related_name="message")
    held = models.CharField(_("held back"), max_length=80, blank=True)
    blob = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("message written")
        verbose_name_plural = _("messages written")
        constraints = [
            models.UniqueConstraint(fields=["peer", "cause"], name="one_message_per_cause"),
            models.UniqueConstraint(fields=["peer", "subject", "keyseq"], name="one_message_per_number"),
        ]
        indexes = [
            models.Index(fields=["peer", "channel", "id"], name="outbox_waiting", condition=models.Q(leaf=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Inbox(models.Model):
    """What became of a received message: one row a leaf, changed in the transaction of the effect.

    `first` is False for a copy of a message that came before. `told` says whether the sender knows the outcome.
    `disowned` marks what its hub no longer stands by, since it came after the theft of a key: what it brought about
    stands, and another message may take its number.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        DONE = "done", _("done")
        PARKED = "parked", _("parked")
        REJECTED = "rejected", _("rejected")
        REPEAT = "repeat", _("repeat")

    leaf = models.OneToOneField(Leaf, models.PROTECT, primary_key=True, related_name="inbox")
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="inbox", db_index=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.RECEIVED)
    source = models.CharField(max_length=512, blank=True)
    message_id = models.CharField(max_length=128, blank=True)
    first = models.BooleanField(default=True)
    kind = models.CharField(_("kind"), max_length=128, blank=True)
    subject = models.CharField(_("about"), max_length=256, blank=True)
    keyseq = models.BigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    code = models.CharField(_("reason"), max_length=80, blank=True)
    detail = models.TextField(_("detail"), blank=True)
    received_at = models.DateTimeField(_("received"))
    next_try = models.DateTimeField(_("next try"), null=True, blank=True)
    told = models.BooleanField(default=False)
    blob = models.CharField(max_length=64, blank=True)
    disowned = models.BooleanField(_("disowned"), default=False)

    class Meta:
        verbose_name = _("message received")
        verbose_name_plural = _("messages received")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "message_id"], name="one_first_message_per_id", condition=models.Q(first=True)
            ),
            models.CheckConstraint(
                name="inbox_state_known",
                condition=models.Q(state__in=["received", "done", "parked", "rejected", "repeat"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["peer", "subject", "keyseq"],
                name="inbox_open",
                condition=models.Q(state__in=["received", "parked"]),
            ),
            models.Index(fields=["leaf"], name="inbox_untold", condition=models.Q(told=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.state})"


class Incident(models.Model):
    """Something that an operator must look at, with the evidence: for a split view, both signed heads."""

    kind = models.CharField(_("kind"), max_length=40)
    peer = models.ForeignKey(Peer, models.PROTECT, null=True, blank=True, related_name="incidents")
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, blank=True, related_name="incidents")
    evidence = models.JSONField(default=dict)
    at = models.DateTimeField(_("seen"))
    count = models.PositiveIntegerField(_("times"), default=1)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.kind
