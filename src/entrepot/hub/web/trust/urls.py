"""What anyone may say about goods in the shop, and the public counts."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.trust import views

urlpatterns = [
    path("", views.report, name="report"),
    path("counts/", views.counts, name="report-counts"),
]
