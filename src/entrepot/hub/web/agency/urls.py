"""The permit agency's pages."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.agency import views

urlpatterns = [
    path("", views.requests, name="agency"),
    path("in-use/", views.in_use, name="agency-used"),
    path("p/<ref:number>", views.permit, name="agency-permit"),
    path("p/<ref:number>/files/<int:file>", views.file, name="agency-permit-file"),
]
