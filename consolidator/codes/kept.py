"""CE2xx: engines that stay as they are, and why that is right."""

from __future__ import annotations

from consolidator.codes.code import Code
from consolidator.model import Action


def _kept(id: str, title: str, why: str, fix: str) -> Code:
    return Code(id, title, Action.KEPT, "note", why, fix)


KEPT = (
    _kept(
        "CE201",
        "migration",
        "Alembic's env.py and migrations run alone, once, often as another user and without a pool.",
        "Nothing to do. Alembic's own templates use NullPool for the same reason.",
    ),
    _kept(
        "CE202",
        "test code",
        "Tests and fixtures choose their own database and throw their engine away; that isolation is the point.",
        "Nothing to do. A fixture that wants the shared engine can call `close_db()` after each test.",
    ),
    _kept(
        "CE203",
        "explicit NullPool or StaticPool",
        "No pool is a decision: behind PgBouncer's transaction pooling a shared asyncpg engine failed 110 to 125 of "
        "200 transactions, psycopg 3 failed 20 of 200.",
        "If the reason is gone, remove `poolclass` and run again.",
    ),
    _kept(
        "CE204",
        "administration or maintenance engine",
        "CREATE or DROP DATABASE and VACUUM run outside transactions, mostly against `postgres` or `template1`; "
        "a shared pool would hold the database that is to be dropped.",
        "Nothing to do.",
    ),
    _kept(
        "CE205",
        "the URL is data",
        "The URL comes from a row, a request, a tenant or an argument with differing callers; one engine would talk "
        "to the wrong database.",
        "Where the number of databases is small, keep one engine for each URL in a bounded cache.",
    ),
    _kept(
        "CE206",
        "in-memory SQLite",
        "Every in-memory engine, even every thread of one, is a database of its own; merged, tables go missing.",
        "Nothing to do.",
    ),
    _kept(
        "CE207",
        "stand-alone script",
        "A script opens a few connections and ends; it runs by path, where the service's packages may not resolve.",
        "Nothing to do. A script that runs inside the service may import `get_engine` itself.",
    ),
    _kept(
        "CE208",
        "already shared and configured",
        "This is one engine for the whole process, with its pool configured.",
        "Nothing to do.",
    ),
    _kept(
        "CE209",
        "only engine of its database",
        "There is nothing to merge it with.",
        "Nothing to do.",
    ),
    _kept(
        "CE210",
        "temporary engine, disposed in place",
        "It lives for one statement or one probe, is closed where it was made, and may test a URL that is not in use "
        "yet.",
        "If it always reaches the service's own database, replace it with `get_engine()` and remove the `dispose()`.",
    ),
    _kept(
        "CE211",
        "the shared module cannot be imported from here",
        "Another deployable, a hyphenated or digit-led folder, or an import that would close a cycle. A module that "
        "is importable under two names would mean two engines.",
        "Move the file into the package, or give its deployable a shared module of its own with `--target`.",
    ),
    _kept(
        "CE212",
        "options cannot be merged, or are not known statically",
        "connect_args, creator, poolclass, serialisers, `future` and `**kwargs` change what a connection is; "
        "an engine with a different search_path or reset policy reads or keeps other rows.",
        "Make the options literally equal, or give the site `get_engine().execution_options(...)` where that "
        "is enough.",
    ),
    _kept(
        "CE213",
        "serverless handler",
        "The platform starts one process for each concurrent request; a pool in it multiplies connections.",
        "Use pool_size 1 and max_overflow 0, or NullPool, at module level of the handler.",
    ),
    _kept(
        "CE214",
        "LISTEN, replication or session-state engine",
        "It holds its connection, or state on it, for as long as it lives; taken from a shared pool it would starve "
        "or surprise the others.",
        "Nothing to do.",
    ),
    _kept(
        "CE215",
        "ignored by comment",
        "A `# consolidate: ignore -- why` comment asks for it, or one that names the code: "
        "`# consolidate: ignore[CE101] -- why`.",
        "Remove the comment and run again.",
    ),
    _kept(
        "CE216",
        "library function with an engine parameter",
        "The caller may pass its own engine; the one made here is only the default of a library.",
        "Let the service pass `get_engine()`.",
    ),
    _kept(
        "CE217",
        "cache managed by a framework",
        "st.cache_resource and its like already keep one engine, and clear it on the framework's terms.",
        "Nothing to do.",
    ),
    _kept(
        "CE218",
        "replica kept apart",
        "A read replica is another server with other rights and its own lag.",
        "Nothing to do.",
    ),
    _kept(
        "CE219",
        "engine of another event loop",
        "An asynchronous connection belongs to the loop that opened it; an engine that several loops share fails in "
        "all but the first.",
        "Run the tasks in one loop, or keep one engine for each loop and dispose it before the loop ends.",
    ),
    _kept(
        "CE220",
        "engine of a forked process",
        "A connection that a process and its forked child both use mixes up their answers, and the module that makes "
        "the engine keeps it in a way that nobody outside can follow into the child.",
        "Let a forked process go without its parent's connections, in the module that makes the engine: "
        "`os.register_at_fork(after_in_child=lambda: engine.dispose(close=False))`. Then run again.",
    ),
)
