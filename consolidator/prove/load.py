"""Drives HTTP/1.1 requests over kept-alive connections: a host, a port and a load in, latencies and errors out.

Plain asyncio streams: a full client library costs more time than the service under test.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator

from consolidator.frozen import dataclass, field
from consolidator.prove.values import Load, LoadResult, Request

HEADER_LIMIT = 1 << 16
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def drive(port: int, load: Load, tick: Callable[[], None] = lambda: None) -> LoadResult:
    """Send `load.total` requests to 127.0.0.1 and wait for all answers; `tick` is called after each."""
    return asyncio.run(_drive(port, load, tick))


def statuses(port: int, requests: tuple[Request, ...], timeout: float) -> dict[Request, int]:
    """The status of each request, sent one after the other; 0 where there was no answer."""
    return asyncio.run(_statuses(port, requests, timeout))


async def _drive(port: int, load: Load, tick: Callable[[], None]) -> LoadResult:
    began = time.perf_counter()
    messages = itertools.islice(itertools.cycle([_message(each, port) for each in load.requests]), load.total)
    run = _Run(port, load.timeout, messages, tick)
    await asyncio.gather(*(_client(run) for _ in range(min(load.concurrency, load.total))))
    return LoadResult(load.total, tuple(run.latencies), dict(run.errors), time.perf_counter() - began)


async def _statuses(port: int, requests: tuple[Request, ...], timeout: float) -> dict[Request, int]:
    found: dict[Request, int] = {}
    for request in requests:
        connection = _Connection(port)
        try:
            found[request] = await asyncio.wait_for(connection.exchange(_message(request, port)), timeout)
        except (OSError, EOFError, ValueError, asyncio.TimeoutError):
            found[request] = 0
        connection.close()
    return found


@dataclass(slots=True)
class _Run:
    """The work that all clients share, and what came of it."""

    port: int
    timeout: float
    messages: Iterator[bytes]
    tick: Callable[[], None]
    latencies: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


async def _client(run: _Run) -> None:
    """One connection's worth of requests, until none is left; a failure costs the connection."""
    connection = _Connection(run.port)
    for message in run.messages:
        began = time.perf_counter()
        try:
            status = await asyncio.wait_for(connection.exchange(message), run.timeout)
        except (OSError, EOFError, ValueError, asyncio.TimeoutError) as error:
            run.errors[_kind(error)] += 1
            connection.close()
        else:
            _record(run, status, (time.perf_counter() - began) * 1000)
        run.tick()
    connection.close()


def _record(run: _Run, status: int, elapsed_ms: float) -> None:
    if status >= 500:
        run.errors[f"HTTP {status}"] += 1
    else:
        run.latencies.append(elapsed_ms)


def _kind(error: Exception) -> str:
    """The name of a failure; asyncio's timeout is an OSError of its own kind from Python 3.11 on."""
    if isinstance(error, asyncio.TimeoutError):
        return "timeout"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    return "bad answer" if isinstance(error, ValueError) else "connection broken"


def _message(request: Request, port: int) -> bytes:
    own = {"Host": f"127.0.0.1:{port}", "Accept": "*/*", "User-Agent": "consolidate"}
    if request.body[:1] in (b"{", b"["):
        own["Content-Type"] = "application/json"
    elif request.body:
        own["Content-Type"] = "application/x-www-form-urlencoded"
    if request.body or request.method not in ("GET", "HEAD"):
        own["Content-Length"] = str(len(request.body))
    given = {name.lower() for name, _ in request.headers}
    rows = [(name, value) for name, value in own.items() if name.lower() not in given]
    head = "".join(f"{name}: {value}\r\n" for name, value in (*rows, *request.headers))
    return f"{request.method} {request.path} HTTP/1.1\r\n{head}\r\n".encode("ascii") + request.body


class _Connection:
    """One connection that is opened when needed and kept while the server keeps it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: Streams | None = None

    async def exchange(self, message: bytes) -> int:
        """Send one request and read the whole answer; returns its status.

        Nothing is sent twice: a kept connection that breaks under a request is a failure of the service. After a
        server error the connection is not kept, since uvicorn closes it behind an exception that nobody handled.
        Raises OSError, EOFError or ValueError.
        """
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=HEADER_LIMIT)
        reader, writer = self._streams
        writer.write(message)
        status, headers = await _head(reader)
        keep = await _skip_body(reader, status, headers, message.startswith(b"HEAD "))
        if not keep or status >= 500:
            self.close()
        return status

    def close(self) -> None:
        """Drop the connection, if there is one."""
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[bytes, bytes]]:
    """The status and the headers, names in lower case; interim answers are passed over."""
    while True:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError as error:
            raise ValueError("headers too long") from error
        first, *lines = head.split(b"\r\n")
        words = first.split(b" ", 2)
        if len(words) < 2 or not words[0].startswith(b"HTTP/1."):
            raise ValueError("not an HTTP/1 answer")
        if int(words[1]) >= 200:
            pairs = (line.partition(b":") for line in lines if line)
            return int(words[1]), {name.lower(): value.strip().lower() for name, _, value in pairs}


async def _skip_body(reader: asyncio.StreamReader, status: int, headers: dict[bytes, bytes], is_head: bool) -> bool:
    """Read the body away (RFC 9112, section 6.3); returns whether the connection can be used again."""
    keep = headers.get(b"connection") != b"close"
    if is_head or status in (204, 304):
        return keep
    if headers.get(b"transfer-encoding", b"").endswith(b"chunked"):
        await _skip_chunks(reader)
    elif b"content-length" in headers:
        await reader.readexactly(int(headers[b"content-length"]))
    else:
        await reader.read(-1)
        return False
    return keep


async def _skip_chunks(reader: asyncio.StreamReader) -> None:
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        await reader.readexactly(size + 2)
    while (await reader.readuntil(b"\r\n")) != b"\r\n":
        pass
