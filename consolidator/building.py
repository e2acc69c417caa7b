"""Plan and snapshot to a change set: carries out, decides nothing."""

from __future__ import annotations

from consolidator.model import Change, ChangeSet, FileEdits, Flaw, NewFile, Plan, Snapshot, TextEdits
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
    rows = [_created(new, snapshot.texts.get(new.path), template_dir) for new in plan.new_files]
    rows += [_spliced(item, snapshot.texts[item.path], modes[item.path]) for item in plan.text_edits]
    flaws = []
    for item in plan.file_edits:
        try:
            rows.append(_edited(item, snapshot.texts[item.path], modes[item.path]))
        except ValueError as error:
            flaws.append(Flaw(item.path, f"its edits cannot be carried out: {error}"))
    if flaws:
        raise Unbuildable(tuple(flaws))
    return ChangeSet(tuple(sorted((c for c in rows if c.before != c.after), key=lambda c: c.path)))


def _created(new: NewFile, before: bytes | None, template_dir: str | None) -> Change:
    text = render(new.template, dict(new.values), template_dir)
    return Change(new.path, before, text.encode(), "100755" if new.executable else "100644", new.reason)


def _edited(item: FileEdits, before: bytes, mode: str) -> Change:
    after = decode(before).encode(apply(read(item.path, before), item.edits))
    return Change(item.path, before, after, mode, item.reason)


def _spliced(item: TextEdits, before: bytes, mode: str) -> Change:
    text = before.decode("utf-8", "surrogateescape")
    for edit in sorted(item.edits, key=lambda e: e.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return Change(item.path, before, text.encode("utf-8", "surrogateescape"), mode, item.reason)
