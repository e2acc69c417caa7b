"""What runs, and which files of the repository it may load."""

from __future__ import annotations

from typing import Literal

from consolidator.frozen import dataclass, field

ProcessKind = Literal[
    "web", "worker", "scheduler", "bot", "consumer", "streamlit", "loop",
    "job", "cli", "script", "notebook", "serverless", "migration", "tests",
]  # fmt: skip
"""How a process lives: the first seven serve until they are stopped, the others end by themselves."""

SERVING = frozenset({"web", "worker", "scheduler", "bot", "consumer", "streamlit", "loop"})


@dataclass(frozen=True, slots=True)
class Process:
    """Something that runs: how it starts, and which files of the repository it may load.

    `command` is masked, "" where no file says how it starts; `source` is `file:line`. `entries` are the modules that
    are loaded first, `folder` the part of the repository that it is made of. `image` are the files that its images
    hold, None where that is unknown. `sqlalchemy` is the oldest version it promises to run on, None unknown.
    `workers` are its processes in one replica; `workers_from` and `replicas_from` say in words what gives the numbers,
    "" where the command and its file do; `workers_assumed` and `replicas_assumed` what had to be assumed.
    `threads` are those of one worker where the command says so; `forks` where the code is loaded before the
    processes part.
    """

    name: str
    kind: ProcessKind
    command: str
    source: str
    entries: tuple[str, ...]
    folder: str
    image: frozenset[str] | None = field(default=None, repr=False)
    python: tuple[int, int] | None = None
    sqlalchemy: tuple[int, ...] | None = None
    workers: int = 1
    replicas: int = 1
    threads: int | None = None
    forks: bool = False
    workers_from: str = ""
    replicas_from: str = ""
    workers_assumed: str = ""
    replicas_assumed: str = ""
    reach: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def serves(self) -> bool:
        """Whether it runs until it is stopped."""
        return self.kind in SERVING
