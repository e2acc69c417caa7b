"""CE1xx: sites that share one engine from now on."""

from __future__ import annotations

from consolidator.codes.code import Code
from consolidator.model import Action

CHANGED = (
    Code(
        "CE101",
        "engine consolidated",
        Action.CONSOLIDATED,
        "warning",
        "Each engine has a pool of its own, 5 + 10 connections by default, so that their sum reaches the server's "
        "limit long before one of them is busy. Four factories under 200 requests at concurrency 50 against "
        "max_connections=30 gave 131 errors; one shared engine gave none, with at most 15 connections and a third "
        "of the latency.",
        "Create the engine once, lazily and under a lock, in one module, and call `get_engine()` where it was created. "
        "Leave no `dispose()` behind at the call sites: on a shared pool of 15 that peaked at 99 connections and "
        "11 to 59 of 200 calls failed.",
        problem="engine beside others of its database",
    ),
    Code(
        "CE102",
        "factory replaced",
        Action.CONSOLIDATED,
        "warning",
        "A function that builds an engine on each call opens a new connection for each request: 201 connections for "
        "200 calls, 8 times the latency of a shared pool.",
        "Let the callers import `get_engine` from the shared module, keep the old name importable where others may "
        "import it, and follow its string references in tests (`mock.patch`).",
        problem="factory that makes an engine on each call",
    ),
    Code(
        "CE103",
        "engine taken from its home",
        Action.CONSOLIDATED,
        "warning",
        "One module already makes the engine of this database once per process, and others take it from there; a "
        "second engine beside it is a second pool.",
        "Import the engine, or the function that hands it out, from that module.",
        problem="engine beside the one of its home",
    ),
    Code(
        "CE104",
        "engine made once where it stands",
        Action.CONSOLIDATED,
        "warning",
        "A function or constructor that makes an engine each time it runs opens pools without any bound. `lru_cache` "
        "or `if _engine is None` is no singleton: 8 threads built 8 engines in 10 of 10 cold starts.",
        "Keep one engine for each URL in a dictionary, filled under a lock that is asked twice.",
        problem="engine made again and again",
    ),
    Code(
        "CE105",
        "engine sized in place",
        Action.CONSOLIDATED,
        "note",
        "An engine that is made once needs no other place, but 5 + 10 connections are a guess about a service that "
        "nobody has seen under load: 50 requests at once wait for 15 connections, and give up after 30 seconds.",
        "Read `pool_size`, `max_overflow`, `pool_timeout` and `pool_recycle` from the settings where it is made.",
    ),
    Code(
        "CE106",
        "shared module written anew",
        Action.CONSOLIDATED,
        "note",
        "Version 0.1 generated some 260 lines with helpers that most services never call; what the short form lacks "
        "stands in the health route, which alone needs it.",
        "Run with `--upgrade`; the names that the service uses stay.",
        creation=False,
    ),
    Code(
        "CE110",
        "client consolidated",
        Action.CONSOLIDATED,
        "warning",
        "A client that owns an engine or a driver pool, built for each call, is an engine for each call under another "
        "name.",
        "Build one client at start-up (`init_db_client()`), hand it out with `get_db_client()`, and close it at "
        "shutdown, before the engine.",
        problem="client that owns an engine, made again and again",
    ),
)
