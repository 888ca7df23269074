"""Returns, disputes and ratings as tables, to look at; what was sealed is not shown."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.aftersales.models import Dispute, Loss, Rating, Return
from entrepot.hub.events.admin import Shown


@admin.register(Return)
class ReturnTable(Shown):
    list_display = ("number", "seller_code", "reason", "state", "given_minor", "currency", "customs")
    list_filter = ("state", "reason")
    search_fields = ("number", "ucr")
    exclude = ("told",)


@admin.register(Dispute)
class DisputeTable(Shown):
    list_display = ("number", "seller_code", "cause", "state", "refund_minor", "currency", "decide_by")
    list_filter = ("state", "cause")
    search_fields = ("number", "ucr")
    exclude = ("told", "answer")


@admin.register(Rating)
class RatingTable(Shown):
    list_display = ("ucr", "line", "seller_code", "sku", "stars", "state")
    list_filter = ("state", "stars")
    search_fields = ("ucr", "sku")


@admin.register(Loss)
class LossTable(Shown):
    list_display = ("ucr", "mrn", "seller_code", "outcome", "borne_by", "given_minor", "currency")
    list_filter = ("outcome", "borne_by")
    search_fields = ("ucr", "mrn")
