"""The one thing that knows the code: what names mean in it, where they are used, and which of it may change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from consolidator.meaning.names import Names, Origin, is_module
from consolidator.meaning.scope import Scope
from consolidator.model import Call, Import, Ref
from consolidator.survey import Survey
from consolidator.syntax.expressions import dotted


class World(Names):
    """All modules that were read, and what is known of the others; nothing in it changes once built.

    `survey` is what was read. Files that `scope` does not hold are read like all others and stay as they are.
    """

    def __init__(self, survey: Survey, scope: Scope | None = None) -> None:
        super().__init__(survey)
        self.scope = scope or Scope()
        self._calls: dict[tuple[str, str], list[tuple[str, Call]]] | None = None
        self._refs: dict[tuple[str, str], list[tuple[str, Ref]]] | None = None

    def calls_to(self, path: str, name: str) -> tuple[tuple[str, Call], ...]:
        """Every call that reaches a function or class of the repository, with the file it stands in."""
        if self._calls is None:
            self._calls = defaultdict(list)
            for where, call, origin in self._resolved_calls():
                if not origin.rest:
                    self._calls[origin.path, origin.name].append((where, call))
        return tuple(self._calls.get((path, name), ()))

    def _resolved_calls(self) -> Iterator[tuple[str, Call, Origin]]:
        for path, module in self.facts.items():
            is_known = self.known_in(path)
            for call in module.calls:
                names = dotted(call.expr.parts[0])
                if names is None or not is_known(names[0]):
                    continue
                origin = self.resolve(path, names, call.scope)
                if origin.kind in ("function", "class", "member", "value"):
                    yield path, call, origin

    def refs_to(self, path: str, name: str) -> tuple[tuple[str, Ref], ...]:
        """Every use of a module-level name of the repository, with the file it stands in; longer chains included."""
        if self._refs is None:
            self._refs = defaultdict(list)
            for where, module in self.facts.items():
                is_known = self.known_in(where)
                for ref in module.refs:
                    if not is_known(ref.dotted[0]):
                        continue
                    origin = self.resolve(where, ref.dotted, ref.scope)
                    if origin.kind in ("function", "class", "value"):
                        self._refs[origin.path, origin.name].append((where, ref))
        return tuple(self._refs.get((path, name), ()))

    def is_taken_unread(self, path: str, name: str) -> bool:
        """Whether a file that was not read, or must not change, takes a module-level name of `path`.

        Its imports are known from its text alone. With a star import, or one of the module itself, it does where the
        name stands anywhere in it. A file whose text is not known either may take anything.
        """
        if self.survey.skipped:
            return True
        unread = [
            where for where in self.modules.importers(path) if where not in self.facts or not self.scope.holds(where)
        ]
        rows = [(where, row.imported) for where in unread for row in self.modules.resolved[where] if row.file == path]
        return any(row.name == name or (_opens(path, row) and self._says(where, name)) for where, row in rows)

    def _says(self, path: str, name: str) -> bool:
        return name.encode() in self.survey.texts.get(path, b"")


def _opens(path: str, row: Import) -> bool:
    """Whether an import of a file gives more of it than one name."""
    return row.name in (None, "*") or is_module(path, row)
