"""Every address of the hub."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from entrepot.hub.api.health import health
from entrepot.hub.api.hooks import called
from entrepot.hub.api.v1 import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("health", health),
    path("", include("entrepot.hub.api.peer")),
    path("hooks/<uuid:number>", called, name="storefront-call"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("entrepot.hub.web.urls")),
]
