"""What happens rarely and matters: notices of emergency, ours and theirs, and what must be done from time to time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from entrepot.hub.network.models.channels import Channel
from entrepot.hub.network.models.peers import Peer


class Emergency(models.Model):
    """A notice signed by a root key: a key was stolen, or a channel has two histories and begins again.

    Ours is handed over until the peer has taken it. Theirs about a split view waits for our operator, since it asks us
    to believe the hub that told two stories.
    """

    number = models.CharField(max_length=36, unique=True)
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="emergencies")
    direction = models.CharField(max_length=3, choices=Channel.Direction.choices)
    reason = models.CharField(_("reason"), max_length=20)
    raw = models.BinaryField()
    at = models.DateTimeField(_("seen"))
    next_try = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(_("carried out"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice of emergency")
        verbose_name_plural = _("notices of emergency")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.reason} {self.peer}"


class Duty(models.Model):
    """Something that is done from time to time, and when it was done last; one worker takes it at a time."""

    name = models.CharField(max_length=40, primary_key=True)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
