"""A program in memory and its steps in, what each request reached out: SQLAlchemy is a stand-in that records."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from unittest import mock

POOL_SETTINGS = {"pool_size", "max_overflow", "pool_timeout", "pool_recycle", "pool_pre_ping", "pool_use_lifo"}
LOGGING = {"echo", "echo_pool", "hide_parameters", "logging_name", "pool_logging_name", "query_cache_size"}


@dataclass(frozen=True)
class Call:
    """Call a function without arguments; a coroutine is run to its end."""

    module: str
    function: str


@dataclass(frozen=True)
class SetVariable:
    """Point an environment variable elsewhere, as a test or a new deployment does."""

    name: str
    value: str


Step = Call | SetVariable


@dataclass
class Recording:
    """What happened: `requests` (label, URL, options that change an answer), `engines` (kind, URL, options) created."""

    requests: list[tuple[str, str, str]] = field(default_factory=list)
    engines: list[tuple[str, str, str]] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)


def record(files: Mapping[str, str], steps: Sequence[Step], environment: Mapping[str, str]) -> Recording:
    """Run the steps of a program, each in the state that those before it left."""
    recording = Recording()
    with (
        mock.patch.dict(os.environ, environment),
        mock.patch.object(os, "register_at_fork", lambda **hooks: None),
        _importable(files, stand_in(recording)),
    ):
        for step in steps:
            _take(step, recording)
    return recording


def _take(step: Step, recording: Recording) -> None:
    if isinstance(step, SetVariable):
        os.environ[step.name] = step.value
        return
    try:
        result = getattr(importlib.import_module(step.module), step.function)()
        if hasattr(result, "send"):
            _finish(result)
    except Exception as error:
        recording.raised.append(f"{step.module}.{step.function}: {type(error).__name__}: {error}")


def _finish(coroutine: Any) -> None:
    """Nothing of the stand-in ever waits, so a coroutine runs through."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise AssertionError("the program waits for something")


class _Files(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        stem = name.replace(".", "/")
        for file in (f"{stem}/__init__.py", f"{stem}.py"):
            if file in self._files:
                package = file.endswith("__init__.py")
                return importlib.util.spec_from_loader(name, self, origin=file, is_package=package)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None and module.__spec__.origin is not None
        exec(compile(self._files[module.__spec__.origin], module.__spec__.origin, "exec"), module.__dict__)


@contextmanager
def _importable(files: Mapping[str, str], library: Mapping[str, ModuleType]) -> Iterator[None]:
    finder = _Files(files)
    tops = {path.split("/")[0].removesuffix(".py") for path in files} | {"sqlalchemy"}
    kept = {name: module for name, module in sys.modules.items() if name.split(".")[0] in tops}
    for name in kept:
        del sys.modules[name]
    sys.modules.update(library)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.split(".")[0] in tops]:
            del sys.modules[name]
        sys.modules.update(kept)


# --------------------------------------------------------------------------- the stand-in


class Pool:
    """https://docs.sqlalchemy.org/en/20/core/pooling.html"""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.arguments = kwargs


class QueuePool(Pool):
    pass


class AsyncAdaptedQueuePool(QueuePool):
    pass


class NullPool(Pool):
    pass


class SingletonThreadPool(Pool):
    pass


class StaticPool(Pool):
    pass


@dataclass(frozen=True)
class URL:
    """A URL as `make_url` gives it, password included."""

    text: str

    def get_backend_name(self) -> str:
        return self.text.partition(":")[0].partition("+")[0]


def make_url(url: str | URL) -> URL:
    if not isinstance(url, str | URL) or not url:
        raise ValueError(f"Could not parse SQLAlchemy URL from {url!r}")
    return url if isinstance(url, URL) else URL(url)


class Engine:
    """Hands out connections that record; derived engines share their origin's pool and change its options."""

    def __init__(self, recording: Recording, url: URL, options: Mapping[str, Any]) -> None:
        self._recording, self.url, self._options = recording, url, dict(options)

    def execution_options(self, **options: Any) -> Engine:
        return type(self)(self._recording, self.url, {**self._options, **options})

    def connect(self) -> Engine:
        return self

    begin = connect

    def execute(self, label: str) -> Any:
        self._recording.requests.append((label, self.url.text, _options(self._options)))
        return _Done()

    def dispose(self, close: bool = True) -> Any:
        return _Done()

    def close(self) -> Any:
        return _Done()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    async def __aenter__(self) -> Engine:
        return self

    async def __aexit__(self, *error: object) -> None:
        return None


class AsyncEngine(Engine):
    @property
    def sync_engine(self) -> Engine:
        return self


class _Done:
    def __await__(self) -> Iterator[None]:
        return iter(())


def _options(options: Mapping[str, Any]) -> str:
    """The options that can change an answer, as comparable text."""
    told = {key: value for key, value in options.items() if key not in POOL_SETTINGS | LOGGING}
    poolclass = told.pop("poolclass", QueuePool)
    if not issubclass(poolclass, QueuePool):
        told["poolclass"] = poolclass.__name__
    told.update(told.pop("execution_options", {}))
    return repr(sorted(told.items(), key=lambda item: item[0]))


def stand_in(recording: Recording) -> dict[str, ModuleType]:
    """The modules of a SQLAlchemy that connects nowhere."""

    def creator(kind: type[Engine]) -> Any:
        def create(url: str | URL, **options: Any) -> Engine:
            parsed = make_url(url)
            recording.engines.append((kind.__name__, parsed.text, _options(options)))
            return kind(recording, parsed, options)

        return create

    def sessionmaker(bind: Engine, **options: Any) -> Any:
        return bind.connect

    create_engine, create_async_engine = creator(Engine), creator(AsyncEngine)
    pools = {c.__name__: c for c in (Pool, QueuePool, AsyncAdaptedQueuePool, NullPool, SingletonThreadPool, StaticPool)}
    top = {"create_engine": create_engine, "text": str, "URL": URL, "make_url": make_url, "Engine": Engine}
    asynchronous = {"create_async_engine": create_async_engine, "AsyncEngine": AsyncEngine}
    content: dict[str, dict[str, Any]] = {
        "sqlalchemy": {**top, "__path__": []},
        "sqlalchemy.engine": {**top, "__path__": []},
        "sqlalchemy.engine.url": {"URL": URL, "make_url": make_url},
        "sqlalchemy.ext": {"__path__": []},
        "sqlalchemy.ext.asyncio": {**asynchronous, "async_sessionmaker": sessionmaker},
        "sqlalchemy.orm": {"sessionmaker": sessionmaker},
        "sqlalchemy.pool": pools,
    }
    return {name: _module(name, values) for name, values in content.items()}


def _module(name: str, values: Mapping[str, Any]) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(values)
    return module
