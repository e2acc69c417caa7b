"""Two folders with a commit each in; the changed modules that can no longer be imported out."""

from __future__ import annotations

import filecmp
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from consolidator.errors import EnvironmentFailed
from consolidator.filetree import ancestors
from consolidator.frozen import dataclass
from consolidator.glances import quick_imports
from consolidator.masking import mask, printable
from consolidator.modules import ModuleMap
from consolidator.prove import processes
from consolidator.prove.checkout import last_lines
from consolidator.prove.environment import target_environment
from consolidator.prove.sources import python_files

PROBE = Path(__file__).with_name("probe_imports.py")


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """The changed modules, and those that fail: path -> the last line of the traceback."""

    changed: tuple[str, ...]
    new_failures: Mapping[str, str]
    old_failures: Mapping[str, str]
    """Fail, but failed before as well and for the same reason."""

    @property
    def holds(self) -> bool:
        """Whether no change broke an import."""
        return not self.new_failures


def check_imports(
    before_dir: Path,
    after_dir: Path,
    python: str,
    env: Mapping[str, str] | None = None,
    *,
    account: processes.Account | None = None,
    timeout: float | None = 300.0,
) -> ImportCheck:
    """Import every module that differs between the folders, each in a process of its own.

    Raises EnvironmentFailed where the interpreter cannot be run.
    """
    changed = changed_modules(before_dir, after_dir)
    after = _attempt(changed, after_dir, python, env, account, timeout)
    failing = [path for path in after if (before_dir / path).exists()]
    before = _attempt(failing, before_dir, python, env, account, timeout)
    old = {path: reason for path, reason in after.items() if before.get(path) == reason}
    return ImportCheck(changed, {path: reason for path, reason in after.items() if path not in old}, old)


def changed_modules(before_dir: Path, after_dir: Path) -> tuple[str, ...]:
    """The Python files of `after_dir` that are new or differ, as sorted posix paths."""
    paths = (path for path in python_files(after_dir) if not _same(before_dir / path, after_dir / path))
    return tuple(sorted(path.as_posix() for path in paths))


def _named(paths: Sequence[str], folder: Path) -> Iterator[dict[str, object]]:
    """Each module as the probe takes it: its name below the roots that the service's own imports start from."""
    sources = {path.as_posix(): (folder / path).read_bytes() for path in python_files(folder)}
    geography = ModuleMap.of(sources, {path: quick_imports(data) for path, data in sources.items()})
    for path in paths:
        roots = sorted(geography.roots_used(path) | _home(path, folder, geography), key=len, reverse=True)
        names = [name for root in roots if (name := geography.dotted(path, root))]
        own = {name.split(".")[0] for name in names[:1]}
        yield {"path": path, "name": names[0] if names else None, "roots": roots, "own": sorted(own)}


def _home(path: str, folder: Path, geography: ModuleMap) -> frozenset[str]:
    """The root that a module lies in, where its own imports do not say: a `src` that is no package, else the top."""
    if geography.root_of(path) is not None:
        return frozenset()
    entered = [geography.entered.get(start) for start in (path, *ancestors(path.rpartition("/")[0]))]
    layout = "src" if path.startswith("src/") and not (folder / "src" / "__init__.py").exists() else ""
    return next(filter(None, entered), frozenset({layout}))


def _same(before: Path, after: Path) -> bool:
    return before.is_file() and filecmp.cmp(before, after, shallow=False)


def _attempt(
    paths: Sequence[str],
    folder: Path,
    python: str,
    env: Mapping[str, str] | None,
    account: processes.Account | None,
    timeout: float | None,
) -> dict[str, str]:
    """The paths that fail, with the reason."""
    if not paths:
        return {}
    done = processes.run(
        [python, "-c", PROBE.read_text(encoding="utf-8"), *map(json.dumps, _named(paths, folder))],
        cwd=folder,
        env=target_environment(folder, python, env),
        account=account,
        timeout=timeout,
    )
    if done.status != 0:
        raise EnvironmentFailed(
            f"the modules cannot be imported by {python}",
            "name the interpreter with --python",
            last_lines(done.output),
        )
    answers: dict[str, str | None] = json.loads(done.output.rstrip().rpartition("\n")[2])
    return {path: printable(mask(reason)) for path, reason in answers.items() if reason is not None}
