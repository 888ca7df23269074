"""A permit keeps the address that its document and its code name."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.permit import views

urlpatterns = [
    path("<ref:number>", views.permit, name="permit"),
    path("<ref:number>/document", views.document, name="permit-document"),
]
