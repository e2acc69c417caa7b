"""The text of a Dockerfile to its stages: what each copies in, where it works and what it starts.

A reader of our own, because the one kept parser on the package index takes the lines of a heredoc for instructions.
https://docs.docker.com/reference/dockerfile/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from consolidator.frozen import dataclass, field, replace
from consolidator.regex import lazy

_MOST_LINES = 5_000
_LONGEST = 4_000
"""Characters of a value: variables that hold each other twice would double it line by line."""

_HEREDOC = lazy(r"<<-?\s*([\"']?)(\w+)\1")
_VARIABLE = lazy(r"\$(?:\{(\w+)(?::?-([^${}]{0,200}))?\}|(\w+))")
_PAIR = lazy(r"(?<!\w)([A-Za-z_]\w*)=(\"(?:[^\"\\]|\\.)*\"|'[^']*'|\S*)")


@dataclass(frozen=True, slots=True)
class Copy:
    """One COPY or ADD: paths as written with variables filled in; `stage` is `--from`."""

    sources: tuple[str, ...]
    target: str
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: `base` is an image or an earlier stage; commands are lists of words, shell form as `sh -c`.

    `workdir` and the targets of `copies` are absolute.
    """

    base: str
    name: str
    line: int
    workdir: str = "/"
    copies: tuple[Copy, ...] = ()
    command: tuple[str, ...] = ()
    entrypoint: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    command_line: int = 0


def stages(text: str) -> tuple[Stage, ...]:
    """The stages in order; what stands ahead of the first FROM are variables."""
    found: list[Stage] = []
    known: dict[str, str] = {}
    for line, name, value in _instructions(text):
        if name == "ARG":
            key, _, default = value.partition("=")
            known.setdefault(key.strip(), default.strip().strip("\"'"))
        elif name == "FROM":
            found.append(_started(_filled(value, known), line, found))
        elif found:
            found[-1] = _with(found[-1], line, name, value, known)
    return tuple(found)


def _instructions(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, name in capitals, value): continuations joined, comments and heredocs left out."""
    lines = text.splitlines()[:_MOST_LINES]
    at = 0
    while at < len(lines):
        start = at
        parts: list[str] = []
        while at < len(lines):
            bare = lines[at].strip()
            at += 1
            if bare.startswith("#") or (not bare and parts):
                continue
            parts.append(bare.removesuffix("\\").strip())
            if not bare.endswith("\\"):
                break
        name, _, value = " ".join(parts).partition(" ")
        for _, end in _HEREDOC.findall(value) if name.upper() in ("RUN", "COPY", "ADD") else ():
            at = next((i + 1 for i in range(at, len(lines)) if lines[i].strip() == end), at)
        if name:
            yield start + 1, name.upper(), value.strip()


def _started(value: str, line: int, earlier: list[Stage]) -> Stage:
    """A stage that begins from an earlier one has all that it has."""
    words = [word for word in value.split() if not word.startswith("--")]
    base = words[0] if words else ""
    name = words[2] if len(words) > 2 and words[1].lower() == "as" else ""
    before = next((stage for stage in reversed(earlier) if stage.name and stage.name.lower() == base.lower()), None)
    return replace(before, name=name, line=line) if before else Stage(base, name, line)


def _with(stage: Stage, line: int, name: str, value: str, known: Mapping[str, str]) -> Stage:
    variables = {**known, **stage.environment}
    if name == "WORKDIR":
        return replace(stage, workdir=absolute(stage.workdir, _filled(value, variables).strip("\"'")))
    if name in ("COPY", "ADD"):
        copy = _copy(_filled(value, variables), stage.workdir)
        return replace(stage, copies=(*stage.copies, copy)) if copy else stage
    if name == "ENV":
        return replace(stage, environment={**stage.environment, **_pairs(value, variables)})
    if name == "CMD":
        return replace(stage, command=_form(value), command_line=line)
    if name == "ENTRYPOINT":
        own = stage.command_line > stage.line
        return replace(stage, entrypoint=_form(value), command=stage.command if own else (), command_line=line)
    return stage


def _form(value: str) -> tuple[str, ...]:
    """Exec form as it is; shell form as the shell that runs it."""
    if value.startswith("["):
        try:
            words = json.loads(value)
        except (ValueError, RecursionError):
            words = None
        if isinstance(words, list):
            return tuple(str(word) for word in words)
    return ("sh", "-c", value) if value else ()


def _copy(value: str, workdir: str) -> Copy | None:
    stage = None
    words = _form(value) if value.startswith("[") else tuple(value.split())
    while words and words[0].startswith("--"):
        stage = words[0].removeprefix("--from=") if words[0].startswith("--from=") else stage
        words = words[1:]
    if words and words[0].startswith("["):
        words = _form(" ".join(words))
    if len(words) < 2 or words[0].startswith("<<"):
        return None
    into = absolute(workdir, words[-1])
    is_folder = words[-1].endswith("/") or words[-1] in (".", "..") or len(words) > 2
    return Copy(words[:-1], into + "/" if is_folder and into != "/" else into, stage)


def absolute(folder: str, path: str) -> str:
    """A path inside an image, seen from a folder there; `.` and `..` resolved."""
    parts: list[str] = []
    for part in (path if path.startswith("/") else f"{folder}/{path}").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def _pairs(value: str, variables: Mapping[str, str]) -> dict[str, str]:
    pairs = _PAIR.findall(value)
    if not pairs or not _PAIR.match(value):
        key, _, rest = value.partition(" ")
        pairs = [(key, rest.strip())]
    return {key: _filled(text.strip("\"'"), variables) for key, text in pairs if key}


def _filled(text: str, variables: Mapping[str, str]) -> str:
    """With the variables that are known; one that is not stays as it is written, a default counts."""
    return _VARIABLE.sub(lambda m: variables.get(m[1] or m[3]) or m[2] or m[0], text[:_LONGEST])[:_LONGEST]
