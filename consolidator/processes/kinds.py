"""A module that is run as a program to the kind of process that this is: by what it calls and how it loops."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from consolidator.model import Expr, Facts, Function, ProcessKind, Statement
from consolidator.processes.code import Code, calls, name_of, statements
from consolidator.registry import framework_uses

_GUARD = re.compile(rb"^if[ \t(]+(?:__name__|[\"']__main__[\"'])[ \t]*==", re.MULTILINE)
_STREAMLIT = re.compile(rb"^[ \t]*(?:import|from)[ \t]+streamlit\b", re.MULTILINE)
_AT_TOP = re.compile(
    rb"^(?:[A-Za-z_][\w.]*[ \t]*\(|while\b|for\b|with\b|async\b|await\b|if\b|try\b|st\.)", re.MULTILINE
)
_SIGNS = re.compile(
    rb"streamlit|\brun|_polling|_webhook|Scheduler|run_pending|FastMCP|stdio_server|serve|server|Server|launch|worker"
    rb"|while|run_forever|start_consuming|basic_consume|bjoern|granian|cherrypy|pause|uvicorn|\.start\("
)
"""What any module that serves holds; quick to look for."""

_LOOPS = re.compile(rb"while[ \t(]|run_forever|serve_forever|signal\.pause")
_PARSING = re.compile(
    rb"^[ \t]*(?:import|from)[ \t]+(?:click|typer|argparse|fire|docopt|optparse|absl)\b", re.MULTILINE
)
_ACTIONS = frozenset({"expr", "for", "asyncfor", "while", "with", "asyncwith"})
_STARTS = frozenset(
    {"main", "run", "start", "serve", "cli", "app", "asyncio.run", "anyio.run", "uvicorn.run", "typer.run"}
)

_SERVERS = frozenset({
    "uvicorn.run", "uvicorn.Server", "uvicorn.main", "uvicorn.main.main", "hypercorn.asyncio.serve", "bjoern.run",
    "hypercorn.trio.serve", "aiohttp.web.run_app", "waitress.serve", "werkzeug.serving.run_simple", "grpc.server",
    "gevent.pywsgi.WSGIServer", "grpc.aio.server", "wsgiref.simple_server.make_server", "granian.Granian",
    "cherrypy.quickstart", "nicegui.ui.run", "eventlet.wsgi.server", "gunicorn.app.wsgiapp.run",
})  # fmt: skip
_POLLING = frozenset({"run_polling", "start_polling", "infinity_polling", "run_webhook", "start_webhook"})
_BOT_LIBRARIES = frozenset({
    "discord", "nextcord", "disnake", "interactions", "pyrogram", "telethon", "telebot", "telegram", "aiogram",
    "slack_bolt", "vkbottle", "nonebot", "hikari", "twitchio",
})  # fmt: skip
_WORKERS = frozenset({"worker_main", "run_worker", "start_worker"})
_BROKERS = frozenset({
    "pika", "aio_pika", "kafka", "aiokafka", "confluent_kafka", "redis", "aioredis", "nats", "boto3", "aiobotocore",
    "aioboto3", "kombu", "paho", "aiomqtt", "asyncio_mqtt", "gmqtt", "pulsar", "stomp", "zmq", "faststream",
})  # fmt: skip
_GOING_ON = re.compile(r"stop|shutdown|running|terminat|should_exit|quit|alive|is_set|keep", re.IGNORECASE)


def is_program(code: Code, path: str) -> bool:
    """Whether a module does something when it is run: by a guard of `__main__`, or by actions at module level."""
    data = code.data(path)
    if _GUARD.search(data):
        return True
    facts = code.facts(path) if _AT_TOP.search(data) else None
    if facts is None:
        return False
    if _STREAMLIT.search(data):
        return _shows(facts)
    alone = not code.world.modules.importers(path)
    return any(_acts(row, facts, alone) for row in facts.body)


def is_handler(code: Code, path: str) -> bool:
    """Whether a module holds a function that a cloud calls (docs.aws.amazon.com/lambda, python-handler)."""
    facts = code.world.facts.get(path)
    if facts is None:
        return False
    for function in facts.functions:
        names = tuple(param.name for param in function.params)
        if not function.scope and (function.name == "lambda_handler" or names[:2] == ("event", "context")):
            return True
    return any(name in ("mangum.Mangum", "functions_framework.http") for name, _ in calls(facts))


def kind_of(code: Code, path: str) -> ProcessKind:
    """What kind of process a module is when it is run, "script" where nothing says more."""
    data = code.data(path)
    facts = code.facts(path) if _SIGNS.search(data) else None
    if facts is None:
        return "cli" if _PARSING.search(data) else "script"
    libraries = {row.module.partition(".")[0] for row in facts.imports if not row.level}
    if "streamlit" in libraries and _shows(facts):
        return "streamlit"
    made = list(calls(facts))
    lasts = {name.rpartition(".")[2] for name, _ in made}
    names = {name for name, _ in made}
    if lasts & _POLLING or (libraries & _BOT_LIBRARIES and lasts & {"run", "start", "run_until_disconnected"}):
        return "bot"
    if "BlockingScheduler" in lasts or "run_pending" in lasts:
        return "scheduler"
    if "FastMCP" in lasts or "stdio_server" in lasts:
        return "loop"
    if names & _SERVERS or _serves_app(code, facts) or ("gradio" in libraries and "launch" in lasts):
        return "web"
    if lasts & _WORKERS or (libraries & {"rq", "redis_tasks"} and "work" in lasts):
        return "worker"
    return _looping(code, facts, libraries, lasts) or ("cli" if _PARSING.search(data) else "script")


def _looping(code: Code, facts: Facts, libraries: set[str], lasts: set[str]) -> ProcessKind | None:
    """A module that loops for ever, itself or in what it calls of a module that it imports."""
    heads = {name_of(call.expr.parts[0]).partition(".")[0] for call in facts.calls if call.expr.parts}
    paths = [path for bound, path in code.imported(facts) if bound in heads]
    for path in dict.fromkeys([facts.path, *paths]):
        module = code.facts(path) if _LOOPS.search(code.data(path)) else None
        if module is None:
            continue
        if not any(_loops(module, row, lasts) for row in (None, *module.functions)) and not _waits(facts):
            continue
        libraries = libraries | {row.module.partition(".")[0] for row in module.imports if not row.level}
        if libraries & {"apscheduler", "schedule", "aioschedule"}:
            return "scheduler"
        return "consumer" if libraries & _BROKERS else "loop"
    return "consumer" if libraries & _BROKERS and lasts & {"start_consuming", "basic_consume"} else None


def _loops(facts: Facts, function: Function | None, lasts: set[str]) -> bool:
    """Whether a function that is called, or the module's own body, holds a loop without an end."""
    if function is not None and function.name not in lasts:
        return False
    body = function.body if function is not None else facts.body
    return any(row.kind == "while" and _for_ever(row) for row in statements(body))


def _for_ever(row: Statement) -> bool:
    """`while True` that is never left, or `while` something keeps running."""
    if row.value is None:
        return False
    if row.value.kind == "const" and row.value.value:
        return not any(_leaves(inner) for inner in row.body)
    return any(_GOING_ON.search(name) for name in _names(row.value)) and any(
        inner.kind in ("expr", "try", "with", "asyncwith", "if") for inner in row.body
    )


def _leaves(row: Statement) -> bool:
    """`break` or `return`; those of inner loops, and those that follow an exception, say nothing."""
    if row.kind in ("break", "return"):
        return True
    if row.kind in ("while", "for", "asyncfor"):
        return any(inner.kind == "return" for inner in statements(row.body))
    return any(_leaves(inner) for inner in (*row.body, *row.orelse))


def _names(expr: Expr) -> Iterator[str]:
    if expr.kind in ("name", "attr"):
        yield str(expr.value)
    for part in expr.parts:
        yield from _names(part)


def _waits(facts: Facts) -> bool:
    """`loop.run_forever()`, `signal.pause()`, `asyncio.Event().wait()`, `server.serve_forever()`."""
    return any(
        name.rpartition(".")[2] in ("run_forever", "serve_forever") or name == "signal.pause"
        for name, _ in calls(facts)
    )


def _shows(facts: Facts) -> bool:
    """Whether a module draws a Streamlit page when it is run: calls at module level, or a function called there."""
    top = [row for row in statements(facts.body) if row.kind in ("expr", "with", "asyncwith", "assign", "annassign")]
    heads = {row.bound for row in facts.imports if row.module.partition(".")[0] == "streamlit"}
    drawn = {function.name for function in facts.functions}
    for row in top:
        chains = [name_of(value.parts[0]) for value in _called_in(row)]
        if any(chain.split(".")[0] in heads for chain in chains if "cache" not in chain):
            return True
        if row.kind == "expr" and any(chain in drawn for chain in chains):
            return True
    return False


def _called_in(row: Statement) -> Iterable[Expr]:
    values = [row.value, *(item for item, _ in row.items)]
    return [value for value in values if value is not None and value.kind == "call" and value.parts]


def _serves_app(code: Code, facts: Facts) -> bool:
    """`app.run(host=...)`: of an application of the module, of what a factory made, or with a server's arguments."""
    own = {use.name for use in framework_uses(facts) if use.kind in ("app", "factory")}
    for name, call in calls(facts):
        head, _, method = name.rpartition(".")
        if method not in ("run", "run_server", "run_app"):
            continue
        keywords = {key for key, _ in call.expr.keywords}
        if head in own or keywords & {"host", "port", "debug", "use_reloader"}:
            return "subprocess" not in head
    return False


def _acts(row: Statement, facts: Facts, alone: bool) -> bool:
    """Loops and calls at module level; in a module that others import, only those that start something."""
    if row.kind not in _ACTIONS or row.span == facts.docstring or (row.value is None and not row.items):
        return False
    if row.kind != "expr":
        return alone
    value = row.value
    if value is None or value.kind not in ("call", "await"):
        return False
    name = name_of(value.parts[0]) if value.parts else ""
    return name in _STARTS or name.rpartition(".")[2] in ("main", "run_forever") or (alone and name not in _SETTING_UP)


_SETTING_UP = frozenset(
    {"load_dotenv", "logging.basicConfig", "sys.path.append", "sys.path.insert", "dotenv.load_dotenv"}
)
