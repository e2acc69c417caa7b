"""gunicorn's configuration file and its server hooks.

https://docs.gunicorn.org/en/stable/settings.html#worker-exit
"""

from __future__ import annotations

from pathlib import PurePosixPath

from consolidator.frameworks._asgi import calls_of
from consolidator.frameworks._ending import appended, end_of_module, imports
from consolidator.frameworks._placing import inserted
from consolidator.frameworks.wiring import Wiring
from consolidator.model import Edit, Facts, FrameworkUse

FRAMEWORK = "gunicorn"
_HOOKS = {"on_starting", "when_ready", "pre_fork", "post_fork", "post_worker_init", "worker_int", "worker_abort"}
_HOOKS |= {"worker_exit", "child_exit", "on_exit", "on_reload", "pre_exec"}


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """A gunicorn configuration file with at least one server hook."""
    name = PurePosixPath(facts.path).name
    hooks = [f for f in facts.functions if not f.scope and f.name in _HOOKS]
    if not ("gunicorn" in name and hooks):
        return ()
    kind = "handlers" if any(f.name == "worker_exit" for f in hooks) else "none"
    return (FrameworkUse(FRAMEWORK, facts.path, "worker", hooks[-1].name, "", hooks[-1].span, kind),)


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The closing at the end of `worker_exit`, which is added where it is missing.

    The import stands in the hook: the file itself is read before the application's folder is importable.
    """
    rows = wiring.closings(facts, awaits=False)
    if use.lifespan == "handlers":
        return appended(facts, "worker_exit", wiring, is_local=True)
    if not wiring.close or not rows:
        return ()
    head = ["def worker_exit(server, worker):", '    """Close this worker\'s database pools."""']
    body = [f"    {line}" for line in imports(rows)] + [""] + [f"    {line}" for line in calls_of(rows)]
    return (inserted(facts, end_of_module(facts), "\n".join([*head, *body])),)
