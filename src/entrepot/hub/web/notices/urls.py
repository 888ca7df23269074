"""The inbox of a person's parties."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.notices import views

urlpatterns = [
    path("", views.inbox, name="notices"),
    path("letters/<path:word>", views.farewell, name="notices-farewell"),
]
