"""The catalogue as tables, to look at."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.catalogue.models import ClassificationDecision, Family, FreightRate, Listing, PriceList, Product


@admin.register(Product)
class ProductTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("sku", "seller", "title", "hs", "origin", "state")
    list_filter = ("origin", "state")
    search_fields = ("sku", "title", "hs", "gtin")


@admin.register(Family)
class FamilyTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("handle", "seller", "title", "brand")
    search_fields = ("handle", "title", "brand")


@admin.register(PriceList)
class PriceListTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "seller", "currency", "destination", "valid_from", "valid_until")
    list_filter = ("currency", "destination")


@admin.register(ClassificationDecision)
class ClassificationDecisionTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("code", "text", "authority", "party", "decided_at")
    list_filter = ("authority",)
    search_fields = ("text", "code", "reference")


@admin.register(Listing)
class ListingTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("key", "title", "hs", "state", "changed_at")
    list_filter = ("state", "hub")
    search_fields = ("key", "title")


@admin.register(FreightRate)
class FreightRateTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("owner", "channel", "destination", "up_to_g", "amount_minor", "currency", "source")
    list_filter = ("channel", "destination")
