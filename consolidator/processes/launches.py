"""The values between a deployment file and a process: what is started, by which command, out of which image."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from consolidator.frozen import dataclass, field
from consolidator.model import ProcessKind


class Target(NamedTuple):
    """What a command runs: a dotted module or a file, as written; `root` is the folder the command puts in front."""

    how: Literal["module", "file"]
    name: str
    attribute: str = ""
    root: str = ""


def target(text: str, root: str = "") -> Target:
    """`package.module:attribute` or a path, as servers take them."""
    name, _, attribute = text.partition(":")
    if name.endswith(".py") or "/" in name:
        return Target("file", name, attribute, root)
    return Target("module", name, attribute.removesuffix("()"), root)


class Command(NamedTuple):
    """One program of a command line, its wrappers taken off.

    `workers` and `threads` are None where the command does not say; `assumed` is what had to be assumed of them.
    `forks` says that the program loads the code first and forks afterwards.
    """

    words: tuple[str, ...]
    kind: ProcessKind
    targets: tuple[Target, ...] = ()
    workers: int | None = None
    threads: int | None = None
    forks: bool = False
    assumed: str = ""
    config: str = ""
    """A configuration file that may give what the command line does not."""
    variable: str = ""
    """An environment variable that gives the workers where nothing else does."""


@dataclass(frozen=True, slots=True)
class Image:
    """A container image: `files` maps its absolute paths to the repository's, `folder` is where commands run.

    It starts `entrypoint` followed by `command`; `environment` are its variables, `python` its interpreter's version.
    """

    source: str
    folder: str
    files: Mapping[str, str]
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    python: tuple[int, int] | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Launch:
    """One way of starting something, as a deployment file says it.

    `line` is the command line; `source` is `file:line`; `folder` the working directory, of the repository where no
    image is known, else inside the image. `replicas` is None where the file names no number; `environment` are the
    variables that it sets literally.
    """

    name: str
    line: str
    source: str
    folder: str
    image: Image | None = None
    replicas: int | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    kind: ProcessKind | None = None
    """Where the file itself says what it is: a scheduled job."""
    lasts: bool = False
    """Whether the file keeps it running: then whatever it starts last does not end by itself."""
    rank: int = 0
    """The lower, the more its kind of file has the last word."""
    alternative: bool = False
    """Whether several of one file are several ways to start one thing, not several things."""

    @property
    def path(self) -> str:
        """The deployment file."""
        return self.source.rpartition(":")[0]


def kind_by_name(name: str) -> ProcessKind | None:
    """What a service is by its name, where that says it."""
    return next((kind for word, kind in _BY_NAME if word in name.lower()), None)


_BY_NAME: tuple[tuple[str, ProcessKind], ...] = (
    ("worker", "worker"),
    ("consumer", "consumer"),
    ("scheduler", "scheduler"),
    ("listener", "consumer"),
    ("bot", "bot"),
    ("daemon", "loop"),
)


def line_of(command: str | tuple[str, ...] | None) -> str:
    """A command in exec form as a line that the shell would read the same way; None starts nothing."""
    if command is None or isinstance(command, str):
        return command or ""
    return " ".join(quoted(word) for word in command)


def quoted(word: str) -> str:
    """A word as the shell must see it to take it for one."""
    return word if re.fullmatch(r"[\w@%+=:,./${}*-]+", word) else "'" + word.replace("'", "'\"'\"'") + "'"
