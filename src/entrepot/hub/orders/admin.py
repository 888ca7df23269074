"""Orders and consignments as tables, to look at; the buyer is not shown."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.orders.models import Consignment, Order, OrderLine


class Lines(admin.TabularInline):  # type: ignore[type-arg]
    model = OrderLine
    extra = 0


@admin.register(Order)
class OrderTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("number", "seller", "total_minor", "currency", "placed_at")
    search_fields = ("number",)
    inlines = (Lines,)


@admin.register(Consignment)
class ConsignmentTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("ucr", "home", "seller_code", "origin", "destination", "regime", "import_regime", "state", "lane")
    list_filter = ("state", "home", "destination")
    search_fields = ("ucr", "order_number", "seller_code")
