"""A request to merge a branch, as it is wished for and as the forge has it."""

from __future__ import annotations

from typing import Any, Literal, Protocol

from consolidator.frozen import dataclass

State = Literal["open", "merged", "closed"]
Checks = Literal["none", "pending", "passing", "failing"]


@dataclass(frozen=True, slots=True)
class Address:
    """Where requests of a repository are made: `project` is `owner/name`, on GitLab with all its groups."""

    forge: Literal["github", "gitlab"]
    host: str
    project: str


@dataclass(frozen=True, slots=True)
class Wish:
    """A request to merge `branch`, which stands at `commit`, into `target`."""

    branch: str
    commit: str
    target: str
    title: str
    body: str
    draft: bool = True
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What the forge has. `head` is the commit that its branch stands at."""

    number: int
    url: str
    state: State
    head: str


class Caller(Protocol):
    """Asks a forge's interface: method, path and values in; the JSON that it answers out. Raises EnvironmentFailed."""

    def __call__(self, method: str, path: str, values: dict[str, Any] | None = None) -> Any:
        """Ask once, and again where the forge says when."""


class Forge(Protocol):
    """One kind of forge, for one repository."""

    def find(self, branch: str) -> tuple[Request, ...]:
        """All requests to merge a branch, whatever became of them."""

    def open(self, wish: Wish) -> Request:
        """Make a request, with its labels and reviewers."""

    def update(self, number: int, wish: Wish) -> None:
        """Give a request the title and the body that are wished for now."""

    def state(self, number: int) -> tuple[Request, Checks]:
        """What became of a request, and of the checks of its commit."""
