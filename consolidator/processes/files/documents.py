"""YAML text to its documents: mappings, lists and strings, each mapping with the lines of its keys.

Every scalar stays a string, as written. What cannot be read is no document; templates (`{{ }}`) are tolerated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from consolidator.regex import lazy

if TYPE_CHECKING:
    import yaml

MOST_BYTES = 300_000
_DEEPEST = 40
_MOST_NODES = 100_000
_TEMPLATE = lazy(r"\{\{([^{}]{0,400})\}\}")
_VALUE = lazy(r"\.Values\.([\w.]+)")
_DEFAULT = lazy(r"\bdefault\s+\"?([\w./-]+)\"?|\.Values\.[\w.]{1,200}\s*\|\s*default\s+\"?([\w./-]+)\"?")

TEMPLATED = "TEMPLATED"
"""What stands for a part of a template that is only known when it is rendered."""


class Block(dict[str, "Value"]):
    """A mapping; `lines` are those of its keys, counted from 1."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}

    def block(self, key: str) -> Block:
        """The mapping under a key, an empty one where there is none."""
        found = self.get(key)
        return found if isinstance(found, Block) else Block()

    def list(self, key: str) -> list[Value]:
        """The list under a key, an empty one where there is none."""
        found = self.get(key)
        return found if isinstance(found, list) else []

    def text(self, key: str) -> str:
        """The scalar under a key, "" where there is none."""
        found = self.get(key)
        return found if isinstance(found, str) else ""


Value = Block | list["Value"] | str


def documents(data: bytes, value_of: Callable[[str], str | None] | None = None) -> tuple[Block, ...]:
    """The documents that are mappings; `value_of` gives the literal values of a chart by their dotted names."""
    import yaml

    if len(data) > MOST_BYTES:
        return ()
    text = data.decode("utf-8", "replace")
    if "{{" in text:
        text = _rendered(text, value_of or (lambda name: None))
    try:
        if _depth(text) > _DEEPEST:
            return ()
        nodes = list(yaml.compose_all(text, Loader=_loader()))
    except (yaml.YAMLError, ValueError, RecursionError, MemoryError):
        return ()
    left = iter(range(_MOST_NODES))
    found = (_plain(node, left, 0) for node in nodes if node is not None)
    return tuple(document for document in found if isinstance(document, Block))


def _rendered(text: str, value_of: Callable[[str], str | None]) -> str:
    """Lines that only steer the template are blank, values are filled in where they are literal."""
    return "\n".join(_line(line, value_of) for line in text.splitlines())


def _line(line: str, value_of: Callable[[str], str | None]) -> str:
    if "{{" not in line:
        return line
    if not _TEMPLATE.sub("", line).strip():
        return ""
    return _TEMPLATE.sub(lambda m: _value(m[1], value_of), line)


def _value(expression: str, value_of: Callable[[str], str | None]) -> str:
    named = _VALUE.search(expression)
    default = _DEFAULT.search(expression)
    known = value_of(named[1]) if named else None
    return known or (default[1] or default[2] if default else TEMPLATED)


def _depth(text: str) -> int:
    """How deeply it is nested, read without nesting: a tree that is too deep is never built."""
    import yaml

    depth = deepest = 0
    for event in yaml.parse(text, Loader=_loader()):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            deepest = max(deepest, depth)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return deepest


def _loader() -> type[yaml.SafeLoader]:
    import yaml

    found: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return found


def _plain(node: yaml.Node, left: Iterator[int], depth: int) -> Value:
    """A node as a plain value; aliases that lead into themselves, or multiply, end at the limits."""
    import yaml

    if depth > _DEEPEST or next(left, None) is None:
        return ""
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, left, depth)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, left, depth + 1) for item in node.value]
    return str(node.value)


def _mapping(node: yaml.MappingNode, left: Iterator[int], depth: int) -> Block:
    """Its own keys go before those that `<<` merges in (https://yaml.org/type/merge.html)."""
    import yaml

    found = Block()
    merged: list[Block] = []
    for key, value in node.value:
        plain = _plain(value, left, depth + 1)
        if key.value == "<<" and isinstance(key, yaml.ScalarNode):
            merged += [each for each in (plain if isinstance(plain, list) else [plain]) if isinstance(each, Block)]
        elif isinstance(key, yaml.ScalarNode):
            found[str(key.value)] = plain
            found.lines[str(key.value)] = key.start_mark.line + 1
    for block in merged:
        for name, value in block.items():
            if name not in found:
                found[name] = value
                found.lines[name] = block.lines[name]
    return found
