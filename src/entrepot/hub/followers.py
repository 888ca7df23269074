"""Event -> consequences: the life of an order, read downwards."""

from __future__ import annotations

from entrepot.hub.events.follower import Table

FOLLOWERS: Table = {}
