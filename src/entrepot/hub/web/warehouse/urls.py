"""The warehouse's pages."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.aftersales import keeper
from entrepot.hub.web.warehouse import views

urlpatterns = [
    path("", views.scan, name="warehouse"),
    path("returns/", keeper.listed, name="warehouse-returns"),
    path("returns/<ref:number>", keeper.one_return, name="warehouse-return"),
]
