"""The warehouse's page."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.warehouse import views

urlpatterns = [path("", views.scan, name="warehouse")]
