"""A launch to the commands that it comes to: shells, entry scripts and wrappers seen through."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from consolidator.frozen import dataclass
from consolidator.processes.files.dockerfile import absolute
from consolidator.processes.launches import Command, Launch, Target, quoted
from consolidator.processes.programs import command
from consolidator.processes.shell import commands
from consolidator.processes.wrappers import program, shell_text, unwrapped
from consolidator.regex import lazy

_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})
_VARIABLE = lazy(r"\$(?:\{(\w{1,60})\}|(\w{1,60}))")
_LONGEST = 4_000
_DEEPEST = 4
"""Shells and scripts inside each other that are followed."""

_MOST = 200
"""Commands of one launch that are read."""


@dataclass(frozen=True, slots=True)
class Started:
    """One command of a launch, where it runs and under which variables."""

    launch: Launch
    command: Command
    folder: str
    environment: Mapping[str, str]


def started(
    launch: Launch, texts: Mapping[str, bytes], scripts: Mapping[str, Target] | None = None
) -> tuple[Started, ...]:
    """The commands of Python in a launch, in order; `texts` holds the shell scripts that it may run, `scripts` are
    the commands that the repository's own packages install."""
    found: list[Started] = []
    for words, folder, environment in _Follower(launch, texts).follow(launch.line, _DEEPEST):
        read = command(words) or _installed(words, scripts)
        if read is not None:
            found.append(Started(launch, read, folder, environment))
        if len(found) >= _MOST:
            break
    return tuple(found)


def _installed(words: tuple[str, ...], scripts: Mapping[str, Target] | None) -> Command | None:
    """A command that a package of the repository installs; what kind of process it is, its module says."""
    target = scripts.get(program(words)) if scripts else None
    return Command(words, "script", (target,)) if target is not None else None


class _Follower:
    """Follows one launch; keeps the working folder and the variables that its commands set on the way."""

    def __init__(self, launch: Launch, texts: Mapping[str, bytes]) -> None:
        self._launch = launch
        self._texts = texts
        self._folder = launch.folder
        self._environment = dict(launch.environment)
        self._left = _MOST

    def follow(self, line: str, left: int) -> Iterator[tuple[tuple[str, ...], str, Mapping[str, str]]]:
        """(words, folder, variables) of each innermost command."""
        for words in commands(line):
            self._left -= 1
            if self._left < 0:
                return
            inner, assigned = unwrapped([self._filled(word) for word in words])
            if not inner:
                self._environment |= assigned
                continue
            name = program(inner)
            if name == "cd" and len(inner) > 1:
                self._folder = self._inside(inner[1])
            elif name == "export":
                self._environment |= {key: value for key, _, value in (word.partition("=") for word in inner[1:])}
            else:
                yield from self._one(inner, assigned, left)

    def _one(
        self, words: tuple[str, ...], assigned: Mapping[str, str], left: int
    ) -> Iterator[tuple[tuple[str, ...], str, Mapping[str, str]]]:
        text = shell_text(words)
        if text is not None:
            yield from self.follow(text, left - 1) if left else ()
            return
        script, arguments = self._script(words)
        if script is None:
            yield words, self._folder, {**self._environment, **assigned}
        elif left:
            yield from self.follow(_with_arguments(script, arguments), left - 1)

    def _script(self, words: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
        """The text of a shell script that is run, and its arguments."""
        if program(words) in (*_SHELLS, ".", "source"):
            words = tuple(word for at, word in enumerate(words) if at and not (at < 3 and word.startswith("-")))
        if not words or words[0].endswith(".py"):
            return None, ()
        path = self._file(words[0])
        data = self._texts.get(path, b"") if path is not None else b""
        if path is None or path.endswith(".py") or b"\0" in data:
            return None, ()
        return data.decode("utf-8", "replace"), words[1:]

    def _file(self, name: str) -> str | None:
        image = self._launch.image
        inside = absolute(self._folder, name)
        if image is not None:
            found = image.files.get(inside)
            if found is None and "/" not in name and (name.endswith(".sh") or "entrypoint" in name):
                found = next((path for at, path in image.files.items() if at.rpartition("/")[2] == name), None)
            return found
        if "/" not in name and not name.endswith(".sh"):
            return None
        tail = name.lstrip("./")
        beside = posixpath.normpath(posixpath.join(self._launch.folder, tail))
        return next((path for path in (inside.lstrip("/"), beside, tail) if path in self._texts), None)

    def _filled(self, word: str) -> str:
        """With the variables whose values are known; the others stay as they are written."""
        if "$" not in word:
            return word
        known = self._environment
        return _VARIABLE.sub(lambda m: known.get(m[1] or m[2], m[0]), word)[:_LONGEST]

    def _inside(self, folder: str) -> str:
        if "$" in folder:
            return self._folder
        return absolute(self._folder, folder).lstrip("/")


def _with_arguments(script: str, arguments: tuple[str, ...]) -> str:
    """The script with what stands for all of its arguments filled in."""
    given = " ".join(map(quoted, arguments))
    for sign in ('"$@"', '"${@}"', "$@", "${@}", '"$*"', "$*"):
        script = script.replace(sign, given)
    return script
