"""The channels between us and each peer: four in each direction, each a log of its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from entrepot.ehx.merkle import EMPTY_ROOT, Frontier
from entrepot.hub.network.models.peers import Peer


class Channel(models.Model):
    """One log. Out: ours, sequenced and signed here. In: theirs, as far as we hold and countersigned it.

    `acked` is the size that the receiver has countersigned, `settled` how far it has told what became of all of it.
    `position` is where the sender believes the receiver to stand; it is set back when the receiver says so. A *frozen*
    channel has two histories, a *stopped* one was refused: neither goes on before an operator looks. A *closed* one has
    ended for good: its next epoch begins with the notice that says why.
    """

    class Direction(models.TextChoices):
        OUT = "out", _("to the peer")
        IN = "in", _("from the peer")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        FROZEN = "frozen", _("frozen")
        STOPPED = "stopped", _("stopped")
        CLOSED = "closed", _("closed")

    peer = models.ForeignKey(Peer, models.PROTECT, related_name="channels")
    direction = models.CharField(_("direction"), max_length=3, choices=Direction.choices)
    name = models.CharField(_("channel"), max_length=5)
    epoch = models.PositiveSmallIntegerField(_("epoch"), default=1)
    begun_by = models.ForeignKey("network.Emergency", models.PROTECT, null=True, blank=True, related_name="channels")
    origin = models.CharField(_("name in the log"), max_length=250, unique=True)
    cid = models.CharField(max_length=24, unique=True)
    size = models.BigIntegerField(_("size"), default=0)
    frontier = models.BinaryField(default=b"")
    root = models.BinaryField(default=EMPTY_ROOT)
    acked = models.BigIntegerField(_("countersigned"), default=0)
    position = models.BigIntegerField(default=0)
    settled = models.BigIntegerField(default=0)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.OPEN)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    next_try = models.DateTimeField(_("next try"), null=True, blank=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["peer", "direction", "name", "epoch"]
        constraints = [
            models.UniqueConstraint(fields=["peer", "direction", "name", "epoch"], name="one_channel_each"),
            models.CheckConstraint(
                name="channel_state_known", condition=models.Q(state__in=["open", "frozen", "stopped", "closed"])
            ),
            models.CheckConstraint(name="countersigned_is_part_of_it", condition=models.Q(acked__lte=models.F("size"))),
        ]

    def __str__(self) -> str:
        return self.origin

    @property
    def first_leaf(self) -> bytes:
        """What every channel begins with: the agreement, or the notice that ended the epoch before."""
        return bytes(self.begun_by.raw if self.begun_by is not None else self.peer.agreement)

    @property
    def tree(self) -> Frontier:
        """The tree so far, as it is remembered."""
        return Frontier.from_bytes(bytes(self.frontier))

    def grow(self, tree: Frontier) -> None:
        """Take the larger tree for our own."""
        self.size, self.frontier, self.root = tree.size, tree.to_bytes(), tree.root


class Leaf(models.Model):
    """One message in its place, sent and received alike: its bytes as they were signed, never written anew.

    `outcome` is what the receiver said it made of one of ours.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="leaves", db_index=False)
    index = models.BigIntegerField()
    body = models.BinaryField()
    hash = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=128, blank=True)
    ucr = models.CharField(max_length=35, blank=True)
    time = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    outcome_code = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("message in the log")
        verbose_name_plural = _("messages in the log")
        ordering = ["channel", "index"]
        constraints = [models.UniqueConstraint(fields=["channel", "index"], name="one_leaf_per_place")]
        indexes = [models.Index(fields=["ucr"], name="leaf_by_ucr", condition=~models.Q(ucr=""))]

    def __str__(self) -> str:
        return f"{self.channel_id}/{self.index} {self.kind}"


class Tile(models.Model):
    """The root over 256 messages of a channel that are all there: makes proofs quick in a long channel."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="tiles", db_index=False)
    number = models.BigIntegerField()
    root = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["channel", "number"]
        constraints = [models.UniqueConstraint(fields=["channel", "number"], name="one_tile_per_place")]

    def __str__(self) -> str:
        return f"{self.channel_id}/{self.number}"


class Head(models.Model):
    """The head of a channel at one size, as signed by its sender, with the receiver's receipt when there is one."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="heads", db_index=False)
    size = models.BigIntegerField()
    checkpoint = models.TextField()
    receipt = models.TextField(blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["channel", "size"]
        constraints = [models.UniqueConstraint(fields=["channel", "size"], name="one_head_per_size")]

    def __str__(self) -> str:
        return f"{self.channel_id} at {self.size}"


class Chain(models.Model):
    """How far the messages about one subject have come, in one direction: numbers them and makes each name the last."""

    peer = models.ForeignKey(Peer, models.PROTECT, related_name="chains", db_index=False)
    direction = models.CharField(max_length=3, choices=Channel.Direction.choices)
    subject = models.CharField(max_length=256)
    keyseq = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["peer", "direction", "subject"], name="one_chain_per_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.keyseq}"
