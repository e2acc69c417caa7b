"""A proof, a comparison of tests, a check of imports in; sections for a pull request's body out, without a heading."""

from __future__ import annotations

from collections.abc import Sequence, Sized

from consolidator.prove.figures import headline, kinds, rows, setting, verdict
from consolidator.prove.imports import ImportCheck
from consolidator.prove.tests import TestComparison
from consolidator.prove.values import Proof
from consolidator.report.escape import markdown_code, markdown_text
from consolidator.report.words import counted

SHOWN = 50
"""Names in a list; a reviewer reads no more."""


def to_markdown(proof: Proof) -> str:
    """The figures as a table, then how they were measured."""
    table = ["| | Before | After |", "|---|---:|---:|"]
    table += [f"| {row.label} | {row.before} | {row.after} |" for row in rows(proof)]
    lines = [
        f"**{headline(proof)}.** {markdown_text(verdict(proof))}",
        "",
        *table,
        "",
        f"{markdown_text(setting(proof))}.",
    ]
    if proof.before.errors_by_kind or proof.after.errors_by_kind:
        sides = (("before", proof.before), ("after", proof.after))
        found = [f"{name} {kinds(side.errors_by_kind)}" for name, side in sides if side.errors_by_kind]
        lines += ["", f"Failures by kind: {'; '.join(found)}."]
    requests = [str(each) for each in proof.load.requests]
    lines += ["", _folded(f"Requests ({len(requests)})", [markdown_code(each) for each in requests])]
    lines += [f"- {markdown_text(note)}" for note in proof.notes]
    return "\n".join(lines).rstrip() + "\n"


def imports_to_markdown(check: ImportCheck) -> str:
    """One sentence, then what fails."""
    lines = [f"{len(check.changed)} changed modules were imported, {_amount(check.new_failures)} newly fail."]
    lines += [f"- {markdown_code(path)}: {markdown_text(reason)}" for path, reason in check.new_failures.items()]
    if check.old_failures:
        lines += ["", _folded("Failed before as well", [markdown_code(path) for path in check.old_failures])]
    return "\n".join(lines) + "\n"


def tests_to_markdown(comparison: TestComparison) -> str:
    """One sentence, then what fails newly, then what failed before."""
    counts = counted(comparison.trial)
    lines = [f"{markdown_code(comparison.command)}: {_amount(comparison.new_failures)} newly fail; {counts}."]
    lines += [f"They prove nothing: {markdown_text(comparison.idle)}."] if comparison.idle else []
    lines += [f"- {markdown_code(name)}" for name in comparison.new_failures[:SHOWN]]
    if comparison.old_failures:
        lines += ["", _folded("Failed before as well", [markdown_code(name) for name in comparison.old_failures])]
    return "\n".join(lines) + "\n"


def _amount(names: Sized) -> str:
    count = len(names)
    return f"{count:,}" if count else "none"


def _folded(title: str, items: Sequence[str]) -> str:
    shown = [f"- {item}" for item in items[:SHOWN]]
    if len(items) > SHOWN:
        shown.append(f"- and {len(items) - SHOWN:,} more")
    return "\n".join([f"<details><summary>{title}</summary>", "", *shown, "", "</details>", ""])
