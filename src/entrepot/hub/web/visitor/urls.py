"""Whoever pays: by a code that is shown, or from a wallet of their own."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.visitor import views

urlpatterns = [
    path("pay/<ref:reference>/", views.pay, name="pay"),
    path("pay/<ref:reference>/state", views.state, name="pay-state"),
    path("wallet/", views.wallet, name="wallet"),
    path("wallet/pay", views.send, name="wallet-pay"),
]
