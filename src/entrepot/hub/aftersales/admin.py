"""Returns as tables, to look at; what buyers wrote is not shown."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.aftersales.models import Return
from entrepot.hub.events.admin import Shown


@admin.register(Return)
class ReturnTable(Shown):
    list_display = ("number", "seller_code", "reason", "state", "given_minor", "currency", "customs")
    list_filter = ("state", "reason")
    search_fields = ("number", "ucr")
    exclude = ("told",)
