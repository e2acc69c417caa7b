"""A transaction pooler in front of the database, and drivers whose statement cache it breaks.

Measured behind PgBouncer: shared asyncpg failed 110 to 125 of 200 transactions, psycopg 3 failed 20 of 200 until the
cache was off. https://docs.sqlalchemy.org/en/20/dialects/postgresql.html#prepared-statement-name-with-pgbouncer and
https://www.psycopg.org/psycopg3/docs/advanced/prepare.html#using-prepared-statements-with-pgbouncer
"""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.belonging import is_test_path
from consolidator.hazards._poolers import sign_of
from consolidator.hazards._scene import Scene, reported
from consolidator.model import Finding, Resource
from consolidator.regex import lazy

CODE = "CE310"
_ASYNCPG = lazy(r"\+asyncpg\b")
_PSYCOPG = lazy(r"\+psycopg(_async)?\b(?!2)")
_OPTIONS = lazy(r"statement_cache_size|prepared_statement_name_func|prepare_threshold|NullPool")
_CURES = {
    "asyncpg": "connect_args={'statement_cache_size': 0, 'prepared_statement_cache_size': 0}",
    "psycopg": "connect_args={'prepare_threshold': None}",
}


def find(scene: Scene) -> tuple[Finding, ...]:
    """One finding for each shared engine whose driver keeps prepared statements, where a pooler is seen."""
    texts = scene.world.survey.texts
    examples = [line for path in texts if _is_example(path) for line in _lines(texts[path])]
    rows = [(sites[0], driver) for sites in scene.groups.values() if (driver := _driver(scene, sites, examples))]
    sign = _sign(scene) if rows else None
    return tuple(_finding(site, driver, sign) for site, driver in rows) if sign else ()


def _driver(scene: Scene, sites: Sequence[Resource], examples: Sequence[str]) -> str | None:
    """asyncpg or psycopg, where the code shows it and no option about its statement cache is anywhere near."""
    near = [text for site in sites for text in _near(scene, site, examples)]
    if any(_OPTIONS.search(text) for text in near):
        return None
    if sites[0].is_async and any(_ASYNCPG.search(text) for text in near):
        return "asyncpg"
    return "psycopg" if any(_PSYCOPG.search(text) for text in near) else None


def _near(scene: Scene, site: Resource, examples: Sequence[str]) -> list[str]:
    """The site's own file and the file of the settings that hold its URL; what the examples give its variable."""
    home = scene.world.facts.get(site.source.field[0]) if site.source.field else None
    values = [line for line in examples if site.source.env and line.startswith(f"{site.source.env}=")]
    return [site.facts.source, *([home.source] if home else []), *values]


def _is_example(path: str) -> bool:
    return ".env" in path.rpartition("/")[2]


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").splitlines()


def _sign(scene: Scene) -> str | None:
    """The first sign of a pooler: in the small files that configure the service, else in the sites' own literals."""
    for path in sorted(scene.world.survey.texts):
        name = path.rpartition("/")[2].casefold()
        if path.endswith(".py") or name.startswith("readme") or is_test_path(path):
            continue
        found = sign_of(scene.world.survey.texts[path])
        if found is not None:
            return f"{path} shows {found}"
    return next((sign for site in scene.shared if (sign := _literal(scene, site))), None)


def _literal(scene: Scene, site: Resource) -> str | None:
    paths = [site.path, *([site.source.field[0]] if site.source.field else [])]
    for path in paths:
        texts = scene.world.facts[path].texts if path in scene.world.facts else ()
        for text in texts:
            found = sign_of(text.value.encode("utf-8", "replace"))
            if found is not None:
                return f"{path}:{text.span.line} shows {found}"
    return None


def _finding(site: Resource, driver: str, sign: str) -> Finding:
    reason = f"{sign}, and {driver} keeps prepared statements that a transaction pooler does not carry over"
    words = ("pooler without statement-cache options", reason, f"where it pools by transaction, give {_CURES[driver]}")
    return reported(CODE, site.facts, site.call.expr.span, site.symbol, words)
