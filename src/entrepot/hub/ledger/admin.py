"""The book as tables, to look at."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.events.admin import Shown
from entrepot.hub.ledger.models import Account, Posting, Transfer


@admin.register(Account)
class AccountTable(Shown):
    list_display = ("code",)
    search_fields = ("code",)


@admin.register(Transfer)
class TransferTable(Shown):
    list_display = ("key", "at", "memo", "ucr", "by")
    search_fields = ("key", "ucr")


@admin.register(Posting)
class PostingTable(Shown):
    list_display = ("transfer", "account", "minor", "currency")
    list_filter = ("currency",)
    list_select_related = ("transfer", "account")
