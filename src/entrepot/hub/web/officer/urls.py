"""The officer's pages."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.officer import views

urlpatterns = [
    path("", views.queue, name="officer"),
    path("decided/", views.decided, name="officer-decided"),
    path("d/<ref:number>/desk", views.desk, name="officer-desk"),
    path("d/<ref:number>", views.declaration, name="officer-declaration"),
]
