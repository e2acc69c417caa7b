"""The type of a document in; the JSON Schema that describes it out.

https://json-schema.org/draft/2020-12/schema; what a description says stands in `Annotated`, and so does a mapping of
further keywords.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def document_schema(title: str, of: Any) -> dict[str, Any]:
    """The schema of a whole document."""
    return {"$schema": DRAFT, "title": title, **schema(of)}


def schema(of: Any) -> dict[str, Any]:
    """The schema of a type: plain ones, lists, mappings, literals, unions and typed dictionaries.

    Raises TypeError for anything else.
    """
    origin, arguments = get_origin(of), get_args(of)
    if origin is Annotated:
        return {**schema(arguments[0]), **_told(arguments[1:])}
    if not arguments and of in _PLAIN:
        return {"type": _PLAIN[of]}
    if origin is list:
        return {"type": "array", "items": schema(arguments[0])}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": schema(arguments[1])}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema(each) for each in arguments]}
    if is_typeddict(of):
        return _record(of)
    raise TypeError(f"{of!r} is nothing that JSON knows")


def _told(said: Sequence[Any]) -> dict[str, Any]:
    keywords: dict[str, Any] = {}
    for each in said:
        keywords.update({"description": each} if isinstance(each, str) else each)
    return keywords


def _record(of: Any) -> dict[str, Any]:
    """Every key that the type names, those that it always has required, and no other."""
    hints = get_type_hints(of, include_extras=True)
    return {
        "type": "object",
        "properties": {name: schema(hint) for name, hint in hints.items()},
        "required": [name for name in hints if name in of.__required_keys__],
        "additionalProperties": False,
    }
