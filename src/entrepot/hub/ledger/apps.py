from __future__ import annotations

from django.apps import AppConfig


class Ledger(AppConfig):
    name = "entrepot.hub.ledger"
    label = "ledger"
