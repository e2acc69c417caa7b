"""Requests that no program is there for in; a body file for each and the commands that make them out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from consolidator.errors import EnvironmentFailed
from consolidator.fleet.proposals.addresses import address_of
from consolidator.fleet.proposals.values import Wish
from consolidator.fleet.state import Record
from consolidator.masking import printable

COMMANDS = "commands.sh"


def write_ready(folder: Path, wishes: Sequence[tuple[Record, Wish]]) -> None:
    """Write `NAME.md` for each request, and `commands.sh` that makes them with `gh` and `glab` where they are.

    Raises EnvironmentFailed where the folder cannot be written.
    """
    lines = ["#!/bin/sh", 'cd "$(dirname "$0")" || exit 1']
    try:
        folder.mkdir(exist_ok=True)
        for record, wish in wishes:
            body = folder / f"{file_name(record.name)}.md"
            body.write_text(wish.body, encoding="utf-8")
            lines.append(_command(record, wish, body.name))
        (folder / COMMANDS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise EnvironmentFailed(
            f"cannot write {printable(str(folder))}: {error.strerror}", "free the disk, or name another --state"
        ) from None


def file_name(name: str) -> str:
    """A service's name as that of a file."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "service"


def _command(record: Record, wish: Wish, body: str) -> str:
    address = address_of(record.remote or "", record.forge)
    if address is None:
        return f"# {printable(record.name)}: merge {printable(wish.branch)} of {printable(record.remote or '')} by hand"
    repository = f"{address.host}/{address.project}"
    if address.forge == "github":
        words = ["gh", "pr", "create", "--repo", repository, "--head", wish.branch, "--base", wish.target]
        words += ["--title", wish.title, "--body-file", body]
        words += [word for each in wish.labels for word in ("--label", each)]
        words += [word for each in wish.reviewers for word in ("--reviewer", each)]
        return shlex.join([*words, *(["--draft"] if wish.draft else [])])
    words = ["glab", "mr", "create", "--yes", "--repo", f"https://{repository}"]
    words += ["--source-branch", wish.branch, "--target-branch", wish.target, "--title", wish.title]
    words += [word for each in wish.labels for word in ("--label", each)]
    words += [word for each in wish.reviewers for word in ("--reviewer", each)]
    words += ["--draft"] if wish.draft else []
    return f'{shlex.join(words)} --description "$(cat {shlex.quote(body)})"'
