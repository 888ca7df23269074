"""Stock and parcels as tables, to look at."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.stock.models import Lot, Movement, Parcel, ParcelStep, Site


@admin.register(Site)
class SiteTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("code", "name", "kind", "territory", "operator")


@admin.register(Lot)
class LotTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("number", "sku", "seller", "site", "expires_on")
    list_filter = ("site",)
    search_fields = ("sku", "number")


@admin.register(Movement)
class MovementTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("at", "kind", "pieces", "lot", "ucr")
    list_filter = ("kind",)
    search_fields = ("ucr", "key")


class Steps(admin.TabularInline):  # type: ignore[type-arg]
    model = ParcelStep
    extra = 0


@admin.register(Parcel)
class ParcelTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("number", "ucr", "carrier", "state")
    list_filter = ("state",)
    search_fields = ("number", "ucr")
    inlines = (Steps,)
