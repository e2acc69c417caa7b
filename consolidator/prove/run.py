"""Two commits in, a proof out: the same load on both, round by round in turn, on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from consolidator.errors import EnvironmentFailed
from consolidator.frozen import dataclass, field, replace
from consolidator.prove import app, postgres, processes
from consolidator.prove.checkout import Checkout, causes, check_out, last_lines, set_up, tail
from consolidator.prove.engines import Judgement, made, told, watched
from consolidator.prove.environment import databases_named, filled
from consolidator.prove.listener import Listener
from consolidator.prove.load import drive, statuses
from consolidator.prove.observe import Watch, await_quiet
from consolidator.prove.routes import find_routes
from consolidator.prove.servers import GivenServer, OwnServer, Server, max_connections
from consolidator.prove.sources import find_scheme, read_sources
from consolidator.prove.summary import summarise
from consolidator.prove.values import Load, Proof, Request, Round, Service
from consolidator.prove.variables import needed, part

Export = Callable[[str, Path], None]
"""Puts the files of a commit into a folder that exists and is empty."""

OBSERVERS = 1
CALIBRATION_SECONDS = 10.0
RESTART_LOAD = Load(concurrency=5, total=40)
HEALTH = "/health/db"
AS_ROOT = "the app ran as root: `nobody` may not read its interpreter or its packages"
SHARED = (
    "the server is shared: connections of others to the same database count too, opened and rejected ones are not known"
)


@dataclass(frozen=True, slots=True)
class Bench:
    """The database for a proof: `url` of an existing server, or None for a disposable one with `max_connections`.

    `restart` has the server break every connection after the last load and asks again.
    """

    url: str | None = None
    max_connections: int = 30
    restart: bool = False


@dataclass(slots=True)
class _Lane:
    """One side at work."""

    name: str
    commit: str
    checkout: Checkout
    server: Server
    variables: Mapping[str, str]
    facts: app.Facts
    rounds: list[Round] = field(default_factory=list)
    restart_errors: int | None = None
    guarded: str = ""
    """What stands before the health route that the change brings; "" where nothing does."""


def prove(
    export: Export,
    before: str,
    after: str,
    service: Service,
    load: Load,
    bench: Bench,
    *,
    per_process: int | None = None,
    judged: Judgement | None = None,
    listener: Listener | None = None,
) -> Proof:
    """Measure the commits `before` and `after` under the same load.

    Where `load` names no requests, they are the app's GET routes without parameters that answer. `per_process` is
    the most connections that one process may hold after the change, `judged` what the code was taken to say of engines.
    Raises EnvironmentFailed where the app or the database does not start.
    Whatever was started is stopped and every folder removed before this returns or raises.
    """
    heard = listener or Listener()
    with ExitStack() as stack:
        lanes, notes = _open(stack, export, (before, after), service, bench, heard)
        requests, left_out = _choose(lanes[0], service, load, heard)
        chosen = replace(load, requests=requests)
        for number in range(load.rounds):
            for lane in lanes:
                _round(lane, service, chosen, number, bench.restart, heard)
        sides = [
            summarise(lane.commit, lane.rounds, lane.restart_errors, causes(tail(lane.checkout.log))) for lane in lanes
        ]
        limit = max_connections(lanes[1].server) - (OBSERVERS if bench.url is None else 0)
    bound = None if per_process is None else per_process * service.workers
    counted = told(sides[0].engines, sides[1].engines, judged)
    guarded = tuple(lane.guarded for lane in lanes if lane.guarded)
    return Proof(sides[0], sides[1], bound, limit, service.workers, chosen, (*counted, *guarded, *notes, *left_out))


def _open(
    stack: ExitStack, export: Export, commits: tuple[str, str], service: Service, bench: Bench, heard: Listener
) -> tuple[list[_Lane], tuple[str, ...]]:
    """Both sides with their code, their databases and their settings in place."""
    heard.stage("exporting both commits")
    account = processes.unprivileged()
    roots = [stack.enter_context(processes.folder("prove", account)) for _ in commits]
    for root, commit in zip(roots, commits, strict=True):
        (root / "code").mkdir()
        export(commit, root / "code")
    able = app.able_account(service.python, account)
    checkouts = [check_out(root, root / "code", service, able) for root in roots]
    scheme = service.scheme or find_scheme(roots[0] / "code")
    parts = _parts(checkouts[0], service)
    lanes = []
    for name, commit, checkout in zip(("before", "after"), commits, checkouts, strict=True):
        heard.stage(f"{name}: setting up the database and importing the app")
        server = _server(stack, bench, databases_named(service.variables))
        variables = filled((*parts, *service.variables), server.urls(scheme))
        set_up(service, checkout, variables)
        lanes.append(_Lane(name, commit, checkout, server, variables, app.probe(service, checkout, variables)))
    notes = [AS_ROOT] if able != account else []
    if parts:
        notes.append(f"{', '.join(name for name, _ in parts)} got the parts of the database's address, by their names")
    return lanes, tuple(notes) if bench.url is None else (*notes, SHARED)


def _parts(checkout: Checkout, service: Service) -> tuple[tuple[str, str], ...]:
    """Variables without a default that mean a part of the database's address, and that nobody has set."""
    known = {name for name, _ in service.variables} | set(checkout.env)
    names = [name for name in needed(read_sources(checkout.folder)) if name not in known]
    return tuple((name, template) for name in names if (template := part(name)) is not None)


def _server(stack: ExitStack, bench: Bench, databases: int) -> Server:
    """A server for one side; a disposable one gets a connection more, which the observer takes."""
    if bench.url is not None:
        return GivenServer(bench.url, databases)
    server = OwnServer(stack.enter_context(postgres.start(bench.max_connections + OBSERVERS)), databases)
    server.create_databases()
    return server


def _choose(lane: _Lane, service: Service, load: Load, heard: Listener) -> tuple[tuple[Request, ...], tuple[str, ...]]:
    """The requests to send, and what was left out: without load, each of them must be answered."""
    heard.stage("trying the requests")
    tried = load.requests or find_routes(read_sources(lane.checkout.folder))
    with app.start(service, lane.facts, lane.checkout, lane.variables) as running:
        answers = statuses(running.port, tried, CALIBRATION_SECONDS)
    await_quiet(lane.server)
    if load.requests:
        _must_answer(lane, answers)
        return load.requests, ()
    good = tuple(each for each, status in answers.items() if 0 < status < 400)
    left_out = [f"{each} ({status or 'no answer'})" for each, status in answers.items() if each not in good]
    if not good:
        tried_out = "\n".join(f"  {each}" for each in left_out)
        raise EnvironmentFailed(
            "no route without parameters answers",
            "name requests with --request METHOD:PATH, or prepare the database with --setup",
            f"{tried_out}\n{last_lines(tail(lane.checkout.log))}",
        )
    return good, (f"routes left out, as they do not answer: {', '.join(left_out)}",) if left_out else ()


def _must_answer(lane: _Lane, answers: Mapping[Request, int]) -> None:
    for request, status in answers.items():
        if status == 0 or status >= 500:
            raise EnvironmentFailed(
                f"without any load, {request} {_answered(status)}",
                "choose another --request, or see --setup",
                last_lines(tail(lane.checkout.log)),
            )


def _answered(status: int) -> str:
    return f"answers {status}" if status else "does not answer"


def _round(lane: _Lane, service: Service, load: Load, number: int, restart: bool, heard: Listener) -> None:
    """One load on a freshly started app; after the last one, the connections are broken where that is asked for."""
    heard.stage(f"{lane.name}: starting the app")
    log, probe = watched(lane.checkout, number)
    with app.start(service, lane.facts, lane.checkout, {**lane.variables, **probe}) as running:
        statuses(running.port, load.requests, load.timeout)
        if number == 0 and lane.name == "after":
            lane.guarded = _guarded(lane, running.port)
        title = f"{lane.name}, round {number + 1} of {load.rounds}"
        measured = _measure(running.port, lane.server, load, title, heard)
        lane.rounds.append(replace(measured, engines=made(log)))
        heard.round(lane.name, lane.rounds[-1])
        if restart and number + 1 == load.rounds:
            heard.stage(f"{lane.name}: restarting the server")
            lane.server.break_connections()
            again = replace(RESTART_LOAD, requests=load.requests, timeout=load.timeout)
            lane.restart_errors = drive(running.port, again).errors
    await_quiet(lane.server)


def _guarded(lane: _Lane, port: int) -> str:
    """Whether the health route answers without credentials, as a load balancer asks it (RFC 9110, section 15.5)."""
    routes = tuple(each for each in find_routes(read_sources(lane.checkout.folder)) if each.path.endswith(HEALTH))
    answers = statuses(port, routes, CALIBRATION_SECONDS)
    closed = [
        f"{each} answers {status}" for each, status in answers.items() if status in (301, 302, 303, 307, 401, 403)
    ]
    return f"{', '.join(closed)}: whoever probes it needs credentials, or it must be let through" if closed else ""


def _measure(port: int, server: Server, load: Load, title: str, heard: Listener) -> Round:
    watch = Watch(server)
    watch.start()
    try:
        heard.load(title, load.total, lambda: watch.latest)
        result = drive(port, load, heard.tick)
        return Round(result, watch.finish())
    finally:
        watch.abandon()
