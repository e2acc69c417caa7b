"""Stands for `gh` and `glab`: keeps requests in a folder, and writes down every call that it gets."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PLACE = Path(os.environ["FAKE_FORGE"])


def answer(status: int, value: Any, *headers: str) -> int:
    """What `api --include` prints, and its exit status."""
    sys.stdout.write("\r\n".join([f"HTTP/2.0 {status} X", "Content-Type: application/json", *headers, "", ""]))
    sys.stdout.write(json.dumps(value))
    return 0 if status < 300 else 1


def main(argv: list[str]) -> int:
    """One call."""
    assert argv[0] == "api" and "--include" in argv, argv
    method = argv[argv.index("--method") + 1]
    path = argv[argv.index("--method") + 2]
    values = json.loads(sys.stdin.buffer.read()) if "--input" in argv else None
    host = argv[argv.index("--hostname") + 1]
    call = {"program": os.environ["FAKE_NAME"], "host": host, "method": method, "path": path, "values": values}
    with (PLACE / "calls.jsonl").open("a") as log:
        log.write(f"{json.dumps(call)}\n")
    planned = PLACE / "refuse.json"
    if method == "POST" and planned.exists():
        status, message, *headers = json.loads(planned.read_text())
        planned.unlink()
        return answer(status, {"message": message}, *headers)
    store = PLACE / "requests.json"
    requests: list[dict[str, Any]] = json.loads(store.read_text()) if store.exists() else []
    status, value = serve(requests, method, path, values)
    store.write_text(json.dumps(requests))
    return answer(status, value)


def serve(requests: list[dict[str, Any]], method: str, path: str, values: Any) -> tuple[int, Any]:
    """What the forge does and says; GitLab's paths begin with `projects`."""
    split = urlsplit(path)
    parts, asked = split.path.split("/"), {name: each[0] for name, each in parse_qs(split.query).items()}
    if parts[0] == "users":
        return 200, [{"id": 7, "username": asked["username"]}]
    gitlab = parts[0] == "projects"
    project, rest = (unquote(parts[1]), parts[3:]) if gitlab else ("/".join(parts[1:3]), parts[4:])
    if "commits" in parts:
        return 200, {"check_runs": json.loads(os.environ.get("FAKE_CHECKS", "[]")), "statuses": []}
    own = [each for each in requests if each["project"] == project]
    if method == "GET" and not rest:
        branch = asked.get("source_branch") or asked["head"].partition(":")[2]
        return 200, [each for each in own if each["branch"] == branch]
    if method == "POST" and not rest:
        branch = values.get("source_branch") or values["head"]
        if any(each["branch"] == branch and each["state"] in ("open", "opened") for each in own):
            return 422, {"message": "A pull request already exists"}
        requests.append(made(len(requests) + 1, project, branch, values, gitlab))
        return 201, requests[-1]
    (one,) = [each for each in own if str(each["number"]) == rest[0]]
    if method in ("PATCH", "PUT"):
        one.update(values)
    return 200, one


def made(number: int, project: str, branch: str, values: Any, gitlab: bool) -> dict[str, Any]:
    """A request with the fields of both forges."""
    url = f"https://forge.example.org/{project}/{number}"
    return {
        **{"number": number, "iid": number, "project": project, "branch": branch, "html_url": url, "web_url": url},
        **{"state": "opened" if gitlab else "open", "merged_at": None, "draft": True, "values": values},
        **{"head": {"sha": "0" * 40}, "sha": "0" * 40},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
