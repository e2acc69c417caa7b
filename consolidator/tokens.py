"""Source of an expression to its leaves and brackets, and back to one line."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator

from consolidator.brackets import Entry, Group, Leaf, Node, flat, is_bound, is_forced, is_same, strings_in
from consolidator.frozen import dataclass, replace


def parsed(source: str) -> Entry | None:
    """The one entry that an expression is; None where it cannot be read, or is several."""
    try:
        opening, *tokens = _tokens(f"(\n{source}\n)")
    except (tokenize.TokenError, SyntaxError):
        return None
    rows = iter(tokens)
    group, moved = _Open(opening, True).read(rows)
    if len(group.entries) != 1 or group.ends_with_comma or next(rows, None) is not None:
        return None
    (entry,) = group.entries
    return replace(entry, above=(*moved, *filter(None, (group.opened,)), *entry.above, *group.below))


def one_line(source: str) -> str:
    """An expression as the one line that means the same; as it is where comments or strings keep its lines apart."""
    entry = parsed(source)
    if entry is None or is_bound(entry):
        return source
    text = flat(entry.nodes)
    return text if is_same(source, text) else source


@dataclass(frozen=True, slots=True)
class _Token:
    """`spaced` where white space is in front of it, `breaks` where a line ends there."""

    text: str
    kind: str
    spaced: bool
    breaks: bool

    @property
    def is_closing(self) -> bool:
        return self.kind == "op" and self.text in (")", "]", "}")


def _tokens(source: str) -> Iterator[_Token]:
    """The tokens with strings as one, whatever stands in them, and without line ends."""
    starts = [0, *(at + 1 for at, char in enumerate(source) if char == "\n")]
    depth, begin, last = 0, 0, 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        kind = tokenize.tok_name[token.type]
        if kind == "ENDMARKER":
            return
        start, end = (starts[row - 1] + column for row, column in (token.start, token.end))
        if kind.endswith("STRING_START"):  # Python 3.12 and later
            begin, depth = begin if depth else start, depth + 1
        if kind.endswith("STRING_END"):
            depth, start, kind = depth - 1, begin, "STRING"
        if depth or kind in ("NL", "NEWLINE", "INDENT", "DEDENT"):
            continue
        yield _Token(source[start:end], kind.lower(), start > last, "\n" in source[last:start])
        last = end


class _Open:
    """A group while it is read."""

    def __init__(self, opening: _Token, follows: bool) -> None:
        self._opening, self._follows, self._opened = opening, follows, ""
        self._entries: list[Entry] = []
        self._nodes: list[Node] = []
        self._above: list[str] = []
        self._behind = ""

    def read(self, rows: Iterator[_Token]) -> tuple[Group, tuple[str, ...]]:
        """The group up to its closing bracket, and the comments in it that have to stand elsewhere."""
        previous = self._opening
        for token in rows:
            if token.is_closing:
                break
            if token.kind == "comment":
                self._comment(token, previous)
            elif token.text == "," and token.kind == "op" and not self._binds():
                self._end()
            else:
                self._add(token, rows)
            previous = token
        return self._closed()

    def _comment(self, token: _Token, previous: _Token) -> None:
        text = token.text if token.text[1:2] in ("", " ", "!", ":", "#") else f"# {token.text[1:]}"
        if token.breaks:
            self._above.append(text)
        elif self._nodes:
            self._behind = text
        elif previous is self._opening:
            self._opened = text
        elif not self._entries[-1].behind:
            self._entries[-1] = replace(self._entries[-1], behind=text)
        else:
            self._entries[-1] = replace(self._entries[-1], above=(*self._entries[-1].above, text))

    def _binds(self) -> bool:
        """Whether a comma here parts parameters of a lambda, or the targets of a comprehension."""
        words = [node.text for node in self._nodes if isinstance(node, Leaf) and node.kind in ("name", "op")]
        last = next((word for word in reversed(words) if word in ("lambda", ":", "for", "in")), "")
        return last in ("lambda", "for")

    def _end(self) -> None:
        self._entries.append(Entry(tuple(self._nodes), tuple(self._above), self._behind))
        self._nodes, self._above, self._behind = [], [], ""

    def _add(self, token: _Token, rows: Iterator[_Token]) -> None:
        if self._behind:
            self._above.append(self._behind)
            self._behind = ""
        if token.kind == "op" and token.text in ("(", "[", "{"):
            last = self._nodes[-1] if self._nodes else None
            follows = isinstance(last, Group) or (last is not None and last.is_value)
            group, moved = _Open(token, follows).read(rows)
            self._nodes.append(_bare(group))
            self._above += moved
        else:
            self._nodes.append(Leaf(token.text, token.kind, token.spaced))

    def _closed(self) -> tuple[Group, tuple[str, ...]]:
        ends_with_comma = bool(self._entries) and not self._nodes
        if self._nodes:
            self._end()
        entries, below = tuple(self._entries), tuple(self._above)
        spaced = self._opening.spaced and not self._follows
        group = Group(self._opening.text, entries, spaced, self._follows, ends_with_comma, self._opened, below)
        if group.may_end_with_comma or not group.comments:
            return group, ()
        bare = tuple(Entry(entry.nodes) for entry in entries)
        return replace(group, entries=bare, opened="", below=()), group.comments


def _bare(group: Group) -> Node:
    """A group; the string over several lines that is all it holds, which formatters keep without parentheses."""
    if strings_in(group) and len(group.entries[0].nodes) == 1 and is_forced(group.entries[0].nodes[0]):
        (node,) = group.entries[0].nodes
        return replace(node, spaced=group.spaced)
    return group
