"""The source of an expression to what a report shows of it: its shape, with every literal in it hidden.

A literal is shown where it cannot be a secret: a whole URL (its password masked), the scheme of a driver or the marks
between two parts of an address, and the key that something is looked up by.
"""

from __future__ import annotations

import ast
import re
import warnings

from consolidator.masking import HIDDEN, mask
from consolidator.regex import lazy

UNKNOWN = "?"
"""What is shown of a text that is no expression."""
_LONGEST = 5_000
_SCHEME = lazy(r"[a-z][a-z0-9]{0,19}(?:\+[a-z0-9_]{1,20})?://")
_MARKS = lazy(r"[:@/?&=.,; -]{1,3}")
_KEY = lazy(r"[A-Za-z_][A-Za-z0-9_.]{0,80}")
_LOOKUPS = {"getenv", "get"}
_PLAIN = {"application_name", "charset", "driver", "host", "mode", "port", "ssl", "sslmode", "timeout"}
# What SQLAlchemy's `make_url` reads (https://docs.sqlalchemy.org/en/20/core/engines.html#database-urls).
_URL = lazy(
    r"[a-z][a-z0-9+_.\-]{0,40}://(?:[^\s:/]*(?::.*)?@)?(?:\[[0-9a-f:.]*\]|[\w.,%\-]*)(?::\d{1,5})?(?:/[\w.,%+~/:\-]*)?"
    r"(?P<query>\?[^\s?]*)?",
    re.IGNORECASE,
)


def shown(source: str) -> str:
    """The expression on one line, in the quotes that Python itself writes; `?` where it cannot be read."""
    if len(source) > _LONGEST:
        return UNKNOWN
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(f"({source}\n)", mode="eval")
        return ast.unparse(_hide(tree.body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return UNKNOWN


def scheme_of(text: str) -> str | None:
    """The dialect and driver that a URL, or the beginning of one, names."""
    found = _SCHEME.match(text)
    return found.group()[: -len("://")] if found else None


def _hide(node: ast.expr, whole: bool = True) -> ast.expr:
    """The node with its literals hidden. `whole`: it is a value of its own, no part that a text is built of."""
    match node:
        case ast.Constant():
            return _constant(node, whole)
        case ast.BoolOp():
            node.values = [_hide(value, whole) for value in node.values]
        case ast.IfExp():
            node.test = _hide(node.test, False)
            node.body, node.orelse = _hide(node.body, whole), _hide(node.orelse, whole)
        case ast.Call():
            _hide_call(node)
        case ast.Subscript():
            node.value, node.slice = _hide(node.value, False), _key(node.slice)
        case ast.Dict():
            node.keys = [key if key is None else _key(key) for key in node.keys]
            node.values = [_hide(value, False) for value in node.values]
        case _:
            _hide_children(node)
    return node


def _hide_call(node: ast.Call) -> None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    first = 1 if name in _LOOKUPS else 0
    node.func = _hide(node.func, False)
    node.args = [*map(_key, node.args[:first]), *map(_hide, node.args[first:])]
    for keyword in node.keywords:
        keyword.value = _hide(keyword.value)


def _hide_children(node: ast.AST) -> None:
    """Hide what stands in a node that has no rule of its own, whatever its fields are."""
    for name, value in ast.iter_fields(node):
        if isinstance(value, list):
            setattr(node, name, [_hidden(item) for item in value])
        elif isinstance(value, ast.AST):
            setattr(node, name, _hidden(value))


def _hidden(item: object) -> object:
    if isinstance(item, ast.expr):
        return _hide(item, False)
    if isinstance(item, ast.AST):
        _hide_children(item)
    return item


def _key(node: ast.expr) -> ast.expr:
    """What something is looked up by: `os.environ["DATABASE_URL"]`, `sys.argv[1]`."""
    if isinstance(node, ast.Constant) and (
        isinstance(node.value, int) or (isinstance(node.value, str) and _KEY.fullmatch(node.value))
    ):
        return node
    return _hide(node, False)


def _constant(node: ast.Constant, whole: bool) -> ast.expr:
    value = node.value
    if value is None or isinstance(value, bool) or value is Ellipsis:
        return node
    text = value if isinstance(value, str) else ""
    if whole and _URL.fullmatch(text):
        return ast.Constant(_masked(text))
    plain = not text and isinstance(value, str)
    return node if plain or _SCHEME.fullmatch(text) or _MARKS.fullmatch(text) else ast.Constant(HIDDEN)


def _masked(url: str) -> str:
    """A URL with its password hidden, and of its query every value that is not known to be harmless."""
    address, mark, query = mask(url).partition("?")
    pairs = [pair.partition("=") for pair in query.split("&")]
    shown_pairs = [f"{key}={value if key.lower() in _PLAIN else HIDDEN}" if eq else key for key, eq, value in pairs]
    return f"{address}{mark}{'&'.join(shown_pairs)}"
