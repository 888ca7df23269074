from __future__ import annotations

from django.apps import AppConfig


class Catalogue(AppConfig):
    name = "entrepot.hub.catalogue"
    label = "catalogue"
