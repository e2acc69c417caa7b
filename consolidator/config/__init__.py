"""Flags, environment and files in; one frozen `Settings`, and the part of it that changes the plan, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consolidator.config.files import NAMES, ConfigFile, read_config, read_outside
from consolidator.config.options import Option
from consolidator.config.precedence import resolve
from consolidator.config.strays import strays
from consolidator.config.table import OPTIONS, Settings

if TYPE_CHECKING:
    from consolidator.model import Options

__all__ = [
    "NAMES",
    "OPTIONS",
    "ConfigFile",
    "Option",
    "Settings",
    "plan_options",
    "read_config",
    "read_outside",
    "resolve",
    "strays",
]

_POOL_FIELDS = {
    "pool_size": "size",
    "max_overflow": "max_overflow",
    "pool_timeout": "timeout",
    "pool_recycle": "recycle",
    "pre_ping": "pre_ping",
    "wait_warning": "wait_warning",
}


def plan_options(settings: Settings, scope: str = "") -> Options:
    """The part of the settings that changes the plan of the deployables in the folder `scope`."""
    from consolidator.model import Options, PoolOptions

    pool = {name: getattr(settings, field) for field, name in _POOL_FIELDS.items()}
    explicit = frozenset(_POOL_FIELDS[field] for field in settings.explicit if field in _POOL_FIELDS)
    return Options(
        target=settings.target,
        pool=PoolOptions(**pool, explicit=explicit),
        client_classes=settings.client_class,
        health=settings.health,
        tests=settings.tests,
        include_review=settings.include_review,
        size_home=settings.size_home,
        upgrade=settings.upgrade,
        template_dir=settings.template_dir,
        scope=scope,
    )
