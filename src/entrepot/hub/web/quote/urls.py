"""The question that anyone may ask, and the answers that were kept."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.quote import views

urlpatterns = [
    path("", views.ask, name="quote"),
    path("keep", views.keep, name="quote-keep"),
    path("<uuid:number>", views.kept, name="quote-kept"),
]
