"""A reading git command -> its output; nothing of the repository's configuration is run, nothing is written."""

from __future__ import annotations

import os
import subprocess
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, NoReturn

from consolidator.errors import ConsolidateError, EnvironmentFailed
from consolidator.frozen import dataclass
from consolidator.git.failures import explain

LOCATION = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
)
"""Variables that a surrounding git (a hook, an alias) sets and that would point at its own repository."""

INERT = (
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "core.untrackedCache=false",
    "-c",
    "core.splitIndex=false",
    "-c",
    "index.sparse=false",
    "-c",
    "core.sparseCheckout=false",
)
"""Options under which no program named in a repository's configuration runs and no side file is written."""

QUIET = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    # Before 2.44 git has no switch against lazy fetching; an empty list of transports stops it just as well.
    "GIT_ALLOW_PROTOCOL": "",
}
"""Environment that keeps messages in English and git away from locks, prompts and the network."""


def no_git(error: OSError) -> EnvironmentFailed:
    """Return the error for a machine on which git cannot be started."""
    reason = "was not found" if isinstance(error, FileNotFoundError) else f"cannot be started: {error.strerror}"
    return EnvironmentFailed(f"The program `git` {reason}.", "Install git 2.23 or newer and put it on the PATH.")


@dataclass(frozen=True, slots=True)
class Output:
    """What a command left behind: exit status, bytes of stdout, text of stderr."""

    status: int
    stdout: bytes
    stderr: str

    @property
    def line(self) -> str:
        """stdout without its final newline, as a file name or ref is read."""
        return decode(self.stdout.removesuffix(b"\n"))


def decode(name: bytes) -> str:
    """Return a name of git's as text; undecodable bytes survive as surrogates (PEP 383)."""
    return name.decode("utf-8", "surrogateescape")


def encode(name: str) -> bytes:
    """Return the bytes of a name made by `decode`."""
    return name.encode("utf-8", "surrogateescape")


def ask(directory: str, *arguments: str, stdin: bytes = b"") -> Output:
    """Run a reading command in `directory`, whatever its exit status; raises EnvironmentFailed without git."""
    try:
        done = subprocess.run(_argv(directory, arguments), input=stdin, capture_output=True, env=environment())
    except OSError as error:
        raise no_git(error) from error
    return Output(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def read(directory: str, *arguments: str, doing: str, stdin: bytes = b"") -> Output:
    """Run a reading command that must succeed; `doing` completes the sentence "Cannot ..."."""
    output = ask(directory, *arguments, stdin=stdin)
    if output.status:
        raise explain(output.stderr, directory, doing)
    return output


@contextmanager
def stream(directory: str, *arguments: str, lines: Iterable[str], doing: str) -> Iterator[IO[bytes]]:
    """Give the stdout of a command that is fed `lines`, to be read while it runs.

    A reader raises EOFError where the output ends too early; it is told git's reason instead.
    """
    import tempfile

    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as errors:
        asked.write("".join(f"{line}\n" for line in lines).encode())
        asked.seek(0)
        with _start(_argv(directory, arguments), asked, errors) as child:
            assert child.stdout is not None
            try:
                yield child.stdout
            except EOFError as error:
                child.wait()
                errors.seek(0)
                raise explain(errors.read().decode("utf-8", "replace"), directory, doing) from error
            finally:
                child.kill()


class Child:
    """A reading command that waits for questions; it ends with whoever asks them, at the latest with the program."""

    def __init__(self, directory: str, *arguments: str) -> None:
        import tempfile

        self._directory = directory
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - it is read after the command has ended
        argv = _argv(directory, arguments)
        self._process = _start(argv, subprocess.PIPE, self._errors)
        self.end = weakref.finalize(self, _ended, self._process, self._errors, os.getpid())

    def ask(self, question: str) -> bytes:
        """The first line of the answer; raises EnvironmentFailed with git's reason where there is none."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(f"{question}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._failure() from None
        return self._process.stdout.readline() or self._fail()

    def take(self, size: int) -> bytes:
        """As many bytes of the answer; raises EnvironmentFailed where there are fewer."""
        assert self._process.stdout is not None
        content = self._process.stdout.read(size)
        return content if len(content) == size else self._fail()

    def _fail(self) -> NoReturn:
        raise self._failure()

    def _failure(self) -> ConsolidateError:
        self._process.kill()
        self._process.wait()
        self._errors.seek(0)
        return explain(self._errors.read().decode("utf-8", "replace"), self._directory, "read the commit's files")


def _ended(process: subprocess.Popen[bytes], errors: IO[bytes], owner: int) -> None:
    """Let a command go; it is nobody's but the process's that started it."""
    if os.getpid() != owner:
        return
    with suppress(OSError):
        process.kill()
        process.communicate()
        errors.close()


def _start(argv: list[str], stdin: IO[bytes] | int, stderr: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(argv, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, env=environment())
    except OSError as error:
        raise no_git(error) from error


def environment() -> dict[str, str]:
    """Return the variables a reading command runs with."""
    return {name: value for name, value in os.environ.items() if name not in LOCATION} | QUIET


def _argv(directory: str, arguments: Iterable[str]) -> list[str]:
    return ["git", *INERT, "-C", directory, *arguments]
