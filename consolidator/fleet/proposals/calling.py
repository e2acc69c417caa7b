"""A question to a forge in; its answer, by way of `gh` or `glab` and at the pace that the forge allows, out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from typing import Any

from consolidator.errors import EnvironmentFailed
from consolidator.frozen import dataclass
from consolidator.masking import mask, printable
from consolidator.regex import lazy

PROGRAMS = {"github": "gh", "gitlab": "glab"}
TRIES = 5
LONGEST = 900.0
"""Seconds that are waited at a time at most."""

_CALM = {"GH_PROMPT_DISABLED": "1", "GH_NO_UPDATE_NOTIFIER": "1", "NO_PROMPT": "1", "NO_COLOR": "1", "CLICOLOR": "0"}
_STATUS = lazy(r"HTTP/[\d.]+ (\d{3})")
_LIMITED = lazy(r"rate limit|abuse detection|too many requests|submitted too quickly", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a forge said: the status (0 where it was not reached), its headers in lower case, and the text."""

    status: int
    headers: Mapping[str, str]
    text: str


class Program:
    """`gh api` or `glab api`, which bring the user's own login along; a change waits `pause` seconds after the last."""

    def __init__(
        self,
        forge: str,
        host: str,
        pause: float,
        tell: Callable[[str], None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._name, self._host, self._pause = PROGRAMS[forge], host, pause
        self._tell, self._sleep = tell, sleep
        self._changed = -pause

    def __call__(self, method: str, path: str, values: dict[str, Any] | None = None) -> Any:
        """The JSON that the forge answers; a limit is waited for as it asks. Raises EnvironmentFailed."""
        for number in range(TRIES):
            self._keep_pace(method)
            answer = self._ask(method, path, values)
            if 200 <= answer.status < 300:
                return json.loads(answer.text or "null")
            wait = waiting(answer, number, time.time())
            if wait is None or number == TRIES - 1:
                raise _refusal(self._name, self._host, answer)
            self._tell(f"{self._host} asks to wait: going on in {wait:.0f} s\n")
            self._sleep(wait)
        raise AssertionError

    def _keep_pace(self, method: str) -> None:
        """At least a second between changes is what GitHub asks for (docs.github.com, best practices of REST)."""
        if method == "GET":
            return
        left = self._changed + self._pause - time.monotonic()
        if left > 0:
            self._sleep(left)
        self._changed = time.monotonic()

    def _ask(self, method: str, path: str, values: dict[str, Any] | None) -> Answer:
        words = [self._name, "api", "--include", "--hostname", self._host, "--method", method, path]
        words += ["--header", "Content-Type: application/json", "--input", "-"] if values is not None else []
        body = None if values is None else json.dumps(values).encode()
        done = subprocess.run(
            words, input=body, stdin=subprocess.DEVNULL if body is None else None, capture_output=True,
            env={**os.environ, **_CALM},
        )  # fmt: skip
        return parsed(done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def installed(forge: str) -> bool:
    """Whether the program of a forge is there."""
    return shutil.which(PROGRAMS[forge]) is not None


def parsed(stdout: str, stderr: str) -> Answer:
    """Headers and body apart; where nothing came, what the program says instead."""
    head, _, body = stdout.replace("\r\n", "\n").partition("\n\n")
    status = _STATUS.match(head)
    if status is None:
        return Answer(0, {}, stderr)
    pairs = (line.partition(":") for line in head.split("\n")[1:])
    return Answer(int(status[1]), {name.strip().lower(): value.strip() for name, _, value in pairs}, body)


def waiting(answer: Answer, number: int, now: float) -> float | None:
    """Seconds to wait before asking again for the time `number` (from 0); None where that would not help.

    Retry-After goes first, then the reset of a limit that is used up, then a minute that doubles
    (docs.github.com, rate limits for the REST API; docs.gitlab.com, rate limits).
    """
    limited = answer.status == 429 or (answer.status == 403 and bool(_LIMITED.search(answer.text)))
    asked = answer.headers.get("retry-after", "")
    if not limited and not (answer.status in (403, 503) and asked):
        return None
    if asked.isdecimal():
        return min(float(asked), LONGEST)
    reset = answer.headers.get("x-ratelimit-reset") or answer.headers.get("ratelimit-reset") or ""
    left = answer.headers.get("x-ratelimit-remaining") or answer.headers.get("ratelimit-remaining")
    if left == "0" and reset.isdecimal():
        return min(max(float(reset) - now, 1.0), LONGEST)
    return min(float(60 << number), LONGEST)


def _refusal(name: str, host: str, answer: Answer) -> EnvironmentFailed:
    said = printable(mask(" ".join(answer.text.split())[:400])) or "nothing"
    status = f" (HTTP {answer.status})" if answer.status else ""
    cure = f"log in with `{name} auth login --hostname {host}`, or mend what it names, then run again"
    return EnvironmentFailed(f"{host} did not take the request{status}: {said}", cure)
