"""What surrounds the shared module: health route, shutdown, documents, tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consolidator.model import Edit, NewFile, Options, TextEdits
from consolidator.planning.conversion import Conversion
from consolidator.planning.world import World
from consolidator.survey import Survey


@dataclass(frozen=True, slots=True)
class Wiring:
    """Edits by file, new files, edits of documents, and the names of the getters that they call."""

    edits: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    new_files: tuple[NewFile, ...] = ()
    texts: tuple[TextEdits, ...] = ()
    getters: frozenset[str] = frozenset()


def wire(
    world: World,
    survey: Survey,
    unit: str,
    path: str,
    conversions: Sequence[Conversion],
    options: Options,
) -> Wiring:
    """Connect the shared module to the service around it."""
    return Wiring()
