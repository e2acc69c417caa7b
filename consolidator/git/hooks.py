"""A tree and the repository's commit hooks -> the commit they agree to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from consolidator.errors import ConsolidateError, EnvironmentFailed
from consolidator.git.command import QUIET, Output, encode, read
from consolidator.git.repository import Repository
from consolidator.git.runner import failed, launch, users_locale, write
from consolidator.git.worktree import temporary_worktree
from consolidator.masking import mask
from consolidator.model import ChangeSet

_COMMIT_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit")
_SHOWN_LINES = 40


def hooks_folder(repository: Repository) -> str | None:
    """Return the folder of the hooks that a commit runs (`core.hooksPath`, `.git/hooks`), None where it holds none.

    A relative `core.hooksPath` counts from the user's work tree, where a plain `git commit` would run them.
    """
    # Not asked through `read`: that one looks away from the hooks.
    found = launch(repository, ["rev-parse", "--git-path", "hooks"], QUIET)
    if found.status:
        raise failed(found, repository, "find the hooks")
    folder = Path(repository.root) / found.line
    hooks = [folder / name for name in _COMMIT_HOOKS]
    return str(folder) if any(hook.is_file() and os.access(hook, os.X_OK) for hook in hooks) else None


@contextmanager
def hooked_commit(
    repository: Repository, parent: str, tree: str, changes: ChangeSet, message: str, hooks: str, sign: bool | None
) -> Iterator[str]:
    """Run `git commit` with the hooks of the folder `hooks` in a temporary work tree; give the new commit's id.

    Whatever the hooks stage becomes part of the commit. While the block lasts, the HEAD of that work tree holds it.
    Raises EnvironmentFailed with their output when one refuses.
    """
    with temporary_worktree(repository.root, parent, changes) as folder:
        place = Repository(str(folder))
        write(place, "read-tree", tree, doing="stage the changes")
        signing = [] if sign is None else ["-S" if sign else "--no-gpg-sign"]
        words = ["commit", "--quiet", "--cleanup=whitespace", *signing, "-F", "-"]
        output = launch(place, [*_settings(hooks), *words], users_locale(), stdin=encode(message))
        if output.status:
            raise _refusal(output, repository)
        yield read(str(folder), "rev-parse", "HEAD", doing="find the new commit").line


def _settings(hooks: str) -> list[str]:
    """Hooks from their folder, a message in UTF-8, and no clean-up of the repository along the way."""
    values = (f"core.hooksPath={hooks}", "i18n.commitEncoding=UTF-8", "gc.auto=0", "maintenance.auto=false")
    return [word for value in values for word in ("-c", value)]


def _refusal(output: Output, repository: Repository) -> ConsolidateError:
    if "failed to write commit object" in output.stderr:
        return failed(output, repository, "write the commit")
    said = (output.stderr + output.stdout.decode("utf-8", "replace")).strip().splitlines()[-_SHOWN_LINES:]
    return EnvironmentFailed(
        "A commit hook of the repository refused the commit; no branch was made. It says:\n" + mask("\n".join(said)),
        "Correct what the hook names, or leave hooks out with --no-hooks.",
    )
