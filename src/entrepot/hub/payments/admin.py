"""Payments as tables, to look at."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.payments.models import Claim, PaymentOrder, PayOut, VisitorPayment, Wallet


@admin.register(PaymentOrder)
class PaymentTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("end_to_end_id", "creditor", "amount_minor", "currency", "state", "provider")
    list_filter = ("state", "provider")
    search_fields = ("end_to_end_id", "ucr", "provider_ref")
    exclude = ("debtor_sealed",)


@admin.register(Claim)
class ClaimTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("ucr", "creditor", "amount_minor", "currency", "paid_minor", "paid_at")
    search_fields = ("ucr",)


@admin.register(PayOut)
class PayOutTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("key", "creditor", "amount_minor", "currency", "provider_ref")
    search_fields = ("ucr",)


@admin.register(Wallet)
class WalletTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("code", "name", "currency", "party", "person")


@admin.register(VisitorPayment)
class VisitorPaymentTable(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("end_to_end_id", "side", "peer", "merchant_name", "amount_minor", "currency", "state")
    list_filter = ("side", "state")
