"""arq worker settings: a class with `functions`, `on_startup`, `on_shutdown`.

https://arq-docs.helpmanuals.io/#startup-and-shutdown-coroutines
"""

from __future__ import annotations

from consolidator.frameworks._ending import appended
from consolidator.frameworks._placing import ahead, line_end
from consolidator.frameworks._serving import closing_hook
from consolidator.frameworks.wiring import Wiring
from consolidator.model import Class, Edit, Facts, FrameworkUse, Replace, Span, Statement

FRAMEWORK = "arq"


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """Module-level classes that list `functions` or `cron_jobs`, in a module that uses arq or is named for it."""
    if "arq" not in facts.source and "WorkerSettings" not in facts.source:
        return ()
    return tuple(
        FrameworkUse(
            framework=FRAMEWORK,
            path=facts.path,
            kind="worker",
            name=cls.name,
            scope="",
            span=cls.span,
            lifespan="handlers" if _attribute(cls, "on_shutdown") else "none",
        )
        for cls in facts.classes
        if not cls.scope and _is_settings(facts, cls)
    )


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The closing at the end of the worker's `on_shutdown`, or as one."""
    cls = next(row for row in facts.classes if row.span == use.span)
    given = _attribute(cls, "on_shutdown")
    if given is not None:
        value = given.value
        return appended(facts, str(value.value), wiring) if value is not None and value.kind == "name" else ()
    hook = closing_hook(facts, use, wiring, FRAMEWORK, ahead(facts, "", cls.body[0].span))
    at = line_end(facts, cls.body[-1].span.end)
    line = f"{facts.newline}{' ' * (cls.body[0].span.column - 1)}on_shutdown = close_database"
    return (*hook, Replace(Span(at, at), line)) if hook else ()


def _is_settings(facts: Facts, cls: Class) -> bool:
    lists = _attribute(cls, "functions") or _attribute(cls, "cron_jobs")
    imports = any(row.module.split(".")[0] == "arq" for row in facts.imports)
    return lists is not None and (imports or "WorkerSettings" in cls.name)


def _attribute(cls: Class, name: str) -> Statement | None:
    return next((row for row in cls.body if row.targets == (name,)), None)
