"""Rates, quotes and tax numbers as tables, to look at."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.tariffs.models import QuotaDraw, Rate, RateSet, StoredQuote, TaxNumber


class Rates(admin.TabularInline):  # type: ignore[type-arg]
    model = Rate
    extra = 0


@admin.register(RateSet)
class RateSetTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "on", "source", "demonstration")
    inlines = (Rates,)


@admin.register(StoredQuote)
class QuoteTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "destination", "regime", "currency", "duty_minor", "tax_minor", "made_at")
    list_filter = ("destination", "regime")


@admin.register(QuotaDraw)
class QuotaDrawTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("country", "number", "reference", "amount", "on", "given_back")
    list_filter = ("country", "number")


@admin.register(TaxNumber)
class TaxNumberTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("seller", "country", "number", "since")
