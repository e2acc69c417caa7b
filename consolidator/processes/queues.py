"""The command of a worker that takes tasks off a queue to what it starts: its modules, children and threads."""

from __future__ import annotations

from consolidator.model import ProcessKind
from consolidator.processes.arguments import flags, number, parse, workers_of
from consolidator.processes.launches import Command, target

_CELERY = flags(
    "-B --beat -E --task-events --detach --without-gossip --without-mingle --without-heartbeat -q --quiet --purge"
    " --discard --skip-checks --autoreload -D"
)


def celery(words: tuple[str, ...]) -> Command:
    """A worker forks one child for each unit of `--concurrency` (docs.celeryq.dev, workers guide)."""
    read = parse(words[1:], _CELERY)
    app = read.value("-A", "--app")
    targets = (target(app),) if app else ()
    if "beat" in read.positional:
        return Command(words, "scheduler", targets)
    if "worker" not in read.positional and "multi" not in read.positional:
        return Command(words, "cli", targets)
    units, assumed = workers_of(read, "-c", "--concurrency")
    pool = read.value("-P", "--pool") or "prefork"
    if pool not in ("prefork", "processes"):
        return Command(words, "worker", targets, 1, 1 if pool == "solo" else units)
    most = number((read.value("--autoscale") or "").partition(",")[0])
    assumed = assumed or ("" if units or most else "one worker, as there is one for each processor")
    return Command(words, "worker", targets, most or units, 1, True, assumed)


def worker(words: tuple[str, ...]) -> Command:
    """arq, huey, taskiq and faststream take a module or an object first: `package.module.Object` or with a colon."""
    read = parse(words[1:], flags("--watch --check --burst --reload -v --verbose --fs-discover"))
    named = [word for word in read.positional if word not in ("worker", "run", "scheduler", "info")]
    workers, assumed = workers_of(read, "-w", "--workers", "--processes")
    kind: ProcessKind = "scheduler" if "scheduler" in read.positional[:1] else "worker"
    return Command(words, kind, tuple(target(word) for word in named), workers, assumed=assumed)


def dramatiq(words: tuple[str, ...]) -> Command:
    """Its workers are processes with 8 threads each (dramatiq.io/advanced)."""
    read = parse(words[1:], flags("--watch-use-polling --use-spawn -v --verbose"))
    processes, assumed = workers_of(read, "-p", "--processes")
    threads = number(read.value("-t", "--threads")) or 8
    assumed = assumed or ("" if processes else "one worker, as there is one for each processor")
    return Command(words, "worker", tuple(target(w) for w in read.positional), processes, threads, True, assumed)


def rq(words: tuple[str, ...]) -> Command:
    """rq imports a job's function by the name that is enqueued; every job runs in a forked child."""
    read = parse(words[1:], flags("--burst -b --with-scheduler -v --verbose --quiet -q"))
    config = read.value("-c", "--config")
    kind: ProcessKind = "worker" if {"worker", "worker-pool"} & set(read.positional[:1]) else "cli"
    return Command(words, kind, (target(config),) if config else (), threads=1, forks=True)
