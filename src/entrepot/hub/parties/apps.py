from __future__ import annotations

from django.apps import AppConfig


class Parties(AppConfig):
    name = "entrepot.hub.parties"
    label = "parties"
