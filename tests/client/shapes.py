"""Compares the client's types with the schemas of an OpenAPI document: every name and type, and what is required."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

PLAIN = {str: "string", int: "integer", bool: "boolean", type(None): "null"}
Schema = dict[str, Any]


class Document:
    """An OpenAPI document, asked about one operation at a time."""

    def __init__(self, document: Schema, *, sent: bool) -> None:
        self.sent = sent
        self.paths: dict[str, Schema] = document["paths"]
        self._named: Schema = document["components"]["schemas"]

    def differences(self, told: Any, schema: Schema, where: str, inner: Schema | None = None) -> Iterator[str]:
        """Where a type of the client tells another story than the schema; nothing if they agree."""
        named, inner = self._resolved(schema, inner or {})
        if is_typeddict(told):
            yield from self._of_object(told, named, where, inner)
        elif (origin := get_origin(told)) is list:
            if named.get("type") != "array":
                yield f"{where}: a list here, {named} there"
                return
            yield from self.differences(get_args(told)[0], named["items"], f"{where}[]", inner)
        elif origin is Literal:
            if sorted(get_args(told)) != sorted(named.get("enum", [])):
                yield f"{where}: {get_args(told)} here, {named.get('enum')} there"
        elif origin in (Union, types.UnionType):
            yield from self._of_choice(get_args(told), named, where, inner)
        elif origin is dict:
            yield from self._of_mapping(get_args(told)[1], named, where, inner)
        elif named.get("type") != PLAIN[told]:
            yield f"{where}: {told.__name__} here, {named} there"

    def _of_object(self, told: Any, named: Schema, where: str, inner: Schema) -> Iterator[str]:
        ours = get_type_hints(told, include_extras=True)
        theirs: Schema = named.get("properties", {})
        yield from (f"{where}: {name} is only here" for name in ours.keys() - theirs.keys())
        yield from self._of_requirements(told, ours, named, where)
        for name in ours.keys() & theirs.keys():
            each = get_args(ours[name])[0] if get_origin(ours[name]) is NotRequired else ours[name]
            yield from self.differences(each, theirs[name], f"{where}/{name}", inner)

    def _of_requirements(self, told: Any, ours: Schema, named: Schema, where: str) -> Iterator[str]:
        """What is sent must be all that is required; what comes back may one day be more than is named here."""
        here = {name for name, each in ours.items() if told.__total__ and get_origin(each) is not NotRequired}
        there = set(named.get("required", []))
        if self.sent and there != here:
            yield f"{where}: required {sorted(here)} here, {sorted(there)} there"
        if not self.sent and here - there:
            yield f"{where}: {sorted(here - there)} may be missing there"

    def _of_choice(self, told: tuple[Any, ...], named: Schema, where: str, inner: Schema) -> Iterator[str]:
        offered = named.get("anyOf", [])
        if len(offered) != len(told):
            yield f"{where}: {len(told)} kinds here, {named} there"
            return
        for each in told:
            if all(list(self.differences(each, schema, where, inner)) for schema in offered):
                yield f"{where}: {each} is only here"

    def _of_mapping(self, told: Any, named: Schema, where: str, inner: Schema) -> Iterator[str]:
        if named.get("type") != "object":
            yield f"{where}: a mapping here, {named} there"
        elif told is not Any:
            yield from self.differences(told, named["additionalProperties"], f"{where}{{}}", inner)

    def _resolved(self, schema: Schema, inner: Schema) -> tuple[Schema, Schema]:
        inner = inner | schema.get("$defs", {})
        name = schema.get("$ref", "").rpartition("/")[2]
        if not name:
            return schema, inner
        return (inner if "$defs" in schema["$ref"] else self._named)[name], inner
