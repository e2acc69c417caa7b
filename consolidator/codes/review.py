"""CE3xx: what a person has to look at, because the code does not prove what is right."""

from __future__ import annotations

from consolidator.codes.code import Code
from consolidator.model import Action


def _review(id: str, title: str, why: str, fix: str, creation: bool = False) -> Code:
    return Code(id, title, Action.REVIEW, "warning", why, fix, creation)


REVIEW = (
    _review(
        "CE301",
        "same variable with different defaults",
        "Where the variable is not set, these sites reach different databases.",
        "Read the variable in one place with one default, then run again.",
        creation=True,
    ),
    _review(
        "CE302",
        "nested checkout",
        "A function that holds a connection calls one that takes another. With an engine each that works; on one "
        "bounded pool of 15, 8 to 11 of 20 threads (16 of 20 tasks) waited for each other until the timeout. A new "
        "pool gets one connection more than the server has threads; where there is no room for them, the engines stay.",
        "Pass the connection on as an argument, or leave the outer block before the call.",
    ),
    _review(
        "CE303",
        "connection or session never closed",
        "Garbage collection no longer returns it: on SQLAlchemy 2.x a pool of 3 was exhausted after 3 calls. An engine "
        "for each call stays where each call would lose a connection; one that is lost once for a process is told.",
        "Use `with engine.connect() as connection:`; give a returned connection an owner that closes it.",
    ),
    _review(
        "CE304",
        "session state would leak",
        "SET, TEMP tables, advisory locks and a raw connection's autocommit stay on the connection: its next user "
        "saw another search_path, a lock stayed held, a rolled-back insert was kept.",
        "Use SET LOCAL and transaction-level locks, or keep an engine of its own for this work.",
    ),
    _review(
        "CE305",
        "string reference could not be followed",
        "A dotted string names something that moved; a stale `mock.patch` target fails, or patches what nobody calls.",
        "Point the string at the module where the name is looked up now.",
    ),
    _review(
        "CE306",
        "listeners differ between sites",
        "Listeners belong to an engine. Shared, each site's listeners would act on all; inside a factory, 50 calls "
        "made one fire 50 times for each statement.",
        "Register all listeners once, where the engine is created, or keep the engines apart.",
        creation=True,
    ),
    _review(
        "CE307",
        "client class cannot be shared",
        "It keeps state of one call on itself, or owns one connection: shared by 8 threads, a driver connection lost "
        "46 to 48 of 128 commits without any error; a shared Session raised 175 errors.",
        "Let the class hold an engine or a session factory instead of a connection, then run again.",
        creation=True,
    ),
    _review(
        "CE308",
        "raw driver connection for each request",
        "It goes around the pool: its connections are neither bounded nor reused.",
        "Use the pool of the driver's own library: psycopg_pool.ConnectionPool, asyncpg.create_pool.",
    ),
    _review(
        "CE309",
        "lifetime unclear",
        "Who disposes this engine, and when, cannot be told; a dispose() left on a shared engine takes the pool from "
        "everybody: the limit of 15 connections peaked at 99.",
        "Remove the dispose() if the engine should live as long as the process; else keep it in one `with` block.",
        creation=True,
    ),
    _review(
        "CE310",
        "pooler without statement-cache options",
        "Behind PgBouncer's transaction pooling, shared asyncpg failed 110 to 125 of 200 transactions and psycopg 3 "
        "failed 20 of 200 until their statement caches were off.",
        "asyncpg: connect_args statement_cache_size=0 and prepared_statement_cache_size=0; psycopg 3: "
        "prepare_threshold=None.",
    ),
    Code(
        "CE311",
        "ignore comment without effect",
        Action.REVIEW,
        "note",
        "The comment stands at no creation site any more, or a code that it names is unknown or not found there, so "
        "that it hides nothing, or will hide the wrong thing.",
        "Remove it, or the code.",
        creation=False,
    ),
    _review(
        "CE312",
        "settings module not editable",
        "Its pool settings could not be added, so the shared module reads the environment itself.",
        "Mend the settings module and run again, or add the POOL_ fields there by hand.",
    ),
    Code(
        "CE313",
        "password in the code",
        Action.REVIEW,
        "warning",
        "Whoever can read the repository can log in with it, and it stays in the history when the line has gone.",
        "Read it from the environment or a secret store, and change it on the server.",
        creation=False,
        aside=True,
    ),
    Code(
        "CE314",
        "driver pool that refuses callers",
        Action.REVIEW,
        "warning",
        "The pools of psycopg2 and of MySQL Connector raise an error at once when all their connections are out; those "
        "of other libraries let a caller wait. One such pool for each call has no bound, and one for all fails under "
        "the load for which it was made.",
        "Keep one `psycopg_pool.ConnectionPool`, or an SQLAlchemy engine, for the process: both wait up to a timeout. "
        "To stay with this pool, make it once and let a semaphore of its size admit callers.",
    ),
)
