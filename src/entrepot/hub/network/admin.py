"""The network as its tables show it; everything here is read, nothing is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from entrepot.hub.network.models import Channel, Inbox, Incident, Introduction, Leaf, Offer, Outbox, Peer, SharedFile

if TYPE_CHECKING:
    Table = admin.ModelAdmin[Any]
else:
    Table = admin.ModelAdmin


class Shown(Table):
    """A table that can be looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Peer)
class PeerAdmin(Shown):
    list_display = ["host", "name", "country", "state", "thumbprint", "heard_at"]
    list_filter = ["state", "country"]


@admin.register(Offer)
class OfferAdmin(Shown):
    list_display = ["entity", "received_at"]


@admin.register(Channel)
class ChannelAdmin(Shown):
    list_display = ["origin", "direction", "size", "acked", "state", "failures", "next_try"]
    list_filter = ["peer", "direction", "state"]


@admin.register(Leaf)
class LeafAdmin(Shown):
    list_display = ["channel", "index", "kind", "ucr", "time", "outcome"]
    list_filter = ["channel"]
    search_fields = ["ucr", "kind"]


@admin.register(Outbox)
class OutboxAdmin(Shown):
    list_display = ["kind", "subject", "peer", "channel", "time", "leaf"]
    search_fields = ["subject"]


@admin.register(Inbox)
class InboxAdmin(Shown):
    list_display = ["kind", "subject", "peer", "state", "tries", "code", "received_at"]
    list_filter = ["state", "peer"]
    search_fields = ["subject"]


@admin.register(Incident)
class IncidentAdmin(Shown):
    list_display = ["kind", "peer", "channel", "at", "count", "closed_at"]
    list_filter = ["kind"]


@admin.register(Introduction)
class IntroductionAdmin(Shown):
    list_display = ["entity", "name", "country", "thumbprint", "by"]


@admin.register(SharedFile)
class SharedFileAdmin(Shown):
    list_display = ["ucr", "peer", "at"]
    search_fields = ["ucr"]
