"""Pull requests of one repository on GitHub (https://docs.github.com/rest/pulls)."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote

from consolidator.fleet.proposals.values import Caller, Checks, Request, State, Wish

_GOOD = frozenset({"success", "neutral", "skipped"})


class GitHub:
    """See `values.Forge`."""

    def __init__(self, call: Caller, project: str) -> None:
        self._call, self._owner = call, project.partition("/")[0]
        self._pulls, self._issues = f"repos/{project}/pulls", f"repos/{project}/issues"
        self._commits = f"repos/{project}/commits"

    def find(self, branch: str) -> tuple[Request, ...]:
        """All requests to merge a branch of this repository."""
        head = quote(f"{self._owner}:{branch}", safe="")
        return tuple(_request(each) for each in self._call("GET", f"{self._pulls}?state=all&head={head}"))

    def open(self, wish: Wish) -> Request:
        """Make a request, then give it its labels and reviewers; a reviewer with a slash is a team."""
        values = {"title": wish.title, "body": wish.body, "head": wish.branch, "base": wish.target, "draft": wish.draft}
        made = _request(self._call("POST", self._pulls, values))
        if wish.labels:
            self._call("POST", f"{self._issues}/{made.number}/labels", {"labels": list(wish.labels)})
        if wish.reviewers:
            teams = [each.rpartition("/")[2] for each in wish.reviewers if "/" in each]
            people = [each for each in wish.reviewers if "/" not in each]
            asked = {"reviewers": people, "team_reviewers": teams}
            self._call("POST", f"{self._pulls}/{made.number}/requested_reviewers", asked)
        return made

    def update(self, number: int, wish: Wish) -> None:
        """Change title and body."""
        self._call("PATCH", f"{self._pulls}/{number}", {"title": wish.title, "body": wish.body})

    def state(self, number: int) -> tuple[Request, Checks]:
        """The request, and its check runs and commit statuses as one."""
        request = _request(self._call("GET", f"{self._pulls}/{number}"))
        runs = self._call("GET", f"{self._commits}/{request.head}/check-runs?per_page=100")["check_runs"]
        statuses = self._call("GET", f"{self._commits}/{request.head}/status")["statuses"]
        ends = [each["conclusion"] if each["status"] == "completed" else "pending" for each in runs]
        return request, _summed([*ends, *(each["state"] for each in statuses)])


def _request(answer: dict[str, Any]) -> Request:
    state: State = "merged" if answer.get("merged_at") else cast(State, answer["state"])
    return Request(answer["number"], answer["html_url"], state, answer["head"]["sha"])


def _summed(ends: list[str]) -> Checks:
    if any(each not in _GOOD and each != "pending" for each in ends):
        return "failing"
    if "pending" in ends:
        return "pending"
    return "passing" if ends else "none"
