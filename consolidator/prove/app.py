"""The target's own app: its checked-out code and a service's description in, a listening process group out."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from consolidator.errors import EnvironmentFailed
from consolidator.frozen import dataclass
from consolidator.prove import processes
from consolidator.prove.checkout import Checkout, last_lines, tail
from consolidator.prove.load import statuses
from consolidator.prove.sources import read_sources
from consolidator.prove.values import Request, Service
from consolidator.prove.variables import cure, needed

PROBE = Path(__file__).with_name("probe_app.py")
PROBE_SECONDS = 120.0
SEES_SERVER = "import importlib.util as u, sys; sys.exit(not (u.find_spec('uvicorn') or u.find_spec('gunicorn')))"
ASGI_WORKERS = {
    "uvicorn_worker": "uvicorn_worker.UvicornWorker",
    "uvicorn.workers": "uvicorn.workers.UvicornWorker",
    "gunicorn.workers.gasgi": "asgi",
}
"""Gunicorn's workers for ASGI, by the module that brings them; the first that is there is taken."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What importing the app showed: `interface` asgi or wsgi, `servers` the modules that can serve it."""

    interface: str
    servers: tuple[str, ...]


def able_account(python: str, account: processes.Account | None) -> processes.Account | None:
    """`account`, or None where it cannot see the interpreter or the servers installed for it, but this user can."""
    command = [python, "-c", SEES_SERVER]
    if account is None or processes.runs(command, account) or not processes.runs(command, None):
        return account
    return None


def probe(service: Service, checkout: Checkout, variables: Mapping[str, str]) -> Facts:
    """Import the app once; raises EnvironmentFailed with its last lines where that fails."""
    command = [service.python, "-c", PROBE.read_text(encoding="utf-8"), service.app]
    done = processes.run(
        [*command, "uvicorn", "gunicorn", *ASGI_WORKERS],
        cwd=checkout.folder,
        env={**checkout.env, **variables},
        account=checkout.account,
        timeout=PROBE_SECONDS,
    )
    if done.status != 0:
        absent = "name the interpreter that has the app's dependencies with --python, and the app with --app"
        known = cure(service, _missing(checkout, variables))
        raise EnvironmentFailed(
            f"{service.app} cannot be imported by {service.python}",
            absent if "No module named" in done.output else known,
            last_lines(done.output),
        )
    facts = json.loads(done.output.rstrip().rpartition("\n")[2])
    _must_lie_in(checkout.folder, facts["file"], service)
    chosen = facts["interface"] if service.interface == "auto" else service.interface
    return Facts(chosen, tuple(facts["servers"]))


def command(service: Service, facts: Facts, port: int) -> list[str]:
    """The command line that serves the app on a loopback port; raises EnvironmentFailed without a server to do it."""
    if facts.interface == "asgi" and not service.preload:
        _must_have("uvicorn", facts, service)
        name = service.app.removesuffix("()")
        factory = ["--factory"] if name != service.app else []
        quiet = ["--no-access-log", "--log-level", "warning"]
        place = ["--host", "127.0.0.1", "--port", str(port), "--workers", str(service.workers)]
        return [service.python, "-m", "uvicorn", name, *factory, *place, *quiet]
    _must_have("gunicorn", facts, service)
    kind = ["-k", _asgi_worker(facts)] if facts.interface == "asgi" else ["--threads", str(service.threads)]
    preload = ["--preload"] if service.preload else []
    place = ["-b", f"127.0.0.1:{port}", "-w", str(service.workers), "--log-level", "warning"]
    return [service.python, "-m", "gunicorn", service.app, *kind, *place, *preload]


def _missing(checkout: Checkout, variables: Mapping[str, str]) -> tuple[str, ...]:
    """The variables that the code reads without a default and that are not set."""
    known = {name.upper() for name in (*checkout.env, *variables)}
    return tuple(name for name in needed(read_sources(checkout.folder)) if name.upper() not in known)


class App:
    """A started app; as a context manager it is stopped at the end."""

    def __init__(self, child: processes.Child, port: int, checkout: Checkout, cure: str) -> None:
        self.port = port
        self._child = child
        self._checkout = checkout
        self._cure = cure

    def await_answer(self, timeout: float) -> None:
        """Return when the app answers HTTP with any status; raises EnvironmentFailed where it ends or stays silent."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and self._child.poll() is None:
            if _listens(self.port) and statuses(self.port, (Request("GET", "/"),), timeout=10.0)[Request("GET", "/")]:
                return
            time.sleep(0.05)
        state = "did not answer in time" if self._child.poll() is None else "ended at its start"
        lines = last_lines(tail(self._checkout.log))
        raise EnvironmentFailed(f"the app {state}", self._cure, lines)

    def stop(self) -> None:
        """End all its processes."""
        self._child.stop()

    def __enter__(self) -> App:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(service: Service, facts: Facts, checkout: Checkout, variables: Mapping[str, str]) -> App:
    """Start the app with `variables` and wait until it answers."""
    port = processes.free_port()
    with checkout.log.open("ab") as log:
        child = processes.start(
            command(service, facts, port),
            cwd=checkout.folder,
            output=log,
            env={**checkout.env, **variables},
            account=checkout.account,
        )
    app = App(child, port, checkout, cure(service, _missing(checkout, variables)))
    try:
        app.await_answer(service.start_timeout)
    except BaseException:
        app.stop()
        raise
    return app


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1.0).close()
    except OSError:
        return False
    return True


def _must_lie_in(folder: Path, file: str | None, service: Service) -> None:
    """An app that is imported from elsewhere, such as an installed copy, would prove nothing about the commit."""
    if file is None or not Path(file).resolve().is_relative_to(folder.resolve()):
        raise EnvironmentFailed(
            f"{service.app} is imported from {file}, not from the commit", "name the folder it lies in with --app-dir"
        )


def _must_have(server: str, facts: Facts, service: Service) -> None:
    if server not in facts.servers:
        raise EnvironmentFailed(f"{server} is not installed for {service.python}", f"install {server} there")


def _asgi_worker(facts: Facts) -> str:
    for module, worker in ASGI_WORKERS.items():
        if module in facts.servers:
            return worker
    raise EnvironmentFailed("gunicorn has no worker for ASGI", "install uvicorn-worker, or leave --preload out")
