"""A git command that talks to another repository -> its output; no program of that repository or of a clone is run."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from consolidator.errors import EnvironmentFailed
from consolidator.git.command import INERT, LOCATION, Output, no_git
from consolidator.git.failures import essence, explain
from consolidator.masking import mask, printable

TRANSPORTS = "https:ssh:git:file"
"""What git may use to reach another repository; a helper such as ext:: would run what a URL says."""

_CALM = ("-c", "gc.auto=0", "-c", "maintenance.auto=false")
_REACHING = (
    (
        r"upload-pack|receive-pack|remote error",
        "Ask whoever keeps that repository to run `git fsck` on it, then run again.",
    ),
    (
        r"Authentication failed|could not read Username|Permission denied|terminal prompts disabled|403",
        "Set up a credential helper, an ssh agent or a token for that host, then run again.",
    ),
    (
        r"Could not resolve host|unable to access|Connection (?:refused|timed out|reset)|Could not read from remote",
        "Check the address and the network, then run again.",
    ),
    (
        r"not found|does not appear to be a git repository|does not exist",
        "Check the address, and that you may read it.",
    ),
)


def talk(directory: str, *arguments: str, url: str = "") -> Output:
    """Run a command in `directory` that may use the network, whatever its exit status; it never asks anything.

    `url` is where it talks to, when it holds a user or a token that must not be written into the clone.
    """
    words = ["git", *INERT, *_CALM, "-C", directory, *arguments]
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, env=_environment(url))
    except OSError as error:
        raise no_git(error) from error
    return Output(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def must_talk(directory: str, *arguments: str, doing: str, url: str = "") -> Output:
    """Run a command that must succeed; raises EnvironmentFailed with what git says, secrets masked."""
    output = talk(directory, *arguments, url=url)
    if output.status:
        raise unreachable(output, directory, doing)
    return output


def unreachable(output: Output, directory: str, doing: str) -> EnvironmentFailed:
    """The error for a command that did not get through."""
    for pattern, cure in _REACHING:
        if re.search(pattern, output.stderr):
            return EnvironmentFailed(f"Cannot {doing}. git says: {printable(mask(essence(output.stderr)))}", cure)
    found = explain(output.stderr, directory, doing)
    return EnvironmentFailed(found.message, found.cure)


def without_credentials(url: str) -> str:
    """The URL as it may be kept in a file: an https URL loses its user and token, others stay."""
    parts = urlsplit(url) if url.lower().startswith("https://") else None
    if parts is None or "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _environment(url: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in LOCATION}
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": TRANSPORTS,
        "GIT_PROTOCOL_FROM_USER": "0",
        "GIT_NO_LAZY_FETCH": "1",
        **_instead(url, kept),
    }


def _instead(url: str, environ: Mapping[str, str]) -> dict[str, str]:
    """What makes git use `url` where the clone has it without credentials: not on disk and not on a command line."""
    clean = without_credentials(url)
    if clean == url:
        return {}
    number = int(environ.get("GIT_CONFIG_COUNT") or 0)
    return {
        "GIT_CONFIG_COUNT": str(number + 1),
        f"GIT_CONFIG_KEY_{number}": f"url.{url}.insteadOf",
        f"GIT_CONFIG_VALUE_{number}": clean,
    }
