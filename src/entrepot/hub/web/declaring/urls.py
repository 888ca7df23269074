"""The declarant's pages."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.declaring import file, views

urlpatterns = [
    path("", views.listed, name="declarations"),
    path("new", views.declare, name="declare"),
    path("file", file.lodge, name="declare-file"),
    path("file/example.csv", file.example, name="declare-example"),
]
