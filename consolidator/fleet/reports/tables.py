"""The fleet in; its table as CSV and as Markdown out."""

from __future__ import annotations

import csv
import io

from consolidator.fleet.reports.document import service
from consolidator.fleet.reports.standing import Load, Standing
from consolidator.fleet.reports.text import request, totals, web_address, word
from consolidator.fleet.state import Record
from consolidator.masking import mask, printable
from consolidator.report.escape import markdown_code, markdown_text
from consolidator.report.words import amount, change, sentences

_FORMULA = ("=", "+", "-", "@")


def as_csv(fleet: Standing) -> str:
    """A row for each service under the keys of the JSON document (RFC 4180)."""
    rows = [_cells(each) for each in fleet.records]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else [])
    writer.writeheader()
    writer.writerows(rows)
    return mask(out.getvalue())


def _cells(record: Record) -> dict[str, str]:
    known = record.stage is not None
    values = {
        **service(record),
        "engines_before": amount(record.engines_before) if known else "",
        "engines_after": amount(record.engines_after) if known else "",
        "error": sentences(record.error.message, record.error.cure) if record.error else "",
    }
    return {name: _cell("" if value is None else str(value)) for name, value in values.items()}


def _cell(text: str) -> str:
    """Text that a spreadsheet takes for text, not for a formula (OWASP, CSV Injection)."""
    shown = printable(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def as_markdown(fleet: Standing) -> str:
    """Totals, the budget of each server, the services, and what went wrong."""
    parts = [f"**{totals(fleet)}**"]
    if fleet.loads:
        parts.append(_table(("Server", "Connections", "Allowed", "Services"), [_server(each) for each in fleet.loads]))
    head = ("Service", "Outcome", "Stage", "Engines", "Branch", "Pull request")
    parts.append(_table(head, [_row(each) for each in fleet.records]))
    told = [(each.name, said) for each in fleet.records for said in fleet.told(each)]
    parts += ["\n".join(f"- {markdown_code(name)}: {markdown_text(said)}" for name, said in told)] if told else []
    return mask("\n\n".join(parts)) + "\n"


def _row(record: Record) -> tuple[str, ...]:
    return (
        markdown_code(record.name),
        word(record.outcome),
        record.stage.value if record.stage else "",
        change(record.engines_before, record.engines_after) if record.stage else "",
        markdown_code(record.branch or ""),
        _link(record),
    )


def _link(record: Record) -> str:
    said, url = markdown_text(request(record)), web_address(record)
    return f"[{said}]({url})" if url else said


def _server(load: Load) -> tuple[str, ...]:
    return (
        markdown_code(load.name),
        change(load.before, load.after),
        amount(load.max_connections) if load.max_connections else "",
        amount(len(load.services)),
    )


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
