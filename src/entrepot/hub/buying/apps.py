from __future__ import annotations

from django.apps import AppConfig


class Buying(AppConfig):
    name = "entrepot.hub.buying"
    label = "buying"
