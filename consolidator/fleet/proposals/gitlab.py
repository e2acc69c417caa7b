"""Merge requests of one project on GitLab (https://docs.gitlab.com/api/merge_requests)."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote

from consolidator.fleet.proposals.values import Caller, Checks, Request, State, Wish

_STATES = {"opened": "open", "locked": "open"}
_CHECKS = {"success": "passing", "skipped": "passing", "failed": "failing", "canceled": "failing"}
DRAFT = "Draft: "
"""What makes a title that of a draft (docs.gitlab.com, Draft merge requests)."""


class GitLab:
    """See `values.Forge`."""

    def __init__(self, call: Caller, project: str) -> None:
        self._call = call
        self._requests = f"projects/{quote(project, safe='')}/merge_requests"

    def find(self, branch: str) -> tuple[Request, ...]:
        """All requests to merge a branch."""
        found = self._call("GET", f"{self._requests}?state=all&source_branch={quote(branch, safe='')}")
        return tuple(_request(each) for each in found)

    def open(self, wish: Wish) -> Request:
        """Make a request with its labels and reviewers."""
        values: dict[str, Any] = {
            "source_branch": wish.branch,
            "target_branch": wish.target,
            "title": f"{DRAFT}{wish.title}" if wish.draft else wish.title,
            "description": wish.body,
            "labels": ",".join(wish.labels),
            "reviewer_ids": [number for name in wish.reviewers for number in self._ids(name)],
        }
        return _request(self._call("POST", self._requests, values))

    def update(self, number: int, wish: Wish) -> None:
        """Change title and body; a request that somebody marked as ready stays so."""
        draft = bool(self._call("GET", f"{self._requests}/{number}").get("draft"))
        title = f"{DRAFT}{wish.title}" if draft else wish.title
        self._call("PUT", f"{self._requests}/{number}", {"title": title, "description": wish.body})

    def state(self, number: int) -> tuple[Request, Checks]:
        """The request, and its latest pipeline."""
        found = self._call("GET", f"{self._requests}/{number}")
        pipeline = (found.get("head_pipeline") or {}).get("status")
        return _request(found), cast(Checks, _CHECKS.get(pipeline, "pending") if pipeline else "none")

    def _ids(self, name: str) -> list[int]:
        """GitLab takes reviewers by number."""
        return [each["id"] for each in self._call("GET", f"users?username={quote(name, safe='')}")]


def _request(answer: dict[str, Any]) -> Request:
    state = cast(State, _STATES.get(answer["state"], answer["state"]))
    return Request(answer["iid"], answer["web_url"], state, answer.get("sha") or "")
