"""Where pictures of goods are seen."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.pictures import views

urlpatterns = [path("<str:digest>", views.picture, name="picture")]
