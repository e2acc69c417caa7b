"""The one thing that knows the code: what names mean in it, where they are used, and which of it may change."""

from __future__ import annotations

from collections import defaultdict

from consolidator.meaning.names import Names, Origin, is_module
from consolidator.meaning.scope import Scope
from consolidator.meaning.standing import Standing
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
        self.standing = Standing(self.facts)
        self._calls: dict[str, dict[tuple[str, str], list[tuple[str, Call]]]] = {}
        self._refs: dict[str, dict[tuple[str, str], list[tuple[str, Ref]]]] = {}

    def calls_to(self, path: str, name: str) -> tuple[tuple[str, Call], ...]:
        """Every call that reaches a function or class of the repository, with the file it stands in."""
        last = name.rpartition(".")[2]
        if last not in self._calls:
            found = self._calls[last] = defaultdict(list)
            for where, call in self.standing.calls(self.standing.known_as(last)):
                origin = self._known(where, dotted(call.expr.parts[0]), call.scope)
                if origin is not None and origin.kind in ("function", "class", "member", "value") and not origin.rest:
                    found[origin.path, origin.name].append((where, call))
        return tuple(self._calls[last].get((path, name), ()))

    def refs_to(self, path: str, name: str) -> tuple[tuple[str, Ref], ...]:
        """Every use of a module-level name of the repository, with the file it stands in; longer chains included."""
        last = name.rpartition(".")[2]
        if last not in self._refs:
            found = self._refs[last] = defaultdict(list)
            for where, ref in self.standing.refs(self.standing.known_as(last)):
                origin = self._known(where, ref.dotted, ref.scope)
                if origin is not None and origin.kind in ("function", "class", "value"):
                    found[origin.path, origin.name].append((where, ref))
        return tuple(self._refs[last].get((path, name), ()))

    def _known(self, path: str, names: tuple[str, ...] | None, scope: str) -> Origin | None:
        """What a name means, where that may be more than a variable of a function."""
        return self.resolve(path, names, scope) if names is not None and self.known_in(path)(names[0]) else None

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
