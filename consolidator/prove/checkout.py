"""One commit's files, ready to be run: exported code in, its folder, environment and account out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from consolidator.errors import EnvironmentFailed
from consolidator.frozen import dataclass
from consolidator.masking import mask, printable
from consolidator.prove import processes
from consolidator.prove.environment import serving_environment, target_environment
from consolidator.prove.values import Service

LAST_LINES = 15
LAST_BYTES = 1 << 16
CAUSES = (
    "too many clients already",
    "remaining connection slots are reserved",
    "QueuePool limit of size",
    "server closed the connection unexpectedly",
    "terminating connection due to administrator command",
    "attached to a different loop",
    "another operation is in progress",
)


@dataclass(frozen=True, slots=True)
class Checkout:
    """One commit's files in a folder of their own, and how its code is run there.

    `account` None runs it as the user of this process.
    """

    root: Path
    folder: Path
    env: Mapping[str, str]
    account: processes.Account | None

    @property
    def log(self) -> Path:
        """Where the output of the app goes."""
        return self.root / "app.log"


def check_out(root: Path, code: Path, service: Service, account: processes.Account | None) -> Checkout:
    """Ready `code`, which lies in the temporary folder `root`, to be run as `account`."""
    folder = code / service.folder
    if not folder.is_dir():
        raise EnvironmentFailed(f"the commit has no folder {service.folder!r}", "name one with --app-dir")
    env = serving_environment(target_environment(folder, service.python))
    if account is not None:
        env["HOME"] = str(root)
        give(root, account)
    return Checkout(root, folder, env, account)


def set_up(service: Service, checkout: Checkout, variables: Mapping[str, str]) -> None:
    """Run the service's setup command, if there is one; raises EnvironmentFailed where it fails."""
    if service.setup is None:
        return
    env = {**checkout.env, **variables}
    done = processes.run(["/bin/sh", "-c", service.setup], cwd=checkout.folder, env=env, account=checkout.account)
    if done.status != 0:
        raise EnvironmentFailed(
            f"the setup command ended with status {done.status}", "correct --setup", last_lines(done.output)
        )


def tail(log: Path) -> str:
    """The end of a log file."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LAST_BYTES))
        return file.read().decode("utf-8", errors="replace")


def last_lines(output: str) -> str:
    """The last lines of a program's output, indented, without passwords and control characters."""
    lines = [line for line in mask(output).splitlines() if line.strip()]
    return "\n".join("  " + printable(line) for line in lines[-LAST_LINES:]) or "  (no output)"


def causes(output: str) -> tuple[str, ...]:
    """What an app's log says about its connections, in the words of PostgreSQL, its drivers and SQLAlchemy."""
    return tuple(words for words in CAUSES if words in output)


def give(root: Path, account: processes.Account) -> None:
    """Make `account` the owner of a folder and all that is in it; links are not followed."""
    os.chown(root, account.uid, account.gid)
    for parent, folders, files in os.walk(root):
        for name in (*folders, *files):
            os.chown(Path(parent, name), account.uid, account.gid, follow_symlinks=False)
