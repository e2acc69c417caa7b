"""Facts of a file to bytes and back: a pickle of values, of which one that builds anything but `VALUES` is refused."""

from __future__ import annotations

import io
import pickle
import zlib
from typing import Any

from consolidator import model

VALUES = frozenset(
    {
        "Span",
        "Expr",
        "Import",
        "Param",
        "Statement",
        "Function",
        "Class",
        "Binding",
        "Call",
        "Ref",
        "Text",
        "Pragma",
        "Unread",
    }
)
"""The classes of `model` that facts are made of."""
_CONSTANTS = frozenset({"complex", "Ellipsis"})
"""What constants of Python need beside them."""

Values = tuple[Any, ...]


def packed(values: Values) -> bytes | None:
    """The values as bytes; None where they cannot be told."""
    try:
        return zlib.compress(pickle.dumps(values, protocol=5), 1)
    except (RecursionError, pickle.PicklingError):
        return None


def unpacked(content: bytes) -> Values | None:
    """The values again; None where the bytes tell of something else."""
    try:
        values = opened(zlib.decompress(content))
    except zlib.error:
        return None
    return values if isinstance(values, tuple) else None


def opened(content: bytes) -> Any:
    """The values of a plain pickle; None where it tells of something else."""
    try:
        return _Reader(io.BytesIO(content)).load()
    except Exception:  # a pickle that was made by something else may raise anything
        return None


class _Reader(pickle.Unpickler):
    """Builds facts, and nothing that could run (https://docs.python.org/3/library/pickle.html#restricting-globals)."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, where it is one of those that facts are made of."""
        known = getattr(model, name) if name in VALUES else None
        if known is not None and module == known.__module__:
            return known
        if module == "builtins" and name in _CONSTANTS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of facts")
