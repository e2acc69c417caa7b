"""`consolidate explain`: what a finding means, why it matters, how to settle it by hand."""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict

from consolidator.cli.answer import Answer
from consolidator.cli.formats import require_format
from consolidator.cli.request import Request
from consolidator.cli.terminal import look
from consolidator.codes import CODES, Code, Level
from consolidator.config import resolve
from consolidator.config.values import suggestion
from consolidator.errors import UsageError
from consolidator.typed import document_schema

if TYPE_CHECKING:
    from consolidator.report.console import Line

_WITH_SCHEMA = ("explain", "fleet", "prove")


def explain(request: Request, environ: Mapping[str, str]) -> Answer:
    """Print one code, or all of them; `--schema` prints the JSON Schema, `--markdown` the tables of all."""
    settings = resolve(request.flags, environ)
    require_format("explain", settings)
    if request.arguments["schema"]:
        return Answer(0, json.dumps(_schema(request.arguments["code"]), indent=2) + "\n")
    if request.arguments["markdown"] or settings.format == "markdown":
        from consolidator.codes.table import markdown

        return Answer(0, markdown())
    codes = _chosen(request.arguments["code"])
    if settings.format == "json":
        return Answer(0, json.dumps([_plain(code) for code in codes], indent=2) + "\n")
    terminal = look(settings.color, settings.quiet, os.environ)
    if request.arguments["code"] is not None:
        return Answer(0, page(codes[0].id, terminal.width, terminal.color_stdout))
    return Answer(0, _list(codes, terminal.width, terminal.color_stdout))


class Explained(TypedDict):
    """One code, as `explain -f json` lists it."""

    code: Annotated[str, "such as CE101"]
    title: str
    action: Literal["consolidated", "kept", "review", "unreadable"]
    level: Level
    why: Annotated[str, "why it matters"]
    fix: Annotated[str, "how to settle it by hand"]


def _schema(of: str | None) -> dict[str, Any]:
    """The schema of the document that a command prints: `fleet`, `prove` and `explain` have their own."""
    if of == "fleet":
        from consolidator.fleet.reports.published import Document as Fleet

        return document_schema("consolidate fleet", Fleet)
    if of == "prove":
        from consolidator.prove.published import Document as Proof

        return document_schema("consolidate prove", Proof)
    if of == "explain":
        return document_schema("consolidate explain", list[Explained])
    if of is not None:
        raise UsageError(f"no command called {of!r} has a schema of its own", suggestion(of, _WITH_SCHEMA))
    from consolidator.report.published import Document

    return document_schema("consolidate", Document)


def _chosen(wanted: str | None) -> tuple[Code, ...]:
    if wanted is None:
        return tuple(CODES.values())
    code = CODES.get(wanted.strip().upper())
    if code is None:
        raise UsageError(f"there is no finding code {wanted!r}", suggestion(wanted.upper(), CODES))
    return (code,)


def _plain(code: Code) -> Explained:
    return {
        "code": code.id,
        "title": code.title,
        "action": code.action.value,
        "level": code.level,
        "why": code.why,
        "fix": code.fix,
    }


def page(id: str, width: int | None, color: bool) -> str:
    """One code with why it matters and how to settle it by hand."""
    from consolidator.report.console import Line, paint

    code = CODES[id]
    head = Line(f"{code.id} {code.title} ({code.action.value})", "bold")
    why, fix = (_wrapped(text, width) for text in (code.why, code.fix))
    body = [Line(), Line("Why it matters", "dim"), *why, Line(), Line("By hand", "dim"), *fix]
    return paint([head, *body], width, color)


def _wrapped(text: str, width: int | None) -> list[Line]:
    """Whole words in each line of a terminal; anything else gets one line."""
    from consolidator.report.console import Line

    return [Line(row) for row in (textwrap.wrap(text, width, break_on_hyphens=False) if width else [text])]


def _list(codes: tuple[Code, ...], width: int | None, color: bool) -> str:
    from consolidator.report.console import Grid, Line, paint

    rows = [(code.id, code.title, code.action.value) for code in codes]
    return paint(
        [Grid(rows, ("Code", "Meaning", "Action")), Line(), Line("More: consolidate explain CODE")], width, color
    )
