"""What a command line says of requests in; the requests to send out."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from consolidator.errors import UsageError
from consolidator.prove.values import Request

CURE = "write it as GET:/events, or as POST:/orders -H 'X-Key: 1' -d '{\"item\": 7}'"
_CONNECTION = frozenset({"host", "content-length", "connection", "transfer-encoding", "user-agent", "accept-encoding"})
"""Headers of a recording that belong to its own connection; what starts with a colon belongs to HTTP/2."""


def parse_all(texts: Iterable[str]) -> tuple[Request, ...]:
    """The requests in order; `@FILE` stands for those of a file. Raises UsageError for what cannot be used."""
    return tuple(request for text in texts for request in (_from_file(text[1:]) if text[:1] == "@" else (parse(text),)))


def parse(text: str) -> Request:
    """`GET:/events` or `/events`; behind it `-H 'Name: value'`, repeatable, and `-d BODY`, as curl writes them."""
    try:
        first, *rest = shlex.split(text)
    except ValueError:
        raise _unusable(text) from None
    method, colon, path = first.partition(":") if not first.startswith("/") else ("GET", ":", first)
    if not (colon and path.startswith("/") and method.isalpha()):
        raise _unusable(text)
    headers: list[tuple[str, str]] = []
    body = ""
    for flag, value in zip(rest[::2], rest[1::2], strict=False):
        name, mark, content = value.partition(":")
        if flag in ("-H", "--header") and mark:
            headers.append((name.strip(), content.strip()))
        elif flag in ("-d", "--data"):
            body = value
        else:
            raise _unusable(text)
    if len(rest) % 2:
        raise _unusable(text)
    return _checked(Request(method.upper(), path, tuple(headers), body.encode()), text)


def _checked(request: Request, text: str) -> Request:
    words = (request.path, *(part for pair in request.headers for part in pair))
    if not all(word.isascii() and word.isprintable() for word in words) or " " in request.path:
        raise _unusable(text)
    return request


def _unusable(text: str) -> UsageError:
    return UsageError(f"request {text!r} is not METHOD:PATH", CURE)


def _from_file(name: str) -> Iterator[Request]:
    """One request a line, `#` begins a comment; or a recording of a browser or proxy (HAR 1.2)."""
    try:
        text = Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"--request: {name} cannot be read: {error}", "name a text file with a request a line"
        ) from None
    if name.endswith(".har"):
        yield from _recorded(name, text)
        return
    lines = (line.strip() for line in text.splitlines())
    yield from (parse(line) for line in lines if line and not line.startswith("#"))


def _recorded(name: str, text: str) -> Iterator[Request]:
    """The requests of a recording, sent to the service whatever host they went to (http://www.softwareishard.com/blog/har-12-spec/)."""
    try:
        entries: list[Any] = json.loads(text)["log"]["entries"]
        for each in entries:
            yield _from_entry(each["request"])
    except (JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"--request: {name} is no recording: {error!r}", "record it as HAR 1.2") from None


def _from_entry(entry: dict[str, Any]) -> Request:
    parts = urlsplit(entry["url"])
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    rows = [(each["name"], each["value"]) for each in entry.get("headers", ())]
    headers = tuple((k, v) for k, v in rows if k.lower() not in _CONNECTION and not k.startswith(":"))
    body = (entry.get("postData") or {}).get("text", "")
    return _checked(Request(entry["method"].upper(), path, headers, body.encode()), f"{entry['method']}:{path}")
