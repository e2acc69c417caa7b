"""A request in; the answer that was given to the same before out, or a new one, which is kept in the user's cache.

What a scan or a check says depends on nothing but what `_Question` holds: the words of the command line, the variables
below, what the streams can show, the rows of the commit, its branch and its place, the configuration that lies in the
work tree, the baseline, and the tool itself with the packages beside it. Where it would read or write anything else,
nothing is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from consolidator.cli.ending import Answer
from consolidator.cli.installed import installed
from consolidator.cli.request import Request
from consolidator.cli.terminal import look
from consolidator.config.files import NAMES
from consolidator.config.precedence import resolve
from consolidator.config.table import Settings
from consolidator.errors import ConsolidateError
from consolidator.git.regular import regular_file
from consolidator.git.selection import SOURCE_LIMIT
from consolidator.git.standing import Standing, standing
from consolidator.keeping import Kept, keeping

COMMANDS = ("scan", "check")
VARIABLES = ("CI", "COLUMNS", "FORCE_COLOR", "HOME", "LINES", "NO_COLOR", "TERM", "USERPROFILE", "XDG_CONFIG_HOME")
"""What the commands, and git, are told by the environment beside what is told to them alone."""
OWN_VARIABLES = ("CONSOLIDATE_", "GIT_")
"""How the names of those begin."""
MOST = 4 * 1024 * 1024
"""Characters of an answer that is kept."""


class _Question(NamedTuple):
    """`name` is that of the place in which the last answer is kept, `rest` is what else it depends on."""

    name: bytes
    standing: Standing
    rest: str

    @property
    def digest(self) -> str:
        return _digest((self.name, self.standing.digest, self.rest))


def recalled(request: Request, environ: Mapping[str, str], act: Callable[[Request], Answer]) -> Answer:
    """The answer to the request: the one that is kept, else what `act` makes of it and of what was found already."""
    settings = _settings(request, environ)
    asked = None if settings is None else _question(request, settings, environ)
    if settings is None or asked is None:
        return act(request)
    with keeping(environ, trims=False) as kept:
        known = _known(kept, asked)
        if known is not None:
            return known
        answer = act(request._replace(found=asked.standing))
        # What changed meanwhile may be in the answer and not in the question, or the other way round.
        if answer.is_lasting and _rest(settings, environ, asked.standing.root) == asked.rest:
            _keep(kept, asked, answer)
        return answer


def _settings(request: Request, environ: Mapping[str, str]) -> Settings | None:
    """What the tool was told from outside the repository; None where an answer cannot be kept, or is an error."""
    if request.command not in COMMANDS:
        return None
    try:
        said = resolve(request.flags, environ)
    except ConsolidateError:
        return None
    reads = said.config or said.template_dir or said.base or said.diff_base
    writes = said.output or said.write_baseline or said.format == "github"
    return said if said.cache and not reads and not writes else None


def _question(request: Request, settings: Settings, environ: Mapping[str, str]) -> _Question | None:
    try:
        found = standing(str(request.arguments["path"]))
    except (ConsolidateError, OSError, ValueError):
        return None
    given = sorted((name, repr(value)) for name, value in request.flags.items() if value is not None)
    name = repr(("answer", found.root, request.command, sorted(request.arguments.items()), given))
    rest = _rest(settings, environ, found.root)
    return None if rest is None else _Question(name.encode("utf-8", "surrogatepass"), found, rest)


def _rest(settings: Settings, environ: Mapping[str, str], root: str) -> str | None:
    """A digest; None where something cannot be read."""
    told = sorted(row for row in environ.items() if row[0] in VARIABLES or row[0].startswith(OWN_VARIABLES))
    files = [regular_file(f"{root}/{name}", SOURCE_LIMIT) for name in NAMES]
    baseline = regular_file(settings.baseline, SOURCE_LIMIT) if settings.baseline else b""
    if baseline is None:
        return None
    try:
        return _digest((told, files, baseline, look(settings.color, settings.quiet, environ), installed()))
    except OSError:
        return None


def _known(kept: Kept | None, asked: _Question) -> Answer | None:
    said = None if kept is None else kept.get(asked.name)
    if said is None:
        return None
    try:
        digest, code, stdout, stderr = json.loads(said)
    except (ValueError, TypeError, RecursionError):
        return None
    is_whole = isinstance(code, int) and isinstance(stdout, str) and isinstance(stderr, str)
    return Answer(code, stdout, stderr) if digest == asked.digest and is_whole else None


def _keep(kept: Kept | None, asked: _Question, answer: Answer) -> None:
    if kept is not None and isinstance(answer.stdout, str) and len(answer.stdout) + len(answer.stderr) <= MOST:
        kept.put(asked.name, json.dumps([asked.digest, *answer[:3]]).encode())


def _digest(value: Any) -> str:
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
