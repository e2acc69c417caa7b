"""The environment a target's own code runs in: interpreter, import path, variables."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from consolidator.errors import UsageError
from consolidator.regex import lazy

_SERVER_VARIABLES = ("WEB_CONCURRENCY", "GUNICORN_CMD_ARGS", "UVICORN_")
"""They would change how many processes serve; the proof sets that itself."""

_NUMBERED = lazy(r"\{url_([1-9])\}")


def target_python(repository: Path) -> str:
    """The interpreter of the repository's own virtual environment, of the active one, or the one on PATH."""
    homes = [repository / ".venv", repository / "venv"]
    if os.environ.get("VIRTUAL_ENV"):
        homes.append(Path(os.environ["VIRTUAL_ENV"]))
    found = (str(home / "bin" / "python") for home in homes if (home / "bin" / "python").exists())
    return next(found, "python3")


def target_environment(
    folder: Path, python: str | None = None, base: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The variables of `base` (default: this process's) with `folder` first on the import path, without those of git's.

    A git around us, such as one that runs a hook, points with them at its own repository.

    A `src` folder that is no package is a root too (the src layout of the Python Packaging User Guide). With
    `python`, the commands that lie beside that interpreter go first on PATH.
    """
    given = os.environ if base is None else base
    env = {name: value for name, value in given.items() if not name.startswith("GIT_")}
    roots = [str(folder)]
    if (folder / "src").is_dir() and not (folder / "src" / "__init__.py").exists():
        roots.append(str(folder / "src"))
    env["PYTHONPATH"] = os.pathsep.join([*roots, *filter(None, [env.get("PYTHONPATH")])])
    if python is not None and Path(python).is_absolute():
        env["PATH"] = os.pathsep.join([str(Path(python).parent), env.get("PATH", os.defpath)])
    return env


def serving_environment(env: Mapping[str, str]) -> dict[str, str]:
    """`env` without what would change the number of processes, and with output that is not held back."""
    kept = {name: value for name, value in env.items() if not name.startswith(_SERVER_VARIABLES)}
    return {**kept, "PYTHONUNBUFFERED": "1"}


def databases_named(variables: Sequence[tuple[str, str]]) -> int:
    """How many databases the variables mean: as many as the highest number in `{url_2}`, `{url_3}`, at least one."""
    numbers = [int(each) for _, template in variables for each in _NUMBERED.findall(template)]
    return max(1, *numbers, 0)


def filled(variables: Sequence[tuple[str, str]], urls: Sequence[str]) -> dict[str, str]:
    """Variables with the URLs or the parts of the first one put in; raises UsageError for an unknown part."""
    parts = urlsplit(urls[0])
    values = {
        "url": urls[0],
        **{f"url_{number}": url for number, url in enumerate(urls, 1)},
        "host": parts.hostname or "",
        "port": str(parts.port or 5432),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "database": parts.path.lstrip("/"),
    }
    try:
        return {name: template.format_map(values) for name, template in variables}
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise UsageError(f"variable with an unknown part: {error}", f"use {{{'}, {'.join(values)}}}") from None
