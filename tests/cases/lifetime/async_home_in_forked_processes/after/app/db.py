import os
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def _url() -> str:
    return os.environ["DATABASE_URL"]


engine: AsyncEngine = create_async_engine(_url())

_inherited: list[Any] = []


def _after_fork_in_child() -> None:
    """Leave the parent its connections: sharing a socket mixes up its data."""
    _inherited.append(engine.pool)  # collecting would close them
    engine.sync_engine.dispose(close=False)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
