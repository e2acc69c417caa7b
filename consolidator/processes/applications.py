"""The code to the processes that it shows itself: applications, workers, Streamlit scripts, programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consolidator.model import Facts, ProcessKind, Statement
from consolidator.registry import framework_uses
from consolidator.syntax.names import called, names_of

_GUARD = re.compile(rb"^if[ \t]+__name__[ \t]*==|^if[ \t]*\(?[\"']__main__[\"'][ \t]*==", re.MULTILINE)
_STREAMLIT = re.compile(rb"^[ \t]*(?:import[ \t]+streamlit|from[ \t]+streamlit)\b", re.MULTILINE)
_SHOWS = re.compile(rb"^(?:st|streamlit)\.\w+|^[ \t]*main\(\)|^with[ \t]+st\.|^(?:if|for)[ \t].*\bst\.", re.MULTILINE)
_ACTIONS = frozenset({"expr", "for", "asyncfor", "while", "with", "asyncwith"})
_PARSERS = re.compile(rb"^[ \t]*(?:import|from)[ \t]+(?:click|typer|argparse|fire|docopt)\b", re.MULTILINE)
_BOTS = re.compile(rb"\b(?:run_polling|start_polling|infinity_polling|start_webhook|run_webhook)\s*\(")
_DISCORD = re.compile(
    rb"^[ \t]*(?:import|from)[ \t]+(?:discord|nextcord|disnake|interactions|pyrogram|telethon)\b", re.M
)
_RUNS_CLIENT = re.compile(rb"\b(?:bot|client|app)\.(?:run|start|run_until_disconnected)\s*\(")
_SCHEDULES = re.compile(rb"\bBlockingScheduler\s*\(|\brun_pending\s*\(")
_TOOLS = re.compile(rb"\bFastMCP\s*\(|\bmcp\.run\s*\(|\bstdio_server\s*\(")
_SERVES = re.compile(rb"\buvicorn\.run\s*\(|\b(?:app|application)\.run\s*\(|\bserve\s*\(|\brun_app\s*\(|\bhypercorn\b")
_FOREVER = re.compile(rb"^[ \t]*while[ \t]+(?:True|1)[ \t]*:|\brun_forever\s*\(", re.MULTILINE)
_BROKERS = re.compile(
    rb"^[ \t]*(?:import|from)[ \t]+(?:pika|aio_pika|kafka|aiokafka|confluent_kafka|redis|nats|boto3|aiobotocore|kombu"
    rb"|paho|aiomqtt|pulsar|stomp|zmq|google\.cloud\.pubsub)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A process that the code shows: the module to start, and the object in it."""

    path: str
    kind: ProcessKind
    name: str
    line: int = 1


def applications(facts: Mapping[str, Facts]) -> Iterator[Found]:
    """Applications and workers that modules keep under a name; those mounted in another are part of it."""
    rows = [(path, use) for path, module in facts.items() for use in framework_uses(module)]
    mounted = {name.rpartition(".")[2].lstrip(":") for _, use in rows for name in use.mounts if name}
    for path, use in rows:
        if use.framework in ("plain", "gunicorn") or use.kind == "router":
            continue
        if use.kind == "app" and use.name in mounted and not use.mounts:
            continue
        yield Found(path, "worker" if use.kind == "worker" else "web", use.name or path, use.span.line)


def kind_of(data: bytes, facts: Facts | None) -> ProcessKind:
    """What a module is when it is run as a program."""
    if _STREAMLIT.search(data) and _SHOWS.search(data):
        return "streamlit"
    if _BOTS.search(data) or (_DISCORD.search(data) and _RUNS_CLIENT.search(data)):
        return "bot"
    if _SCHEDULES.search(data):
        return "scheduler"
    if _TOOLS.search(data):
        return "loop"
    if _SERVES.search(data) and (_is_app(facts) or b"uvicorn.run" in data or b"run_app" in data):
        return "web"
    if _FOREVER.search(data):
        return "consumer" if _BROKERS.search(data) else "loop"
    return "cli" if _PARSERS.search(data) else "script"


def is_program(data: bytes, facts: Facts | None) -> bool:
    """Whether a module does something when it is run: a guard of `__main__`, or actions at module level."""
    if _GUARD.search(data) or (_STREAMLIT.search(data) and _SHOWS.search(data)):
        return True
    return facts is not None and any(_acts(row, facts) for row in facts.body)


def _acts(row: Statement, facts: Facts) -> bool:
    """Loops and calls at module level; a docstring, a registration or logging's set-up is none."""
    if row.kind not in _ACTIONS or row.span == facts.docstring:
        return False
    if row.kind != "expr":
        return True
    name = called(names_of(facts), row.value)
    last = name.rpartition(".")[2]
    return (
        row.value is not None
        and row.value.kind in ("call", "await")
        and last in ("main", "run", "start", "asyncio.run")
    )


def _is_app(facts: Facts | None) -> bool:
    return facts is not None and any(use.kind in ("app", "factory") for use in framework_uses(facts))
