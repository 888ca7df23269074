"""The record and the queue as tables, to look at; what is to be done to a run is done on the operator's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from entrepot.hub.events.models import Event, Run

if TYPE_CHECKING:
    Table = admin.ModelAdmin[Any]
else:
    Table = admin.ModelAdmin


class Shown(Table):
    """A table that can be looked at; whatever changes, changes through an action."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventTable(Shown):
    list_display = ("position", "at", "kind", "subject", "ucr")
    search_fields = ("kind", "subject", "ucr")


@admin.register(Run)
class RunTable(Shown):
    list_display = ("place", "follower", "subject", "state", "due_at", "tries", "error")
    list_filter = ("state",)
    search_fields = ("follower", "subject")
