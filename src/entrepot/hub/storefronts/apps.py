from __future__ import annotations

from django.apps import AppConfig


class Storefronts(AppConfig):
    name = "entrepot.hub.storefronts"
    label = "storefronts"
