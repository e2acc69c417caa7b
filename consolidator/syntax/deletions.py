"""A text to whether LibCST's parser would ever end on it."""

from __future__ import annotations

from consolidator.regex import lazy

DEEPEST = 8
"""Brackets within brackets behind `del`, beyond which nobody waits for LibCST.

Each one that is never closed, or holds what cannot be deleted, doubles its time: 16 take a second, 32 a day (measured
with LibCST 1.8; Python's own parser refuses them at once).
"""
_TOKENS = lazy(
    r"'''[\s\S]*?'''"
    r'|"""[\s\S]*?"""'
    r"|'(?:[^'\\\n]|\\[\s\S])*'"
    r'|"(?:[^"\\\n]|\\[\s\S])*"'
    r"|\\[\s\S]|#[^\n]*|\bdel\b|[(\[)\]\n]"
)
"""What says how deep a place is; strings and comments go by as one."""


def is_endless(text: str) -> bool:
    """Whether a `del` is followed by more brackets within each other than LibCST reads in good time."""
    if "del" not in text:
        return False
    depth: int | None = None
    for match in _TOKENS.finditer(text):
        token = match[0]
        if token == "del":
            depth = 0
        elif depth is None:
            continue
        elif token in ("(", "["):
            depth += 1
            if depth > DEEPEST:
                return True
        elif token in (")", "]"):
            depth -= 1
        if depth < 0 or (depth == 0 and token == "\n"):
            depth = None
    return False
