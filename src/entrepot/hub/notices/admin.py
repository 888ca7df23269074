"""Notices as a table, to look at."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.events.admin import Shown
from entrepot.hub.notices.models import BuyerNotice, Notice


@admin.register(Notice)
class NoticeTable(Shown):
    list_display = ("id", "party", "kind", "about", "written_at", "read_at")
    list_filter = ("kind",)


@admin.register(BuyerNotice)
class BuyerNoticeTable(Shown):
    list_display = ("id", "order_number", "kind", "occasion", "written_at")
    list_filter = ("kind",)
