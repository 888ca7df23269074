"""The network, for anybody."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.network import views

urlpatterns = [path("", views.network, name="network")]
