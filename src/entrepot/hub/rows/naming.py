"""The fields of a table by name, and their columns."""

from __future__ import annotations

from typing import Any

from django.db import models


def field_of(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def column_of(model: type[models.Model], name: str) -> str:
    column = field_of(model, name).column
    assert column is not None
    return column
