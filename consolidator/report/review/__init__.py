"""A report in; the page on which a reviewer goes through a change, one self-contained HTML file, out."""

from __future__ import annotations

import base64
import hashlib

from consolidator import __version__
from consolidator.report.outcome import Report
from consolidator.report.review.files import changed_files
from consolidator.report.review.overview import budget, databases, facts, standing
from consolidator.report.review.picture import picture
from consolidator.report.review.places import grouped, places
from consolidator.report.review.proofs import measured, verified
from consolidator.report.review.text import literal
from consolidator.report.review.tree import tree
from consolidator.report.words import engines, headline, holders
from consolidator.templating import render as fill


def render(report: Report, template_dir: str | None = None) -> str:
    """The page: one style and one script, both named by their digest, no address to load from.

    Every value is escaped by the template, or by `colour` where it is code, and masked here.
    """
    plan = report.plan
    style = fill("report.css.j2", {}, template_dir).strip()
    script = fill("report.js.j2", {}, template_dir).strip()
    rows = places(plan) if plan else ()
    files = changed_files(report, rows)
    anchors = {key: hunk.anchor for file in files for hunk in file.hunks for key in hunk.places}
    values: dict[str, object] = {
        "version": __version__,
        "standing": literal(standing(report)),
        "headline": literal(headline(plan)) if plan else "consolidate",
        "lead": literal(engines(plan)) if plan and not plan.is_empty else "",
        "facts": facts(report),
        "error": literal(f"{report.error.message} {report.error.cure}") if report.error else "",
        "verified": verified(report),
        "measured": measured(report.proof),
        "picture": picture(plan) if plan else None,
        "databases": databases(plan) if plan else (),
        "holders": holders(plan.databases if plan else ()).capitalize(),
        "budget": budget(plan) if plan else None,
        "groups": grouped(rows, anchors),
        "codes": sorted({row.code for row in rows if row.code}),
        "levels": sorted({row.level for row in rows if row.level}),
        "files": files,
        "tree": tree(files),
        "digest": hashlib.sha256(report.patch).hexdigest()[:16],
        "style": style,
        "style_hash": _digest(style),
        "script": script,
        "script_hash": _digest(script),
    }
    return fill("report.html.j2", values, template_dir)


def _digest(text: str) -> str:
    """The digest by which a policy lets a style or script through (https://www.w3.org/TR/CSP3/#grammardef-hash-source)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
