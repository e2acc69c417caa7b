"""The load generator: what it counts, against servers that misbehave in every way, and how quick it is."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from consolidator.errors import UsageError
from consolidator.prove.load import drive, statuses
from consolidator.prove.processes import free_port
from consolidator.prove.requests import parse, parse_all
from consolidator.prove.values import Load, Request

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n"
UNTIL_CLOSE = b"HTTP/1.0 200 OK\r\n\r\nuntil the end"
INTERIM = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK
ROOT = (Request("GET", "/"),)
Serve = Callable[..., tuple[int, list[bytes]]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server that answers each request with the same bytes; gives its port and what it received."""
    listeners: list[socket.socket] = []

    def start(answer: bytes, closes: bool = False) -> tuple[int, list[bytes]]:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        seen: list[bytes] = []
        threading.Thread(target=_accept, args=(listener, answer, closes, seen), daemon=True).start()
        return listener.getsockname()[1], seen

    yield start
    for listener in listeners:
        listener.close()


def _accept(listener: socket.socket, answer: bytes, closes: bool, seen: list[bytes]) -> None:
    while True:
        try:
            client = listener.accept()[0]
        except OSError:
            return
        threading.Thread(target=_talk, args=(client, answer, closes, seen), daemon=True).start()


def _talk(client: socket.socket, answer: bytes, closes: bool, seen: list[bytes]) -> None:
    with client:
        while data := client.recv(65536):
            seen.append(data)
            client.sendall(answer)
            if closes:
                return


@pytest.mark.parametrize(("answer", "closes"), [(OK, False), (CHUNKED, False), (INTERIM, False), (UNTIL_CLOSE, True)])
def test_every_framing_of_an_answer_is_read(serve: Serve, answer: bytes, closes: bool) -> None:
    port, seen = serve(answer, closes)
    result = drive(port, Load(ROOT, concurrency=2, total=10))
    assert (result.errors, len(result.latencies_ms), len(seen)) == (0, 10, 10)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n", "HTTP 500"),
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "HTTP 503"),
        (b"SSH-2.0-x\r\n\r\n", "bad answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nshort", "connection broken"),
        (b"", "connection broken"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n", "bad answer"),
    ],
)
def test_failures_are_counted_by_kind(serve: Serve, answer: bytes, kind: str) -> None:
    result = drive(serve(answer, True)[0], Load(ROOT, concurrency=2, total=6))
    assert result.errors_by_kind == {kind: 6}
    assert result.latencies_ms == ()


def test_an_answer_that_says_no_is_still_an_answer(serve: Serve) -> None:
    port, _ = serve(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    assert drive(port, Load(ROOT, 1, 3)).errors == 0


def test_silence_is_a_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        result = drive(silent.getsockname()[1], Load(ROOT, concurrency=2, total=2, timeout=0.2))
    assert result.errors_by_kind == {"timeout": 2}


def test_nobody_listening_is_refused() -> None:
    assert drive(free_port(), Load(ROOT, 1, 2)).errors_by_kind == {"connection refused": 2}


def test_requests_take_turns_and_a_post_has_a_length(serve: Serve) -> None:
    port, seen = serve(OK)
    drive(port, Load((Request("GET", "/a?b=1"), Request("POST", "/c")), concurrency=1, total=4))
    assert [data.split(b" HTTP")[0] for data in seen] == [b"GET /a?b=1", b"POST /c"] * 2
    assert b"Content-Length: 0" in seen[1] and b"Content-Length" not in seen[0]


def test_statuses_are_zero_where_nobody_answers(serve: Serve) -> None:
    port, _ = serve(b"HTTP/1.1 418 Teapot\r\nContent-Length: 0\r\n\r\n")
    assert statuses(port, ROOT, 5.0) == {ROOT[0]: 418}
    assert statuses(free_port(), ROOT, 5.0) == {ROOT[0]: 0}


def test_the_generator_outruns_any_python_service(serve: Serve) -> None:
    port, _ = serve(OK)
    began = time.process_time()
    drive(port, Load(ROOT, concurrency=20, total=2000))
    assert (time.process_time() - began) / 2000 < 0.001, "a millisecond of CPU for a request and its answer"


@pytest.mark.parametrize("text", ["GET:/x", "/x"])
def test_requests_are_method_and_path(text: str) -> None:
    assert parse(text) == Request("GET", "/x")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GET",
        "GET:x",
        "G T:/x",
        "GET:/x y",
        "GET:/x\r\nEvil: 1",
        "GET:/x -X y",
        "GET:/x -H",
        "GET:/x -H a",
        "GET:/x -H 'a: \x01'",
        "GET:/x '",
        "GET:/é",
        ":/x",
    ],
)
def test_other_requests_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse(text)


def test_a_request_has_headers_and_a_body_as_curl_writes_them(serve: Serve) -> None:
    port, seen = serve(OK)
    asked = parse("POST:/orders -H 'X-Key: a b' --header 'Accept: text/plain' -d '{\"item\": 7}'")
    assert asked == Request("POST", "/orders", (("X-Key", "a b"), ("Accept", "text/plain")), b'{"item": 7}')
    assert "a b" not in repr(asked) and "item" not in str(asked)
    drive(port, Load((asked,), concurrency=1, total=1))
    head, _, body = b"".join(seen).partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /orders HTTP/1.1" and body == b'{"item": 7}'
    assert {"X-Key: a b", "Accept: text/plain", "Content-Type: application/json", "Content-Length: 11"} <= set(lines)
    assert "Accept: */*" not in lines


def test_requests_come_from_a_file_or_a_recording(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text("# warm\nGET:/a\n\nPOST:/b -d x\n")
    entry = {
        "method": "post",
        "url": "https://example.org/c?d=1",
        "headers": [
            {"name": "Host", "value": "example.org"},
            {"name": ":path", "value": "/c"},
            {"name": "X", "value": "1"},
        ],
        "postData": {"text": "{}"},
    }
    (tmp_path / "r.har").write_text(json.dumps({"log": {"entries": [{"request": entry}]}}))
    found = parse_all([f"@{tmp_path}/r.txt", f"@{tmp_path}/r.har", "/e"])
    assert [str(each) for each in found] == ["GET /a", "POST /b", "POST /c?d=1", "GET /e"]
    assert found[2].headers == (("X", "1"),) and found[2].body == b"{}"


@pytest.mark.parametrize(("name", "text"), [("gone.txt", None), ("a.har", "{}"), ("b.har", "["), ("c.txt", "GET x")])
def test_a_file_without_requests_is_refused(tmp_path: Path, name: str, text: str | None) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(UsageError):
        parse_all([f"@{tmp_path / name}"])
