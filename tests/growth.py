"""The regular expressions of the package, with how they are used, and texts that are hard for each of them."""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import consolidator
from consolidator import regex
from consolidator.git import failures, network
from consolidator.settings_styles._markdown import ITEM
from consolidator.survey import naming

ROOT = Path(consolidator.__file__).parent
SEARCHING = ("search", "match", "fullmatch", "sub", "findall", "finditer", "split")
BUILT: Mapping[str, tuple[str, tuple[str | bytes, ...]]] = {
    "consolidator.check.importing._textual_uses": ("search", (rb"\bname\b",)),
    "consolidator.frameworks._paths.takes": ("fullmatch", ()),
    "consolidator.git.failures.explain": ("search", tuple(row[0] for row in failures._TABLE)),
    "consolidator.git.network.unreachable": ("search", tuple(row[0] for row in network._REACHING)),
    "consolidator.settings_styles._markdown._items": ("fullmatch", (ITEM.format("NAME"),)),
    "consolidator.survey.naming": ("search", (naming(["db", "engine"]).pattern,)),
}
"""What is built while the program runs and cannot be read off the code: the function that does so, how it is asked,
and examples. A route's template is asked about one short path and has a test of its own."""
UNITS = (
    *"aF0 \t\n\f([{<'\"\\#=.-|_@/,+$;:&é", "0123456789abcdef", "\r\n", " \n", "\\\n", "\"'", "# ", "=-", "a.", "a, ",
    "a:", "a: ", ": ", "- ", "- a", "|-", "://", "a://", "a://u:", "a@", "a/", "/..", "${", "$a ", "a\n", "#\n",
    "import ", "from a import ", "from a import (", "from a import (\n", "a b ", "--", "0 ", "0\n", '"a"', "a[", "a(",
    "a\n ", "* ", "Aa", "a_b", "a-b", "; ", "<!-- ", "''' ", "{{", "{%", "(((", "]]",
)  # fmt: skip
"""What a hostile text repeats."""


@dataclass(frozen=True)
class Use:
    """One expression, where it stands, and the methods that it is asked by."""

    place: str
    pattern: re.Pattern[str] | re.Pattern[bytes]
    methods: frozenset[str]


def uses() -> tuple[list[Use], list[str]]:
    """Every expression of the package, and the functions that build one which cannot be read off the code."""
    found: dict[tuple[str | bytes, int], Use] = {}
    unread: list[str] = []
    for name, tree in _modules():
        module = importlib.import_module(name)
        called = _called(tree)
        unknown = frozenset().union(*(called[each] for each in called if not hasattr(module, each))) - {"split"}
        rows = []
        for key, value in vars(module).items():
            rows += [Use(f"{name}.{key}", each, called.get(key) or unknown) for each in _compiled(value)]
        known = {use.pattern.pattern for use in rows}
        for function, call, method in _inline(tree):
            each = _evaluated(call.args[0], module)
            if each is None:
                unread.append(f"{name}.{function}")
            elif each.pattern not in known or method != "compile":
                asked = unknown if method == "compile" else frozenset({method})
                rows.append(Use(f"{name}:{call.lineno}", each, asked))
        for use in rows:
            other = found.get((use.pattern.pattern, use.pattern.flags), use)
            found[use.pattern.pattern, use.pattern.flags] = replace(use, methods=use.methods | other.methods)
    built = [Use(name, re.compile(each), frozenset({method})) for name, (method, row) in BUILT.items() for each in row]
    return [*found.values(), *built], unread


def hard_texts(pattern: re.Pattern[str] | re.Pattern[bytes], size: int) -> Iterator[str]:
    """Texts of about `size` characters: units repeated, behind each word that the expression itself looks for."""
    words = _words(pattern)
    pairs = [("", unit) for unit in (*UNITS, *words)]
    pairs += [(word, unit) for word in words for unit in (" ", "a", "\n", ".")]
    pairs += [("", word + unit) for word in words for unit in (" ", "a ", "\n", "(")]
    for head, unit in pairs:
        yield head + unit * (size // len(unit)) + "\0"


def seconds(pattern: re.Pattern[str] | re.Pattern[bytes], method: str, text: str) -> float:
    """What one call costs this process."""
    given = text.encode() if isinstance(pattern.pattern, bytes) else text
    begun = time.process_time()
    if method == "sub":
        pattern.sub(lambda match: match[0], given)  # type: ignore[call-overload]
    elif method == "finditer":
        deque(pattern.finditer(given), 0)  # type: ignore[call-overload]
    else:
        getattr(pattern, method)(given)
    return time.process_time() - begun


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(ROOT.rglob("*.py")):
        parts = file.relative_to(ROOT.parent).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        source = file.read_text()
        has_some = "import re\n" in source or "import lazy\n" in source
        if parts[-1] != "__main__" and name != regex.__name__ and has_some:
            yield name, ast.parse(source)


def _compiled(value: object) -> list[re.Pattern[str]]:
    if isinstance(value, regex.Lazy):
        return [value.compiled]
    if isinstance(value, re.Pattern):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (tuple, list, frozenset)) else ()
    return [each for item in inner for each in _compiled(item)]


def _called(tree: ast.Module) -> Mapping[str, frozenset[str]]:
    """The methods by which each name is asked; `""` is what is asked right where it is compiled."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in SEARCHING and not _is_re(node.value):
            name = node.value.id if isinstance(node.value, ast.Name) else ""
            found[name] |= {node.attr}
    return found


def _inline(tree: ast.Module) -> Iterator[tuple[str, ast.Call, str]]:
    """The calls of `re` itself that compile an expression, each with the function that it stands in."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_re(node.func.value):
            around = [row.name for row in functions if row.lineno <= node.lineno <= (row.end_lineno or 0)]
            if node.func.attr in (*SEARCHING, "compile"):
                yield (around or [""])[-1], node, node.func.attr


def _is_re(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "re"


def _evaluated(node: ast.expr, module: ModuleType) -> re.Pattern[str] | None:
    """The expression of a call that names it with constants of its module; any other field of an f-string is a name."""
    if isinstance(node, ast.JoinedStr):
        parts = [str(_constant(each, module, "name")) for each in node.values]
        return re.compile("".join(parts))
    value = _constant(node, module, None)
    return re.compile(value) if isinstance(value, (str, bytes)) else None  # type: ignore[return-value]


def _constant(node: ast.expr, module: ModuleType, unknown: str | None) -> object:
    inner = node.value if isinstance(node, ast.FormattedValue) else node
    try:
        return eval(compile(ast.Expression(inner), "", "eval"), dict(vars(module)))
    except NameError:
        return unknown


def _words(pattern: re.Pattern[str] | re.Pattern[bytes]) -> list[str]:
    """The literal parts of an expression."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    plain = re.sub(r"\(\?P?<\w+>|\(\?P=\w+\)|\(\?[:=!<]+|\\[a-zA-Z]|\[[^\]]*\]|\{\d*,?\d*\}|\(\?[a-zA-Z]+\)", " ", text)
    words = {word for word in re.split(r"[\s()|?*+^$]+", re.sub(r"\\(.)", r"\1", plain)) if word}
    return sorted(words, key=len, reverse=True)[:8]
