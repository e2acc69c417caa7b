"""The class of an option in; whether a repository's own file may set it, and why not, out."""

from __future__ import annotations

from consolidator.config.options import FileClass, Option

REASONS: dict[FileClass, str] = {
    "runs-code": "it would let the repository choose what runs on this machine",
    "checkout": "it would let the repository decide about your checkout and your branches",
    "commit": "the file is read from that commit, so it cannot name it",
    "call": "it is chosen by whoever runs the command",
}
"""Why a repository must not set the options of a class. Only `change`, which is missing here, is its own affair."""


def refusal(option: Option) -> str | None:
    """Why a repository's file may not set the option; None where it may."""
    return REASONS.get(option.file)
