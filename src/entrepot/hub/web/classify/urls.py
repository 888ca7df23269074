"""The page that suggests codes for goods."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.classify import views

urlpatterns = [path("", views.ask, name="classify")]
