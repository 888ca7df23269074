from __future__ import annotations

from django.apps import AppConfig


class Network(AppConfig):
    name = "entrepot.hub.network"
    label = "network"
