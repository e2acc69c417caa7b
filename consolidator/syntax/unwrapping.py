"""A `try` statement whose `finally` has become empty, without it."""

from __future__ import annotations

import libcst as cst

from consolidator.model import Span


def unwrap_finally(source: str, span: Span, edited: str) -> str:
    """`edited` is the statement's text after the edits inside it; `source` and `span` give its indentation.

    Raises ValueError.
    """
    line_start = source.rfind("\n", 0, span.start) + 1
    indent = source[line_start : span.start]
    newline = "\r\n" if "\r\n" in edited else "\n"
    head = f"if 1:{newline}"
    wrapped = head + (indent or " ") + edited if indent else edited
    try:
        module = cst.parse_module(wrapped + newline)
    except cst.ParserSyntaxError as error:
        raise ValueError(f"line {error.raw_line} of a statement does not parse alone") from error
    code = module.visit(_Unwrap(bool(indent))).code
    body = code[len(head) + len(indent) :] if indent else code
    return body.rstrip("\r\n")


class _Unwrap(cst.CSTTransformer):
    """Drops the `finally` of the outermost `try`; without handlers its body takes its place."""

    def __init__(self, wrapped: bool) -> None:
        super().__init__()
        self._depth = 0

    def visit_Try(self, node: cst.Try) -> None:
        self._depth += 1

    def leave_Try(
        self, original_node: cst.Try, updated_node: cst.Try
    ) -> cst.Try | cst.FlattenSentinel[cst.BaseStatement]:
        self._depth -= 1
        if self._depth or updated_node.finalbody is None:
            return updated_node
        if updated_node.handlers:
            return updated_node.with_changes(finalbody=None)
        body = updated_node.body
        statements = list(body.body) if isinstance(body, cst.IndentedBlock) else []
        if statements and isinstance(statements[0], cst.SimpleStatementLine | cst.BaseCompoundStatement):
            lead = (*updated_node.leading_lines, *statements[0].leading_lines)
            statements[0] = statements[0].with_changes(leading_lines=lead)
        return cst.FlattenSentinel([s for s in statements if isinstance(s, cst.BaseStatement)])
