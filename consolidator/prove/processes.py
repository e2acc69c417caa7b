"""Child processes and temporary folders that never outlive this process, however it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from consolidator import temporary
from consolidator.errors import EnvironmentFailed
from consolidator.frozen import dataclass
from consolidator.prove import lifeline


@dataclass(frozen=True, slots=True)
class Account:
    """The user and group a child runs as."""

    uid: int
    gid: int


def unprivileged() -> Account | None:
    """The account `nobody` when this process is root; None when there is no privilege to give up."""
    if os.geteuid() != 0:
        return None
    import pwd

    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise EnvironmentFailed(
            "running as root, and there is no user `nobody` to run the server as",
            "run the command as a normal user",
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


class Child:
    """A started process group. `stop_signal` asks it to end."""

    def __init__(self, process: subprocess.Popen[bytes], stop_signal: int) -> None:
        self._process = process
        self._stop_signal = stop_signal

    @property
    def pid(self) -> int:
        """The process id, which is the group's id too."""
        return self._process.pid

    def poll(self) -> int | None:
        """The exit status, None while it runs."""
        return self._process.poll()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; raises subprocess.TimeoutExpired after `timeout` seconds."""
        return self._process.wait(timeout)

    def stop(self, grace: float = 5.0) -> None:
        """End the whole group: ask, wait `grace` seconds, kill. Safe to call twice."""
        self._signal(self._stop_signal)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(grace)
        self._signal(signal.SIGKILL)
        self._process.wait()
        lifeline.tell(add=False, group=self.pid)

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)


def start(
    args: Sequence[str],
    *,
    cwd: str | Path,
    output: IO[bytes] | int,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    stop_signal: int = signal.SIGTERM,
) -> Child:
    """Start `args` in a process group of its own, output and errors into `output`.

    Raises EnvironmentFailed where the program cannot be started or the platform has no process groups.
    """
    require_posix()
    try:
        process = subprocess.Popen(
            list(args),
            cwd=cwd,
            env=None if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    except OSError as error:
        raise EnvironmentFailed(f"{args[0]} cannot be started: {error.strerror}", "check that it exists") from error
    lifeline.tell(add=True, group=process.pid, signal=int(stop_signal))
    return Child(process, stop_signal)


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a short child: `status` as `subprocess` gives it, None where it ran out of time."""

    status: int | None
    output: str


def run(
    args: Sequence[str],
    *,
    cwd: str | Path,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    timeout: float | None = None,
) -> Finished:
    """Run `args` to its end, at most `timeout` seconds, and stop what it leaves running in its group."""
    with folder("output") as scratch, (scratch / "output").open("wb") as output:
        child = start(args, cwd=cwd, output=output.fileno(), env=env, account=account)
        try:
            status: int | None = child.wait(timeout)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            child.stop(grace=1.0)
        return Finished(status, (scratch / "output").read_text(encoding="utf-8", errors="replace"))


def runs(args: Sequence[str], account: Account | None) -> bool:
    """Whether a short program can be started as `account` and ends well."""
    try:
        return run(args, cwd="/", account=account, timeout=30.0).status == 0
    except EnvironmentFailed:
        return False


def require_posix() -> None:
    """Raise EnvironmentFailed where there are no process groups."""
    if os.name != "posix":
        raise EnvironmentFailed("load proofs need Linux or macOS", "run the command in WSL or in a container")


@contextmanager
def folder(purpose: str, account: Account | None = None) -> Iterator[Path]:
    """A temporary folder (owned by `account` where given) that is removed at the end, however that comes."""
    path = make_folder(purpose, account)
    try:
        yield path
    finally:
        remove_folder(path)


def make_folder(purpose: str, account: Account | None = None) -> Path:
    """Create a temporary folder that `account` can reach; `remove_folder` takes it away."""
    path = temporary.make(purpose, _base(account))
    lifeline.tell(add=True, folder=str(path))
    if account is not None:
        os.chown(path, account.uid, account.gid)
    return path


def remove_folder(path: Path) -> None:
    """Remove a folder made by `make_folder`."""
    temporary.remove(path)
    lifeline.tell(add=False, folder=str(path))


def _base(account: Account | None) -> Path:
    """The folder for temporary files; one that every user may pass through when another account must reach it."""
    base = Path(tempfile.gettempdir()).resolve()
    if account is None or all(step.stat().st_mode & 0o001 for step in (base, *base.parents)):
        return base
    return Path("/tmp")


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
