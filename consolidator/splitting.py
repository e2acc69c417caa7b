"""An entry between brackets to the lines that formatters make of it: at its operators, else at its last bracket.

https://black.readthedocs.io/en/stable/the_black_code_style/current_style.html#how-black-wraps-lines , and where ruff
does otherwise a form that both leave as it is: conditions and what a lambda makes in parentheses, a comma behind what
comments or long strings keep apart, such comments above the entry or behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from consolidator.brackets import Entry, Group, Leaf, Node, flat, is_comprehension, is_forced, is_same
from consolidator.frozen import replace
from consolidator.tokens import parsed

_RANKS = {"or": 14, "and": 14, "|": 9, "^": 8, "&": 7, "<<": 6, ">>": 6, "+": 5, "-": 5, "**": 2}
_RANKS |= dict.fromkeys(("*", "/", "//", "%", "@"), 4)
_RANKS |= dict.fromkeys(("in", "not", "is", "<", ">", "<=", ">=", "==", "!="), 10)
_COMPREHENSION, _CONDITION, _STRING, _ATTRIBUTE = 20, 16, 12, 1
_BEFORE_A_VALUE = frozenset({"and", "await", "else", "if", "in", "is", "lambda", "not", "or", "for", "yield"})


def entry_lines(source: str, indent: int, width: int) -> list[str] | None:
    """The lines of an argument or an element that has them for itself, with the comma behind it.

    None where the expression cannot be read, or where it would say something else.
    """
    entry = parsed(source)
    if entry is None:
        return None
    lines = list(_entry(entry, indent, width, ","))
    return lines if is_same(source, "\n".join(lines)) else None


def statement(head: str, value: str, indent: int, width: int) -> str:
    """A statement that begins at a column, its value behind a head such as `url = ` split; else as it is written."""
    entry = parsed(value)
    if entry is None:
        return head + value
    nodes, behind = entry.nodes, (entry.behind,) if entry.behind else ()
    if _places(nodes) or _parenthesised(nodes, indent, width, False) is not nodes:
        nodes = (Group("(", (Entry(nodes),), False, False),)
    lines = _lines(
        (Leaf(head.rstrip(), "op", False), replace(nodes[0], spaced=True), *nodes[1:]), indent, width, "", True
    )
    comments = [" " * indent + comment for comment in (*entry.above, *behind)]
    text = "\n".join((*comments, *lines))
    return text.removeprefix(" " * indent) if is_same(value, text.partition(head)[2]) else head + value


def _entry(entry: Entry, indent: int, width: int, tail: str, bare: bool = False) -> Iterator[str]:
    """An entry with its comments; the one behind it stands above it where its line would be too long.

    It is `bare` where it is all that stands in parentheses, and needs none of its own.
    """
    lines = list(_lines(entry.nodes, indent, width, tail, bare))
    above, behind = entry.above, f"  {entry.behind}" if entry.behind else ""
    if behind and len(lines[-1]) + len(behind) > width:
        above, behind = (*above, entry.behind), ""
    yield from (" " * indent + comment for comment in above)
    yield from lines[:-1]
    yield lines[-1] + behind


def _lines(nodes: Sequence[Node], indent: int, width: int, tail: str, bare: bool = False) -> Iterator[str]:
    """Nodes at a column: on a line where they fit, else split once and the parts treated alike."""
    line = " " * indent + flat(nodes) + tail
    forced = any(is_forced(node) for node in nodes)
    if not forced and len(line) <= width:
        yield line
        return
    nodes = _parenthesised(nodes, indent, width, bare)
    places = _places(nodes)
    if places and not any(isinstance(node, Leaf) and is_forced(node) for node in nodes):
        ends = [0, *places, len(nodes)]
        parts = [nodes[start:end] for start, end in pairwise(ends)]
        for part in parts[:-1]:
            yield from _lines(part, indent, width, "", True)
        yield from _lines(parts[-1], indent, width, tail, True)
        return
    at = _bracket(nodes, indent, width)
    if at is None:
        yield line
    else:
        yield from _split_at(nodes, at, indent, width, tail)


def _split_at(nodes: Sequence[Node], at: int, indent: int, width: int, tail: str) -> Iterator[str]:
    """What stands in a pair of brackets on lines of its own."""
    space, group = " " * indent, nodes[at]
    assert isinstance(group, Group)
    head = flat((*nodes[:at], replace(group, entries=(), ends_with_comma=False)))[:-1]
    yield space + head + (f"  {group.opened}" if group.opened else "")
    yield from _body(group, indent + 4, width)
    yield from _lines((Leaf(group.closing, "op", False), *nodes[at + 1 :]), indent, width, tail, True)


def _body(group: Group, indent: int, width: int) -> Iterator[str]:
    """The entries: on one line where they fit and are no list of their own, and nothing keeps them apart."""
    forced = is_forced(group)
    line = ", ".join(flat(entry.nodes) for entry in group.entries) + "," * group.is_one_tuple
    if not forced and indent + len(line) <= width and (group.follows or len(group.entries) == 1):
        yield " " * indent + line
        return
    comma = group.is_one_tuple or len(group.entries) > 1 or (forced and group.may_end_with_comma)
    bare = group.bracket == "(" and not group.follows and not comma
    for entry in group.entries:
        yield from _entry(entry, indent, width, "," * comma, bare)
    yield from (" " * indent + comment for comment in group.below)


def _bracket(nodes: Sequence[Node], indent: int, width: int) -> int | None:
    """The last brackets with something in them, or the last ones that a line reaches."""
    places = [at for at, node in enumerate(nodes) if isinstance(node, Group) and node.entries]
    for at in reversed([at for at in places if is_forced(nodes[at])] or places):
        if indent + len(flat(nodes[:at])) + 1 <= width:
            return at
    return places[0] if places else None


def _parenthesised(nodes: Sequence[Node], indent: int, width: int, bare: bool) -> Sequence[Node]:
    """The nodes with parentheses around a condition that is a value, and around what a lambda makes."""
    start = _value(nodes)
    value = nodes[start:]
    if is_comprehension(value) or (bare and not start):
        return nodes
    is_made = any(_is(node, "lambda") for node in nodes[:start])
    if not (is_made and _is_apart(nodes[:start], value, indent, width)) and not any(_is(node, "if") for node in value):
        return nodes
    first = replace(value[0], spaced=False)
    return (*nodes[:start], Group("(", (Entry((first, *value[1:])),), value[0].spaced, False))


def _is_apart(head: Sequence[Node], value: Sequence[Node], indent: int, width: int) -> bool:
    """Whether what a lambda makes gets lines of its own: it is no call, or a line does not reach its bracket."""
    if len(value) == 1 and isinstance(value[0], Group):
        return False
    nodes = (*head, *value)
    at = _bracket(nodes, indent, width)
    return bool(_places(value)) or at is None or indent + len(flat(nodes[:at])) + 1 > width


def _value(nodes: Sequence[Node]) -> int:
    """Where the value begins: behind the name of an argument, a key, the parameters of a lambda."""
    starts = [at + 1 for at, node in enumerate(nodes) if _is(node, ":", "=", ":=")]
    return starts[-1] if starts and starts[-1] < len(nodes) else 0


def _places(nodes: Sequence[Node]) -> list[int]:
    """In front of which nodes a line breaks: those that bind least."""
    ranks: dict[int, int] = {}
    is_target = is_parameter = False
    comprehends = is_comprehension(nodes)
    for at, node in enumerate(nodes):
        previous = nodes[at - 1] if at else None
        is_parameter = (is_parameter or _is(node, "lambda")) and not _is(node, ":")
        if is_target and _is(node, "in"):
            is_target = False
        elif not is_target and not is_parameter and isinstance(node, Leaf) and at:
            ranks[at] = _rank(node, previous, comprehends)
        is_target = is_target or _is(node, "for")
    most = max(ranks.values(), default=0)
    found = [at for at, rank in ranks.items() if rank == most]
    return found if most > _ATTRIBUTE or (most and len(found) > 1) else []


def _rank(node: Leaf, previous: Node | None, comprehends: bool) -> int:
    """How little an operator binds; 0 where no line breaks in front of a leaf."""
    if node.kind == "string":
        return _STRING if isinstance(previous, Leaf) and previous.kind == "string" else 0
    if node.text == ".":
        return _ATTRIBUTE if isinstance(previous, Group) else 0
    if node.text in ("for", "async") and node.kind == "name":
        return 0 if _is(previous, "async") else _COMPREHENSION
    if node.text in ("if", "else"):
        return _COMPREHENSION if comprehends else _CONDITION
    if _is(previous, "not", "is") and node.text in ("in", "not"):
        return 0
    is_operand = isinstance(previous, Group) or (
        isinstance(previous, Leaf) and previous.kind != "op" and previous.text not in _BEFORE_A_VALUE
    )
    return _RANKS.get(node.text, 0) if is_operand else 0


def _is(node: Node | None, *texts: str) -> bool:
    return isinstance(node, Leaf) and node.kind in ("name", "op") and node.text in texts
