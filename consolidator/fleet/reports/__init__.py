"""The state of a fleet in; text, JSON, CSV, Markdown and HTML out. Nothing here prints."""

from __future__ import annotations

from consolidator.fleet.reports.standing import Standing, standing

__all__ = ["Standing", "render", "standing"]


def render(format: str, fleet: Standing) -> str:
    """The fleet in one of the formats of `values.FORMATS`."""
    from consolidator.fleet.reports import document

    if format == "json":
        return document.as_json(fleet)
    return document.as_lines(fleet)
