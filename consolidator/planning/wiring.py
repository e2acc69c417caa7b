"""What surrounds the shared module: health route, shutdown, documents, tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consolidator.model import Edit, NewFile, Options, SharedModule, TextEdits
from consolidator.planning.conversion import Conversion
from consolidator.planning.world import World
from consolidator.survey import Survey


@dataclass(frozen=True, slots=True)
class Wiring:
    """Edits by file, new files, and edits of documents."""

    edits: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    new_files: tuple[NewFile, ...] = ()
    texts: tuple[TextEdits, ...] = ()


def wire(
    world: World,
    survey: Survey,
    unit: str,
    shared: SharedModule,
    conversions: Sequence[Conversion],
    options: Options,
) -> Wiring:
    """Connect the shared module to the service around it."""
    return Wiring()
