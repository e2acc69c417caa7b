"""A module that is run as a program to the kind of process that this is: by what it calls and how it loops."""

from __future__ import annotations

import re
from collections.abc import Iterable

from consolidator.model import Expr, Facts, ProcessKind, Statement
from consolidator.processes.code import Code, calls_of, name_of, statements
from consolidator.processes.following import Deeds, deeds
from consolidator.regex import lazy
from consolidator.registry import framework_uses

_GUARD = lazy(rb"^if[ \t(]+(?:__name__|[\"']__main__[\"'])[ \t]*==", re.MULTILINE)
_STREAMLIT = lazy(rb"^[ \t]*(?:import|from)[ \t]+streamlit\b", re.MULTILINE)
_AT_TOP = lazy(rb"^(?:[A-Za-z_][\w.]*[ \t]*\(|while\b|for\b|with\b|async\b|await\b|if\b|try\b|st\.)", re.MULTILINE)
_SIGNS = lazy(
    rb"streamlit|\brun|_polling|_webhook|Scheduler|run_pending|FastMCP|stdio_server|serve|server|Server|launch|worker"
    rb"|while|run_forever|start_consuming|basic_consume|bjoern|granian|cherrypy|pause|uvicorn|\.start\("
)
"""What any module that serves holds; quick to look for."""

_MIGRATING = lazy(rb"^[ \t]*(?:import|from)[ \t]+alembic\b", re.MULTILINE)
_PARSING = lazy(rb"^[ \t]*(?:import|from)[ \t]+(?:click|typer|argparse|fire|docopt|optparse|absl)\b", re.MULTILINE)
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
_BOT_STARTS = frozenset({"run", "start", "run_until_disconnected"})
_WORKERS = frozenset({"worker_main", "run_worker", "start_worker"})
_BROKERS = frozenset({
    "pika", "aio_pika", "kafka", "aiokafka", "confluent_kafka", "redis", "aioredis", "nats", "boto3", "aiobotocore",
    "aioboto3", "kombu", "paho", "aiomqtt", "asyncio_mqtt", "gmqtt", "pulsar", "stomp", "zmq", "faststream",
})  # fmt: skip


_RUNNING = ("run", "run_server", "run_app")
"""Methods that serve an application."""


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
    return any(_acts(row, alone) for row in facts.body)


def is_handler(code: Code, path: str) -> bool:
    """Whether a module holds a function that a cloud calls (docs.aws.amazon.com/lambda, python-handler)."""
    facts = code.world.facts.get(path)
    if facts is None:
        return False
    for function in facts.functions:
        names = tuple(param.name for param in function.params)
        if not function.scope and (function.name == "lambda_handler" or names[:2] == ("event", "context")):
            return True
    says = "Mangum" in facts.source or "functions_framework" in facts.source
    return says and any(
        name in ("mangum.Mangum", "functions_framework.http") for name, _ in calls_of(facts, "Mangum", "http")
    )


def kind_of(code: Code, path: str) -> ProcessKind:
    """What kind of process a module is when it is run, "script" where nothing says more."""
    data = code.data(path)
    if path.rpartition("/")[2] == "env.py" and _MIGRATING.search(data):
        return "migration"
    facts = code.facts(path) if _SIGNS.search(data) else None
    if facts is None:
        return "cli" if _PARSING.search(data) else "script"
    libraries = {row.module.partition(".")[0] for row in facts.imports if not row.level}
    if "streamlit" in libraries and _shows(facts):
        return "streamlit"
    return _serving(deeds(code, facts)) or ("cli" if _PARSING.search(data) else "script")


def _serving(done: Deeds) -> ProcessKind | None:
    """The kind of a program that does not end by itself."""
    if done.lasts & _POLLING or (done.libraries & _BOT_LIBRARIES and done.lasts & _BOT_STARTS):
        return "bot"
    if done.lasts & {"BlockingScheduler", "run_pending"}:
        return "scheduler"
    if done.lasts & {"FastMCP", "stdio_server"}:
        return "loop"
    if done.names & _SERVERS or any(map(_serves_app, done.facts)):
        return "web"
    if "gradio" in done.libraries and "launch" in done.lasts:
        return "web"
    if done.lasts & _WORKERS or ("rq" in done.libraries and "work" in done.lasts):
        return "worker"
    if done.lasts & {"start_consuming", "basic_consume"}:
        return "consumer"
    if not (done.loops or done.lasts & {"run_forever", "serve_forever"} or "signal.pause" in done.names):
        return None
    if done.libraries & {"apscheduler", "schedule", "aioschedule"}:
        return "scheduler"
    return "consumer" if done.libraries & _BROKERS else "loop"


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


def _serves_app(facts: Facts) -> bool:
    """`app.run(host=...)`: of an application of the module, of what a factory made, or with a server's arguments."""
    if ".run" not in facts.source:
        return False
    own = {use.name for use in framework_uses(facts) if use.kind in ("app", "factory")}
    for name, call in calls_of(facts, *_RUNNING):
        head, _, method = name.rpartition(".")
        if method not in _RUNNING:
            continue
        keywords = {key for key, _ in call.expr.keywords}
        if head in own or keywords & {"host", "port", "debug", "use_reloader"}:
            return "subprocess" not in head
    return False


def _acts(row: Statement, alone: bool) -> bool:
    """Loops and calls at module level; in a module that others import, only those that start something."""
    if row.kind not in _ACTIONS or (row.value is None and not row.items):
        return False
    if row.kind != "expr":
        return alone
    value = row.value
    if value is None or value.kind not in ("call", "await"):
        return False
    name = name_of(value.parts[0]) if value.parts else ""
    last = name.rpartition(".")[2]
    if name in _STARTS or last in ("main", "run_forever"):
        return True
    return alone and name not in _SETTING_UP and last not in _PUTTING_TOGETHER


_SETTING_UP = frozenset(
    {"load_dotenv", "logging.basicConfig", "sys.path.append", "sys.path.insert", "dotenv.load_dotenv"}
)
_PUTTING_TOGETHER = frozenset({
    "include_router", "register_blueprint", "add_url_rule", "add_api_route", "add_middleware", "add_exception_handler",
    "mount", "set_broker", "add_typer", "add_command",
})  # fmt: skip
"""Methods that make a part of an application of another, and start nothing."""
