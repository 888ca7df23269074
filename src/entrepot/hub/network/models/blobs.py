"""Contents that are too large or too precious for a message: kept by their hash, shown to whom a message names them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from entrepot.hub.network.models.peers import Peer


class Blob(models.Model):
    """Some bytes, ours or a peer's; they lie in the hub's home under their hash and never change."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField(_("bytes"))
    media_type = models.CharField(max_length=80)
    at = models.DateTimeField(_("kept"))

    def __str__(self) -> str:
        return self.sha256


class Grant(models.Model):
    """A peer may fetch this, since a message to it names it."""

    blob = models.ForeignKey(Blob, models.CASCADE, related_name="grants")
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="grants")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blob", "peer"], name="one_grant_each")]

    def __str__(self) -> str:
        return f"{self.blob_id} {self.peer}"


class Document(models.Model):
    """A document that a peer's agency issued, as a signed credential that was checked when it came."""

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        REVOKED = "revoked", _("withdrawn")

    peer = models.ForeignKey(Peer, models.PROTECT, related_name="documents")
    number = models.CharField(_("number"), max_length=80)
    kind = models.CharField(_("kind"), max_length=80)
    holder = models.CharField(_("holder"), max_length=200)
    issuer = models.CharField(_("issued by"), max_length=200)
    valid_from = models.DateTimeField(_("from"))
    valid_until = models.DateTimeField(_("until"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.VALID)
    place = models.BigIntegerField(null=True)
    text = models.TextField(_("the signed document"))
    at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("document of a peer hub")
        verbose_name_plural = _("documents of peer hubs")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["peer", "number"], name="one_document_per_number")]

    def __str__(self) -> str:
        return self.number


class StatusList(models.Model):
    """A peer's list of withdrawn documents as we saw it last."""

    peer = models.OneToOneField(Peer, models.PROTECT, related_name="status_list")
    bits = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.peer)
