"""What neighbours gave us of parcels that pass more than two hubs, and the hubs that they introduced thereby."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from entrepot.hub.network.models.peers import Peer


class Introduction(models.Model):
    """A hub with which we do not exchange, told of by a peer; its root key is the first that we were shown."""

    entity = models.CharField(_("address"), max_length=200, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    thumbprint = models.CharField(_("root key"), max_length=39)
    statement = models.TextField()
    by = models.ForeignKey(Peer, models.PROTECT, related_name="introduced")

    class Meta:
        verbose_name = _("hub introduced")
        verbose_name_plural = _("hubs introduced")
        ordering = ["entity"]

    def __str__(self) -> str:
        return self.entity


class SharedFile(models.Model):
    """The newest file of a parcel that a peer gave us; it was proved before it was kept."""

    ucr = models.CharField(max_length=35)
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="shared_files")
    raw = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("file shared")
        verbose_name_plural = _("files shared")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["ucr", "peer"], name="one_shared_file_a_peer")]

    def __str__(self) -> str:
        return self.ucr
