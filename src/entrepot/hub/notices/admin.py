"""Notices as a table, to look at."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.events.admin import Shown
from entrepot.hub.notices.models import Notice


@admin.register(Notice)
class NoticeTable(Shown):
    list_display = ("id", "party", "kind", "about", "written_at", "read_at")
    list_filter = ("kind",)
