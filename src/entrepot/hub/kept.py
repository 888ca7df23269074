"""A tree kept as the text that was written: read back whole, and never asked for its parts.

A database that takes a tree apart to keep it (`jsonb`) spends a third of the work of a row on that. It pays where
queries look inside; a snapshot, which is read by whoever looks at one declaration, is kept as it came.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

if TYPE_CHECKING:
    AnyTree = models.JSONField[Any, Any]
else:
    AnyTree = models.TextField


_ENCODER = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":"))


def written(tree: Any) -> str:
    """The tree as the text that is kept."""
    return _ENCODER.encode(tree)


class KeptTree(AnyTree):
    """A column of text, JSON in it, that models know as the tree."""

    def from_db_value(self, value: str | None, *_: object) -> Any:
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else written(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.get_prep_value(self.value_from_object(obj)))
