"""The lender's pages."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.lender import views

urlpatterns = [path("", views.advances, name="lender")]
