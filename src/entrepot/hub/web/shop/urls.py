"""The shop: finding things, and one thing with its price at the door."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.shop import views

app_name = "shop"
urlpatterns = [
    path("", views.find, name="search"),
    path("choose/", views.choose, name="choose"),
    path("<slug:seller>/<slug:handle>/", views.product, name="product"),
    path("<str:hub>/<slug:seller>/<slug:handle>/", views.product, name="product"),
]
