"""The text of a module to its tree, whichever Python it is written for and whichever runs the tool."""

from __future__ import annotations

import ast
import warnings

from consolidator.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, and the text that its positions count in: the module's own, or one of the same shape."""

    tree: ast.Module
    text: str
    is_newer: bool = False
    """Written for a newer Python than this one."""


def parse(text: str, newer: bool = True) -> Parsed:
    """Parse with `ast`; with `newer`, what it refuses as newer than this Python is read as well.

    Raises SyntaxError.
    """
    try:
        return Parsed(tree_of(text), text)
    except SyntaxError:
        if newer and (found := _newer(text)) is not None:
            return found
        raise


def tree_of(text: str) -> ast.Module:
    """The tree that this Python's own parser gives; raises SyntaxError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except ValueError as error:
            raise SyntaxError(str(error)) from error


def _newer(text: str) -> Parsed | None:
    from consolidator.syntax.newer import shape_of
    from consolidator.syntax.restoring import restore

    shape = shape_of(text)
    if shape is None:
        return None
    try:
        return Parsed(restore(tree_of(shape.text), shape), shape.text, is_newer=True)
    except SyntaxError:
        return None
