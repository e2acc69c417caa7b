"""Decisions to findings and databases: every site is told with its reason and its cure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from consolidator.codes import CODES
from consolidator.deciding.clients import Client
from consolidator.deciding.grouping import Group, Held
from consolidator.deciding.merging import dropped, given_up
from consolidator.deciding.pool_modules import PoolModule
from consolidator.deciding.pool_sizes import given_up as given_up_by
from consolidator.deciding.pool_sizes import most
from consolidator.editing.conversion import Conversion, uses_getter
from consolidator.editing.site_edits import factory_goes
from consolidator.frozen import replace
from consolidator.meaning.lifetime import is_cached
from consolidator.meaning.pool_types import DIALECTS
from consolidator.meaning.world import World
from consolidator.model import Action, Database, Finding, Holder, PoolOptions, Resource, SharedModule, Site
from consolidator.syntax.showing import scheme_of, shown

REVIEW = "CE3"
"""How the codes begin that need a reviewer's eye."""
_CURES = {
    "CE203": "keep it, or drop the pool class and run again",
    "CE205": "share it by hand where the URL is one for the whole process",
    "CE207": "nothing to do while it runs in a process of its own",
    "CE211": "make the module importable, or give a --target that it can import",
    "CE212": "write the options out, then run again",
    "CE306": "register the listeners where the engine is made, once",
    "CE309": "dispose the {resource} in one place at shutdown, then run again",
    "CE314": "take a pool that lets its callers wait, then run again; --include-review shares none that refuses them",
    "CE404": "share the {resource} there by hand, or put `# consolidate: ignore -- why` on the line",
    "CE409": "share its {resource}s by hand",
    "CE301": "settle on one default for the variable, then run again",
}


_OF_POOLS = (
    "make it where one place can close it at shutdown, then run again; --include-review does not share it, "
    "as nobody can say what else would have to change"
)
"""The cure for a driver's pool whose life is unclear: unlike an engine, a closed one opens no connection any more."""


def needs_review(code: str) -> bool:
    """Whether a finding is left for a person."""
    return CODES[code].action is Action.REVIEW


def source_text(site: Resource) -> str:
    """What the code gives for the URL, on one line, its literals hidden."""
    if site.url is None:
        return "?"
    return shown(site.text(site.url))[:120]


def converted_finding(
    group: Group, site: Resource, database: str, shared: SharedModule, code: str, assumption: str | None = None
) -> Finding:
    """What is told of a site that was changed; `assumption` is what a reviewer has to answer for."""
    reason = f"it shares the engine of {shared.path}{_without(site, group, shared.pool)}"
    if assumption is not None:
        reason += _assuming(assumption)
    return _finding(site, code, "note", "engine replaced by the shared engine", Action.CONSOLIDATED, reason, database)


def _assuming(why: str) -> str:
    return f", on the assumption that this does no harm: {why}"


def _without(site: Resource, group: Group, pool: PoolOptions | None = None) -> str:
    """The options that go: for logs, as one site's would hold for the whole service, and of a pool of its own."""
    sizes = [f"{key}={value}" for key, value in given_up(site, pool, group.home)]
    return _but((*dropped(site, group.sites, group.home), *sizes))


def _but(names: Sequence[str]) -> str:
    return f", without its `{'` and `'.join(names)}`" if names else ""


def in_place_finding(group: Group, site: Resource, assumption: str | None = None) -> Finding:
    """What is told of a site that takes its home's engine, or makes one only once from now on."""
    if group.home is not None:
        code, message = "CE103", "engine taken from its home"
        reason = f"it takes the engine that {group.home.path} makes once{_without(site, group)}"
    else:
        code, message = "CE104", "engine made once"
        reason = "it makes one engine for each URL and process from now on"
    if assumption is not None:
        reason += _assuming(assumption)
    return _finding(site, code, "note", message, Action.CONSOLIDATED, reason, source_text(site))


def sized_finding(site: Resource) -> Finding:
    """What is told of an engine that stays where it is made, and gets sizes."""
    reason = "its pool has the sizes that were asked for, which the settings can change"
    return _finding(site, "CE105", "note", "engine sized in place", Action.CONSOLIDATED, reason, source_text(site))


def held_finding(held: Held) -> Finding:
    """What is told of a site that stays."""
    review = needs_review(held.code)
    level, action = ("warning", Action.REVIEW) if review else ("note", Action.KEPT)
    message = f"{held.site.kind} needs a reviewer's eye" if review else f"{held.site.kind} left alone"
    return _finding(held.site, held.code, level, message, action, held.reason, None)


def _finding(
    site: Resource, code: str, level: str, message: str, action: Action, reason: str, database: str | None
) -> Finding:
    span = site.call.expr.span
    cure = _CURES.get(code, "").format(resource=site.kind)
    if (site.kind, code) == ("driver pool", "CE309"):
        cure = _OF_POOLS
    return Finding(code, level, site.path, span.line, span.column, site.symbol, message, action, reason, cure, database)  # type: ignore[arg-type]


def client_findings(client: Client) -> Iterator[Finding]:
    """What is told of the constructions of a client class that is shared from now on."""
    message, reason = f"{client.class_.name} shared", f"it shares the client of {client.path}"
    for made in client.constructions:
        yield _finding(made, "CE110", "note", message, Action.CONSOLIDATED, reason, None)


def refused_client(held: Held) -> Finding:
    """What is told of a client class that cannot be shared; its engine is shared all the same."""
    return _finding(held.site, held.code, "note", "client class left alone", Action.KEPT, held.reason, None)


def pool_findings(module: PoolModule, assumed: Mapping[Resource, str]) -> Iterator[Finding]:
    """What is told of the creations of a driver's own pool that is shared from now on.

    `assumed` says of sites what a reviewer has to answer for.
    """
    for site in module.group.sites:
        reason = f"it shares the pool of {module.path}{_but(given_up_by(site, module.group.sites))}"
        if site in assumed:
            reason += _assuming(assumed[site])
        yield _finding(site, "CE110", "note", "driver pool shared", Action.CONSOLIDATED, reason, None)


def with_fingerprints(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in path order, each with a fingerprint that survives moved lines."""
    ordered = sorted(findings, key=lambda f: (f.path, f.line, f.column, f.code))
    seen: Counter[tuple[str, str, str]] = Counter()
    out = []
    for finding in ordered:
        key = (finding.code, finding.path, finding.symbol)
        text = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        out.append(replace(finding, fingerprint=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]))
    return tuple(out)


def database(name: str, sites: Sequence[Resource], held: Sequence[Held], pool: PoolOptions, shared: bool) -> Database:
    """One database with all its sites, and the connections that one process may open before and after."""
    first = sites[0] if sites else held[0].site
    kind: Holder = "engine" if first.kind == "engine" else "pool"
    largest = pool.size + pool.max_overflow if kind == "engine" else max(map(most_connections, sites), default=0)
    everyone = [*sites, *(row.site for row in held)]
    reasons = {(row.site.path, row.site.call.expr.span): row.reason for row in held}
    rows = tuple(_site(site, reasons.get((site.path, site.call.expr.span))) for site in everyone)
    before = None if any(_per_call(site) for site in everyone) else len(everyone)
    sizes = None if before is None else sum(most_connections(site) for site in everyone)
    kept = [row.site for row in held]
    rest = None if any(_per_call(site) for site in kept) else sum(most_connections(site) for site in kept)
    after = None if rest is None else rest + (largest if shared else 0)
    return Database(
        name=name,
        url_source=source_text(first),
        driver=_driver(first),
        is_async=first.is_async,
        engines_before=before,
        engines_after=None if rest is None else len(kept) + int(shared),
        sites=rows,
        pool_before=sizes,
        pool_after=after,
        environment=first.source.env,
        shared_connections=largest if shared else 0,
        kind=kind,
    )


def _site(site: Resource, reason: str | None) -> Site:
    span = site.call.expr.span
    action = Action.CONSOLIDATED if reason is None else Action.KEPT
    why = reason or f"shares one {'engine' if site.kind == 'engine' else 'pool'}"
    where = (site.path, span.line, span.column, site.symbol, site.creator, source_text(site))
    return Site(*where, action, why, most_connections(site))


def _per_call(site: Resource) -> bool:
    """Whether each call makes another engine: then nothing bounds them."""
    return not site.at_import and not is_cached(site)


def most_connections(site: Resource) -> int:
    """What one of its pools opens: pool_size + max_overflow of an engine, SQLAlchemy's 5 and 10 where none is given."""
    if site.kind == "driver pool":
        return most(site)
    numbers = []
    for name, default in (("pool_size", 5), ("max_overflow", 10)):
        value = site.option(name)
        known = value is not None and value.kind == "const" and isinstance(value.value, int)
        numbers.append(value.value if known and value is not None else default)
    return sum(max(0, int(str(number))) for number in numbers)


def _driver(site: Resource) -> str | None:
    return DIALECTS.get(site.creator.partition(".")[0]) or scheme_of(site.source.literal or "")


def conversion_code(world: World, conversion: Conversion, site: Resource) -> str:
    """CE102 for a factory that goes, CE101 for any other site that was changed."""
    goes = uses_getter(conversion, world, site) and factory_goes(world, conversion, site)
    return "CE102" if goes else "CE101"
