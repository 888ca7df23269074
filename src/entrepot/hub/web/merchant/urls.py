"""The till."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.merchant import views

urlpatterns = [path("", views.till, name="merchant")]
