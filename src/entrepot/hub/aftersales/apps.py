from __future__ import annotations

from django.apps import AppConfig


class Aftersales(AppConfig):
    name = "entrepot.hub.aftersales"
    label = "aftersales"
