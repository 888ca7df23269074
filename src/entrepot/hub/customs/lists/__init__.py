"""Lists of names in the forms in which they are published, read into entries."""

from __future__ import annotations

from entrepot.hub.customs.lists.forms import FORMS, read
from entrepot.hub.customs.lists.reading import Reading

__all__ = ["FORMS", "Reading", "read"]
