"""The state of a fleet in; text, JSON, CSV, Markdown and HTML out. Nothing here prints."""

from __future__ import annotations

from consolidator.fleet.reports.standing import Standing, overdrawn, standing, worst

__all__ = ["Standing", "overdrawn", "render", "standing", "worst"]


def render(format: str, fleet: Standing) -> str:
    """The fleet in one of the formats of `formats.FORMATS`, html excepted, which is more than one file."""
    from consolidator.fleet.reports import document, tables

    as_text = {
        "json": document.as_json,
        "jsonl": document.as_lines,
        "csv": tables.as_csv,
        "markdown": tables.as_markdown,
    }
    return as_text[format](fleet)
