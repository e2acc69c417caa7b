"""Evidence in; text, JSON, Markdown or HTML out."""

from __future__ import annotations

import io
import json
from typing import cast

from rich.console import Console
from rich.text import Text

from consolidator.errors import UsageError
from consolidator.prove import published
from consolidator.prove.document import imports_to_json, tests_to_json, to_json
from consolidator.prove.evidence import Evidence
from consolidator.prove.figures import headline, setting, verdict
from consolidator.prove.imports import ImportCheck
from consolidator.prove.markdown import imports_to_markdown, tests_to_markdown, to_markdown
from consolidator.prove.page import to_html
from consolidator.prove.terminal import table
from consolidator.prove.tests import TestComparison
from consolidator.prove.values import Proof
from consolidator.report.words import counted

FORMATS = ("text", "json", "markdown", "html")
WIDTH = 120


def render(
    evidence: Evidence, format: str, template_dir: str | None = None, color: bool = False, width: int | None = None
) -> str:
    """The evidence in one of `FORMATS`, with a final newline.

    `color` and `width` (in columns, None: not a terminal) shape the text. Raises UsageError for another format, and for
    HTML where nothing was measured.
    """
    if format == "json":
        return json.dumps(document(evidence), indent=2) + "\n"
    if format == "markdown":
        return markdown(evidence)
    if format == "html":
        if evidence.proof is None:
            raise UsageError("there are no figures to draw", "name the app with --app, or choose another format")
        return to_html(evidence.proof, template_dir=template_dir)
    if format != "text":
        raise UsageError(f"{format!r} is not a format", f"choose one of {', '.join(FORMATS)}")
    return text(evidence, color, width)


def document(evidence: Evidence) -> published.Document:
    """The figures at the top level, `imports` and `tests` beside them where they were asked for."""
    figures = to_json(evidence.proof) if evidence.proof else published.Figures()
    found = cast(published.Document, {**figures, "holds": evidence.holds})
    if evidence.imports:
        found["imports"] = imports_to_json(evidence.imports)
    if evidence.tests:
        found["tests"] = tests_to_json(evidence.tests)
    return found


def markdown(evidence: Evidence) -> str:
    """The sections for a pull request's body, the figures first."""
    parts = [
        to_markdown(evidence.proof) if evidence.proof else "",
        imports_to_markdown(evidence.imports) if evidence.imports else "",
        tests_to_markdown(evidence.tests) if evidence.tests else "",
    ]
    return "\n".join(part for part in parts if part)


def text(evidence: Evidence, color: bool = False, width: int | None = None) -> str:
    """The table and the sentences for a terminal."""
    console = Console(
        file=io.StringIO(),
        width=width or WIDTH,
        force_terminal=color,
        no_color=not color,
        highlight=False,
        markup=False,
    )
    with console.capture() as captured:
        if evidence.proof is not None:
            _print_proof(console, evidence.proof)
        for line in (*_import_lines(evidence.imports), *_test_lines(evidence.tests)):
            console.print(Text(line), soft_wrap=True)
    return captured.get()


def _import_lines(check: ImportCheck | None) -> list[str]:
    if check is None:
        return []
    counts = f"{len(check.new_failures)} newly fail, {len(check.old_failures)} failed before as well"
    failing = [f"  {path}: {reason}" for path, reason in check.new_failures.items()]
    return [f"{len(check.changed)} changed modules imported: {counts}", *failing]


def _test_lines(comparison: TestComparison | None) -> list[str]:
    if comparison is None:
        return []
    counts = f"{len(comparison.new_failures)} newly fail, {len(comparison.old_failures)} failed before as well"
    idle = [f"they prove nothing: {comparison.idle}"] if comparison.idle else []
    return [f"tests: {counted(comparison.trial)}; {counts}", *idle, *(f"  {name}" for name in comparison.new_failures)]


def _print_proof(console: Console, proof: Proof) -> None:
    console.print(Text(headline(proof), style="bold"))
    console.print()
    console.print(table(proof))
    console.print()
    console.print(Text(verdict(proof), style="green" if proof.holds else "red"), soft_wrap=True)
    for line in (f"{setting(proof)}.", *proof.notes):
        console.print(Text(line, style="dim"), soft_wrap=True)
