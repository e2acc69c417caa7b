"""An earlier commit in; what was found there out: as it is kept in the user's cache, else worked out and kept.

Branches part at the same commit for days. What is found at it depends on its rows, the options, the folder that was
named and this installation; where any of them is another one, or something that was read is not what its id says, it is
worked out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import nullcontext
from hashlib import blake2b
from typing import TYPE_CHECKING

from consolidator import guard, pipeline
from consolidator.cli.commands.job import Job
from consolidator.cli.installed import installed
from consolidator.frozen import replace
from consolidator.guard import Seen
from consolidator.keeping import Kept, keeping
from consolidator.model import Entry, Known, Options
from consolidator.pipeline import Tell

if TYPE_CHECKING:
    from consolidator.git import Standing


def found_at(job: Job, commit: str, tell: Tell) -> tuple[tuple[Seen, ...], tuple[Entry, ...]]:
    """What was found at an earlier commit, and its files; raises what reading it raises."""
    at = pipeline.standing(job.path, commit)
    # A folder of templates may say something else the next time.
    is_kept = job.settings.cache and job.options.template_dir is None
    with keeping(os.environ, trims=False) if is_kept else nullcontext() as kept:
        question = _question(at, job.options)
        known = None if kept is None else _read(kept.get(_name(at, job.options)), question)
        if known is not None:
            return known, pipeline.entries(at)
        base = pipeline.read(job.path, commit, os.environ if job.settings.cache else None, job.snapshot.glances, at)
        rows = guard.seen(pipeline.decide(base, job.options, tell))
        if kept is not None and pipeline.is_sure(base) and pipeline.is_sure(job.snapshot):
            _keep(kept, _name(at, job.options), question, rows)
        return rows, base.entries


def _question(at: Standing, options: Options) -> str:
    rows = blake2b(at.rows, digest_size=20).hexdigest()
    return _digest((at.root, at.folder, at.commit, rows, _told(options), installed()))


def _name(at: Standing, options: Options) -> bytes:
    """That of the place for the commit that was asked for last."""
    return f"earlier {_digest((at.root, at.folder, _told(options)))}".encode()


def _told(options: Options) -> tuple[object, ...]:
    """The options, in an order that is always the same."""
    return replace(options, pool=replace(options.pool, explicit=frozenset())), sorted(options.pool.explicit)


def _digest(value: object) -> str:
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _keep(kept: Kept, name: bytes, question: str, rows: Iterable[Seen]) -> None:
    kept.put(name, json.dumps([question, [[*row.known, row.fails, row.creates] for row in rows]]).encode())


def _read(said: bytes | None, question: str) -> tuple[Seen, ...] | None:
    try:
        asked, rows = json.loads(said or b"")
        return tuple(_row(*row) for row in rows) if asked == question else None
    except (ValueError, TypeError, RecursionError):
        return None


def _row(fingerprint: str, code: str, path: str, symbol: str, fails: bool, creates: bool) -> Seen:
    """The same; raises TypeError for what is of another type."""
    known = Known(fingerprint + "", code + "", path + "", symbol + "")
    return Seen(known, bool(fails + 0), bool(creates + 0))
