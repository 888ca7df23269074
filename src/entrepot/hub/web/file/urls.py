"""The consignment file and its export."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.file.views import export, file

urlpatterns = [
    path("<ucr:ucr>.json", export, name="file-export"),
    path("<ucr:ucr>", file, name="file"),
]
