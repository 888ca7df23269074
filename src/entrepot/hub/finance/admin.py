"""Advances as a table, to look at."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.customs.admin import ToLookAt
from entrepot.hub.finance.models import Advance


@admin.register(Advance)
class AdvanceTable(ToLookAt):
    list_display = ("ucr", "lender", "seller", "currency", "amount_minor", "fee_minor", "state", "offered_at")
    list_filter = ("state",)
    search_fields = ("ucr",)
