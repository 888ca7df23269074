"""Notices and measures as tables, to look at; who gave notice is not shown."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.events.admin import Shown
from entrepot.hub.trust.models import Measure, Notice


@admin.register(Measure)
class MeasureTable(Shown):
    list_display = ("number", "key", "kind", "outcome", "state", "decided_at")
    list_filter = ("state", "outcome", "kind")
    search_fields = ("number", "key", "seller_code")


@admin.register(Notice)
class NoticeTable(Shown):
    list_display = ("key", "kind", "trusted", "received_at", "measure")
    list_filter = ("kind", "trusted")
    search_fields = ("key", "seller_code")
    exclude = ("told",)
