"""The consignment file and its export."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.file import views

urlpatterns = [
    path("<ucr:ucr>.json", views.export, name="file-export"),
    path("<ucr:ucr>", views.file, name="file"),
]
