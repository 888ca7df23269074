"""The page on which anybody checks chance."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.chance import views

urlpatterns = [path("", views.chance, name="chance")]
