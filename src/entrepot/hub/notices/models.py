"""What parties are told of decisions that concern them, and who of their people wants no letters of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One thing that a party is told, once: the event behind it, why, by which law, and what to do by when.

    Words are chosen when it is read, in the reader's language; here are only the facts of it.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, to_field="code", related_name="notices")
    event = models.BigIntegerField("position of the event it tells of")
    kind = models.CharField(max_length=80)
    about = models.CharField("number of the declaration or permit", max_length=35, blank=True)
    ucr = models.CharField(max_length=35, blank=True)
    reason = models.TextField(blank=True)
    law = models.CharField(max_length=200, blank=True)
    due = models.DateField("last day for what the party may or must do", null=True, blank=True)
    facts = models.JSONField("what else the sentence names", default=dict)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["party", "event"], name="notices_one_an_event")]
        indexes = [
            models.Index(fields=["party", "-id"], name="notices_newest"),
            models.Index(fields=["party"], name="notices_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.party_id}"


class BuyerNotice(models.Model):
    """One thing that a buyer is told by letter, once: of one order of a purchase, or of all of them.

    `occasion` tells apart what may happen to an order several times, as money that goes back. Where the letter goes is
    kept with the purchase alone, sealed.
    """

    purchase = models.ForeignKey("buying.Purchase", on_delete=models.CASCADE, related_name="notices")
    order_number = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=12)
    occasion = models.CharField(max_length=80, blank=True)
    facts = models.JSONField("what the sentence names", default=dict)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purchase", "order_number", "kind", "occasion"], name="notices_buyer_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.order_number or self.purchase_id}"


class NoLetters(models.Model):
    """Somebody wants no letters of what a party is told; the inbox keeps it all the same."""

    person = models.ForeignKey("parties.Person", on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, to_field="code", related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "party"], name="notices_no_letters_once")]

    def __str__(self) -> str:
        return f"no letters of {self.party_id}"
