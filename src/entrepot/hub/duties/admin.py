"""Statements and returns as tables, to look at."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.duties.models import GoodsReturn, Stated, Statement
from entrepot.hub.events.admin import Shown


@admin.register(Statement)
class StatementTable(Shown):
    list_display = ("number", "debtor", "country", "code", "due_by", "duty_minor", "tax_minor", "currency", "state")
    list_filter = ("state", "code", "country")
    search_fields = ("number",)


@admin.register(Stated)
class StatedTable(Shown):
    list_display = ("declaration", "statement", "duty_minor", "tax_minor")


@admin.register(GoodsReturn)
class GoodsReturnTable(Shown):
    list_display = ("declaration", "state", "back_by", "applied_at")
    list_filter = ("state",)
