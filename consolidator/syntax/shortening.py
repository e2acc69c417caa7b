"""The text of an import statement, laid out in whatever way, without some of its names."""

from __future__ import annotations

import libcst as cst


def shortened(text: str, bound: set[str], newline: str) -> str | None:
    """The statement without the names that it binds, None where none is left; raises ValueError."""
    config = cst.PartialParserConfig(default_newline=newline)
    try:
        line = cst.ensure_type(cst.parse_statement(text, config), cst.SimpleStatementLine)
    except cst.ParserSyntaxError as error:
        raise ValueError(f"line {error.raw_line} of a statement does not parse alone") from error
    node = line.body[0]
    assert isinstance(node, cst.Import | cst.ImportFrom) and not isinstance(node.names, cst.ImportStar)
    names = [alias for alias in node.names if _bound(alias, isinstance(node, cst.Import)) not in bound]
    if not names:
        return None
    if node.names[-1] not in names:
        names[-1] = names[-1].with_changes(comma=node.names[-1].comma)
    return cst.Module([], default_newline=newline).code_for_node(node.with_changes(names=names))


def _bound(alias: cst.ImportAlias, plain: bool) -> str:
    if alias.asname is not None:
        return cst.ensure_type(alias.asname.name, cst.Name).value
    name = cst.Module([]).code_for_node(alias.name)
    return name.split(".")[0] if plain else name
