"""What an expression is made of: leaves and brackets, with the entries of these and their comments; and its text."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import groupby

from consolidator.frozen import dataclass

_WORDS = frozenset({"and", "await", "else", "for", "if", "in", "is", "lambda", "not", "or", "yield"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """A token; `spaced` where white space is written in front of it."""

    text: str
    kind: str
    spaced: bool

    @property
    def is_value(self) -> bool:
        """Whether a bracket behind it is a call or an index."""
        return self.kind == "string" or (self.kind == "name" and self.text not in _WORDS)


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands between two commas: comments above it, its nodes, and a comment behind it."""

    nodes: tuple[Node, ...]
    above: tuple[str, ...] = ()
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A pair of brackets: `opened` is the comment behind the opening one, `below` those under the last entry.

    `follows` says that it belongs to what stands in front of it: a call's, or an index.
    """

    bracket: str
    entries: tuple[Entry, ...]
    spaced: bool
    follows: bool
    ends_with_comma: bool = False
    opened: str = ""
    below: tuple[str, ...] = ()

    @property
    def closing(self) -> str:
        """The bracket at its end."""
        return {"(": ")", "[": "]", "{": "}"}[self.bracket]

    @property
    def is_one_tuple(self) -> bool:
        """Whether its only comma makes a tuple of it."""
        alone = len(self.entries) == 1 and self.ends_with_comma
        return alone and (self.bracket == "[") == self.follows and self.bracket != "{"

    @property
    def may_end_with_comma(self) -> bool:
        """Whether a comma behind its last entry says nothing else."""
        if len(self.entries) > 1 or self.is_one_tuple:
            return True
        is_list = self.bracket == "{" or (self.bracket == "(") == self.follows
        return is_list and bool(self.entries) and not is_comprehension(self.entries[0].nodes)

    @property
    def comments(self) -> tuple[str, ...]:
        """All that stand in it itself, in order."""
        own = [(*entry.above, *filter(None, (entry.behind,))) for entry in self.entries]
        return (*filter(None, (self.opened,)), *(comment for row in own for comment in row), *self.below)


Node = Leaf | Group


def is_comprehension(nodes: Sequence[Node]) -> bool:
    """Whether a `for` stands among nodes."""
    return any(isinstance(node, Leaf) and (node.kind, node.text) == ("name", "for") for node in nodes)


def is_same(source: str, text: str) -> bool:
    """Whether two texts are the same expression, or argument of a call."""
    try:
        return ast.dump(ast.parse(f"f(\n{source}\n)")) == ast.dump(ast.parse(f"f(\n{text}\n)"))
    except (SyntaxError, ValueError):
        return False


def is_bound(entry: Entry) -> bool:
    """Whether comments, or strings over several lines, keep an entry from being one line."""
    return bool(entry.above or entry.behind) or any(is_forced(node) for node in entry.nodes)


def is_forced(node: Node) -> bool:
    """The same of a node."""
    if isinstance(node, Leaf):
        return "\n" in node.text
    return bool(node.opened or node.below) or any(is_bound(entry) for entry in node.entries)


def flat(nodes: Sequence[Node]) -> str:
    """The text of nodes without a line break of ours, strings that follow each other joined."""
    out = ""
    for is_string, run in groupby(nodes, lambda node: isinstance(node, Leaf) and node.kind == "string"):
        rows = list(run)
        texts = [_joined([node.text for node in rows if isinstance(node, Leaf)])] if is_string else map(_flat, rows)
        for node, text in zip(rows, texts, strict=False):
            out += f" {text}" if out and node.spaced and text != "." and not out.endswith(".") else text
    return out


def _flat(node: Node) -> str:
    if isinstance(node, Leaf):
        return node.text
    inner = ", ".join(flat(entry.nodes) for entry in node.entries)
    texts = strings_in(node)
    if len(texts) > 1 and inner != " ".join(texts):
        return inner
    return f"{node.bracket}{inner}{',' * node.is_one_tuple}{node.closing}"


def strings_in(group: Group) -> list[str]:
    """The strings in a row that are all a pair of parentheses holds."""
    if group.bracket != "(" or group.follows or group.ends_with_comma or len(group.entries) != 1:
        return []
    nodes = group.entries[0].nodes
    found = [node.text for node in nodes if isinstance(node, Leaf) and node.kind == "string"]
    return found if len(found) == len(nodes) else []


def _joined(texts: Sequence[str]) -> str:
    """Strings in a row as the one that they are, as ruff writes them; side by side where they are of several kinds."""
    apart = " ".join(texts)
    if len(texts) == 1 or "\n" in apart:
        return apart
    split = [text.partition(text[-1]) for text in texts]
    inner = "".join(text[:-1] for _, _, text in split)
    prefix = max((before for before, _, _ in split), key=len)
    for quote in ("'", '"') if all(text[-1] == "'" for text in texts) else ('"', "'"):
        together = f"{prefix}{quote}{inner}{quote}"
        if is_same(apart, together):
            return together
    return apart
