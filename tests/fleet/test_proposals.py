"""Where a request goes, and how long a forge is waited for."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from consolidator.errors import EnvironmentFailed
from consolidator.fleet.proposals.addresses import address_of
from consolidator.fleet.proposals.calling import Answer, Program, parsed, waiting
from consolidator.fleet.proposals.values import Address
from consolidator.fleet.values import Order, Outcome, Result, Service


@pytest.mark.parametrize(
    ("url", "told", "address"),
    [
        ("https://github.com/acme/one.git", "", ("github", "github.com", "acme/one")),
        ("git@github.com:acme/one.git", "", ("github", "github.com", "acme/one")),
        ("ssh://git@gitlab.example.org:2222/group/sub/one.git", "", ("gitlab", "gitlab.example.org", "group/sub/one")),
        ("https://code.example.org/acme/one", "gitlab", ("gitlab", "code.example.org", "acme/one")),
        ("https://code.example.org/acme/one", "", None),
        ("https://notgithub.example.org/acme/one", "", None),
        ("https://github-internal.example.org/a/b", "", ("github", "github-internal.example.org", "a/b")),
        ("/srv/git/acme/one.git", "", None),
        ("/srv/git/acme/one.git", "github", ("github", "github.com", "acme/one")),
    ],
)
def test_the_forge_is_read_off_the_host(url: str, told: str, address: tuple[Any, str, str] | None) -> None:
    assert address_of(url, told) == (Address(*address) if address else None)


@pytest.mark.parametrize(
    ("status", "headers", "text", "number", "seconds"),
    [
        (429, {"retry-after": "7"}, "", 0, 7),
        (403, {"retry-after": "7"}, "secondary rate limit", 0, 7),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1030"}, "API rate limit exceeded", 0, 30),
        (429, {"ratelimit-remaining": "0", "ratelimit-reset": "990"}, "", 0, 1),
        (403, {}, "You have exceeded a secondary rate limit", 0, 60),
        (403, {}, "You have exceeded a secondary rate limit", 2, 240),
        (429, {"retry-after": "86400"}, "", 0, 900),
        (503, {"retry-after": "5"}, "", 0, 5),
        (403, {}, "Resource not accessible by integration", 0, None),
        (422, {}, "Validation Failed", 0, None),
        (0, {}, "connection refused", 0, None),
    ],
)
def test_a_limit_is_waited_for_and_nothing_else(
    status: int, headers: dict[str, str], text: str, number: int, seconds: float | None
) -> None:
    assert waiting(Answer(status, headers, text), number, now=1000.0) == seconds


def test_headers_and_body_come_apart() -> None:
    answer = parsed("HTTP/2.0 201 Created\r\nRetry-After: 3\r\nX-A: b: c\r\n\r\n{}\n", "")
    assert answer == Answer(201, {"retry-after": "3", "x-a": "b: c"}, "{}\n")
    assert parsed("", "gh: not logged in") == Answer(0, {}, "gh: not logged in")


def test_a_limit_that_does_not_end_is_given_up_and_what_is_shown_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    program = Program("github", "github.com", 0.0, lambda line: None, waited.append)
    limited = Answer(429, {"retry-after": "2"}, "slow down https://u:hunter2@h/ \x1b[31m")
    monkeypatch.setattr(program, "_ask", lambda *words: limited)
    with pytest.raises(EnvironmentFailed) as error:
        program("POST", "repos/a/b/pulls", {})
    assert waited == [2.0] * 4
    assert "hunter2" not in error.value.message and "\x1b" not in error.value.message


def test_changes_keep_their_distance_and_questions_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    program = Program("gitlab", "gitlab.com", 100.0, lambda line: None, waited.append)
    monkeypatch.setattr(program, "_ask", lambda *words: Answer(200, {}, "[]"))
    for method in ("GET", "POST", "GET", "PUT"):
        program(method, "x")
    assert len(waited) == 1 and 99 < waited[0] <= 100


def test_an_order_and_its_result_travel() -> None:
    order = Order(Service("one", "/srv/one", options=(("client-class", ("A",)),)), (("pool-size", 3),), "/cache")
    result = Result("one", Outcome.CHANGED, document="{}", page=b"x")
    assert pickle.loads(pickle.dumps((order, result))) == (order, result)
    assert hash(order) == hash(pickle.loads(pickle.dumps(order)))
