"""What is asked of a pair of commits in, every kind of evidence that was asked for out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from consolidator.errors import EnvironmentFailed
from consolidator.frozen import dataclass
from consolidator.prove import processes
from consolidator.prove.checkout import give
from consolidator.prove.engines import Judgement
from consolidator.prove.environment import databases_named, filled
from consolidator.prove.imports import ImportCheck, check_imports
from consolidator.prove.listener import Listener
from consolidator.prove.run import Bench, Export, prove
from consolidator.prove.sources import find_scheme
from consolidator.prove.tests import TestComparison, compare_tests
from consolidator.prove.values import Load, Proof, Service

FAILED = 5
NOWHERE = "://nobody@127.0.0.1:1/nowhere"
"""What follows the scheme in the database's URL while modules are only imported."""


@dataclass(frozen=True, slots=True)
class LoadProof:
    """What `prove` takes beside the commits; `per_process` and `judged` as there."""

    service: Service
    load: Load
    bench: Bench
    per_process: int | None = None
    judged: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Which evidence is wanted. `python` is the target's interpreter, `env` its variables (None: this process's)."""

    python: str
    under_load: LoadProof | None = None
    imports: bool = False
    test_command: str | None = None
    test_timeout: float | None = None
    env: Mapping[str, str] | None = None
    variables: tuple[tuple[str, str], ...] = ()
    """Those of the service, as in `Service`, while modules are imported; the URLs lead nowhere then."""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found; None for what was not asked for."""

    proof: Proof | None = None
    imports: ImportCheck | None = None
    tests: TestComparison | None = None

    @property
    def holds(self) -> bool:
        """Whether all of it speaks for the change."""
        return all(each is None or each.holds for each in (self.proof, self.imports, self.tests))

    @property
    def exit_code(self) -> int:
        """0, or 5 where something speaks against the change."""
        return 0 if self.holds else FAILED


def gather(export: Export, before: str, after: str, ask: Ask, listener: Listener | None = None) -> Evidence:
    """Collect the evidence for the commits `before` and `after`, the quickest first.

    Raises EnvironmentFailed where something that it needs is missing or does not start.
    """
    heard = listener or Listener()
    imports = tests = proof = None
    if ask.imports or ask.test_command is not None:
        with ExitStack() as stack:
            folders = [stack.enter_context(processes.folder("prove")) for _ in range(2)]
            for folder, commit in zip(folders, (before, after), strict=True):
                export(commit, folder)
            imports = _imports(folders, ask, heard) if ask.imports else None
            tests = _tests(folders, ask, heard)
    if ask.under_load is not None:
        wanted = ask.under_load
        proof = prove(
            export, before, after, wanted.service, wanted.load, wanted.bench,
            per_process=wanted.per_process, judged=wanted.judged, listener=heard,
        )  # fmt: skip
    return Evidence(proof, imports, tests)


def _imports(folders: list[Path], ask: Ask, heard: Listener) -> ImportCheck:
    heard.stage("importing the changed modules")
    scheme = ask.scheme or find_scheme(folders[0])
    urls = (f"{scheme}{NOWHERE}",) * databases_named(ask.variables)
    env = {**(os.environ if ask.env is None else ask.env), **(filled(ask.variables, urls) if ask.variables else {})}
    account = processes.unprivileged()
    if account is not None:
        for folder in folders:
            give(folder, account)
        checked = _attempted(folders, ask.python, env, account)
        if checked is not None and not (checked.new_failures or checked.old_failures):
            return checked
    return check_imports(folders[0], folders[1], ask.python, env)


def _attempted(
    folders: list[Path], python: str, env: Mapping[str, str], account: processes.Account
) -> ImportCheck | None:
    """The check without privileges; None where the interpreter cannot be run so. A failure may be for want of them."""
    try:
        return check_imports(folders[0], folders[1], python, env, account=account)
    except EnvironmentFailed:
        return None


def _tests(folders: list[Path], ask: Ask, heard: Listener) -> TestComparison | None:
    if ask.test_command is None:
        return None
    heard.stage("running the tests before and after")
    return compare_tests(ask.test_command, folders[0], folders[1], ask.env, python=ask.python, timeout=ask.test_timeout)
