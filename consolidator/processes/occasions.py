"""A function or class to how often others run it, by its name, its decorators and where it is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from consolidator.model import Facts, Function, Ref
from consolidator.regex import lazy

Count = int | None
"""A number of times; None where nothing bounds it."""

_STARTS = lazy(r"(^|_)(lifespan|startup|start_up|on_start|shutdown)(_|$)|^(main|run|setup|init_app)$")
"""Functions that a program or framework runs once, by the name that everybody gives them."""
_FACTORY = lazy(r"^(create|make|build|get|init)_?(app|application|server|api|bot)$|^(app|application)_?factory$")
_ONCE = lazy(
    r"\b(asynccontextmanager|contextmanager|on_event|on_startup|on_shutdown|before_serving|before_server_start|"
    r"after_server_stop|listener|worker_init|worker_process_init|worker_ready|celeryd_init|lifespan|before_first_request)\b"
)
"""Decorators and registrations by which a function runs when a process starts or ends."""
_PLAIN = lazy(
    r"^(staticmethod|classmethod|property|cached_property|(functools\.)?(wraps|cache|lru_cache)|"
    r"(contextlib\.)?(async)?contextmanager|abstractmethod|override|overload|retry|tenacity\.retry|"
    r"typing\.\w+|\w*log\w*|timed|deprecated|st\.\w+|streamlit\.\w+)\b"
)
"""Decorators that hand a function back: it runs as often as its callers call it."""
_TASK = lazy(r"^(\w+\.){0,4}(shared_task|task|actor)\b")
"""Decorators of functions that a worker runs, and that others only queue: Celery's, Huey's, Dramatiq's."""
_NEW_PROCESS = lazy(r"\bProcess\([^()]{0,80}\btarget\s*=\s*$")
"""A function that a process of its own runs once (docs.python.org, multiprocessing)."""
_BUILT_IN_TASKS = 9
"""What `celery.app.builtins` registers in each application: https://github.com/celery/celery ."""


def is_start(function: Function) -> bool:
    """Whether a function that nobody is seen to call runs once, by its name."""
    return bool(_STARTS.search(function.name) or _FACTORY.match(function.name))


def is_hooked(function: Function, decorators: Sequence[str]) -> bool:
    """Whether its decorators have a framework run it when a process starts or ends."""
    if function.is_method or not any(_ONCE.search(text) for text in decorators):
        return False
    return bool(_STARTS.search(function.name)) or not any("contextmanager" in text for text in decorators)


def is_task(decorators: Iterable[str]) -> bool:
    """Whether a worker runs it, and others only queue it."""
    return any(map(_TASK.match, decorators))


def is_handed_over(decorators: Iterable[str]) -> bool:
    """Whether a decorator hands it to somebody who runs it at any time: a route, a task, a command."""
    return any(not _PLAIN.match(text) for text in decorators if not _ONCE.search(text))


def mention(facts: Facts, ref: Ref) -> Count:
    """A function handed over runs once where it is handed over as a start, else nobody knows how often."""
    line_start = facts.source.rfind("\n", 0, ref.span.start) + 1
    before = facts.source[max(line_start - 120, 0) : ref.span.start]
    line = facts.source[line_start : ref.span.start]
    if (
        _ONCE.search(line if "(" in line else before[-60:])
        or _NEW_PROCESS.search(before)
        or re.search(r"(startup|lifespan|initializer|post_init)\W*$", before)
    ):
        return 1
    if line.lstrip().startswith(("from ", "import ", "__all__")):
        return 0
    return None


def class_mention(facts: Facts, ref: Ref) -> Count:
    """A class as a value: the base of a task makes one object a task, a dependency one a request.

    The class of all tasks is that of Celery's own as well.
    """
    before = facts.source[max(ref.span.start - 24, 0) : ref.span.start]
    if re.search(r"\b(task_cls|Task)\s*=\s*$", before):
        return _BUILT_IN_TASKS
    if re.search(r"\bbase\s*=\s*$", before):
        return 1
    return None if re.search(r"\b(Depends|Provide|partial|Factory)\(\s*$", before) else 0
