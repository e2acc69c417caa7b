"""Plan and snapshot to a change set: carries out, decides nothing."""

from __future__ import annotations

import posixpath

from consolidator import returning
from consolidator.fitting import fitted, fresh_lines
from consolidator.model import Change, ChangeSet, FileEdits, Flaw, NewFile, Plan, Snapshot, TextEdits
from consolidator.processes.formatters import formatting
from consolidator.processes.linters import selected
from consolidator.suppressing import CODES, OF_PLACE, suppressed, suppressed_above
from consolidator.syntax.decoding import decode
from consolidator.syntax.reading import read
from consolidator.syntax.rewriting import apply
from consolidator.templating import render


class Unbuildable(ValueError):
    """Edits that cannot be carried out together: `flaws` name the files and reasons."""

    def __init__(self, flaws: tuple[Flaw, ...]) -> None:
        super().__init__("; ".join(map(str, flaws)))
        self.flaws = flaws


def build(plan: Plan, snapshot: Snapshot, template_dir: str | None = None) -> ChangeSet:
    """The files as they will be, in path order; files that come out as they were are left out. Raises Unbuildable."""
    modes = {entry.path: entry.mode for entry in snapshot.entries}
    rows = [_created(new, snapshot, template_dir) for new in plan.new_files]
    rows += [_spliced(item, snapshot.texts[item.path], modes[item.path]) for item in plan.text_edits]
    flaws = []
    for item in plan.file_edits:
        try:
            rows.append(_edited(item, snapshot, modes[item.path]))
        except ValueError as error:
            flaws.append(Flaw(item.path, f"its edits cannot be carried out: {error}"))
    if flaws:
        raise Unbuildable(tuple(flaws))
    return ChangeSet(tuple(sorted((c for c in rows if c.before != c.after), key=lambda c: c.path)))


def _created(new: NewFile, snapshot: Snapshot, template_dir: str | None) -> Change:
    text = render(new.template, dict(new.values), template_dir)
    if codes := selected(snapshot.texts, new.path, CODES):
        is_test = posixpath.basename(new.path).startswith("test_")
        text = text if is_test else suppressed(text, codes)
        text = suppressed_above(text, codes if is_test else (), _of_place(new.path, snapshot) & codes)
    before = snapshot.texts.get(new.path)
    return Change(new.path, before, text.encode(), "100755" if new.executable else "100644", new.reason)


def _of_place(path: str, snapshot: Snapshot) -> frozenset[str]:
    """What a linter says of a file for the folder that it is in: https://docs.astral.sh/ruff/rules/implicit-namespace-package/"""
    folder = posixpath.dirname(path)
    is_package = any(entry.path == posixpath.join(folder, "__init__.py") for entry in snapshot.entries)
    return frozenset() if is_package or folder in ("", "src") else frozenset((OF_PLACE,))


def _edited(item: FileEdits, snapshot: Snapshot, mode: str) -> Change:
    """A file with its edits, whose new lines are as the service's own formatter and linter want them."""
    data = snapshot.texts[item.path]
    before = decode(data)
    text = apply(read(item.path, data), item.edits)
    if selected(snapshot.texts, item.path, (returning.CODE,)):
        text = returning.returned(before.text, text)
    style = formatting(snapshot.texts, posixpath.dirname(item.path))
    if style.is_said:
        text = fitted(before.text, text, style.width, style.quote)
    if codes := selected(snapshot.texts, item.path, CODES):
        text = suppressed(text, codes, fresh_lines(before.text, text))
    return Change(item.path, data, before.encode(text), mode, item.reason)


def _spliced(item: TextEdits, before: bytes, mode: str) -> Change:
    text = before.decode("utf-8", "surrogateescape")
    for edit in sorted(item.edits, key=lambda e: e.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return Change(item.path, before, text.encode("utf-8", "surrogateescape"), mode, item.reason)
