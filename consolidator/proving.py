"""Settings and a plan in; what the proof is asked for, and the proof of a proposal, out."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import cast

from consolidator import pipeline
from consolidator.codes import is_creation
from consolidator.config import Settings
from consolidator.errors import VerificationFailed
from consolidator.git import export
from consolidator.git.worktree import write_file
from consolidator.migration import Migration, Tried
from consolidator.model import Plan
from consolidator.pipeline import Proposal, Tell
from consolidator.prove.arguments import Arguments, to_ask
from consolidator.prove.command import Output, listening
from consolidator.prove.engines import Judgement
from consolidator.prove.evidence import Evidence, gather
from consolidator.prove.rendering import markdown
from consolidator.prove.run import Export
from consolidator.prove.values import Interface

PROPOSAL = "proposal"
"""Stands for the proposal where a commit is named."""

DEFAULT_VARIABLE = ("DATABASE_URL",)
MAX_CONNECTIONS = 30
"""Of the disposable server: few enough for a pool without a bound to be seen."""


def arguments(settings: Settings, plan: Plan, before: str, after: str, repository: str) -> Arguments:
    """What to measure: the settings, and from the plan the URL's variables and the bound of one process."""
    return Arguments(
        before=before,
        after=after,
        repository=Path(repository),
        app=settings.app,
        python=settings.python,
        requests=settings.request,
        concurrency=settings.concurrency,
        total=settings.requests,
        rounds=settings.rounds,
        timeout=float(settings.request_timeout),
        max_connections=settings.max_connections or MAX_CONNECTIONS,
        dsn=settings.dsn,
        restart=settings.restart,
        workers=settings.workers or 1,
        threads=settings.threads,
        preload=settings.preload,
        interface=cast(Interface, settings.interface),
        setup=settings.setup,
        app_dir=settings.app_dir,
        url_variables=settings.url_variable or _variables(plan),
        url_scheme=settings.url_scheme,
        env=settings.env,
        env_file=settings.env_file,
        compose_service=settings.compose_service,
        per_process=_per_process(plan),
        judged=_judgement(plan),
        import_only=settings.import_only,
        test_command=settings.test_command,
        test_timeout=None if settings.test_timeout is None else float(settings.test_timeout),
    )


def exporter(path: str, proposal: Proposal | None = None) -> Export:
    """What puts the files of a commit, or of the proposal, into a folder."""

    def put(commit: str, folder: Path) -> None:
        changes = proposal.changes.changes if proposal and commit == PROPOSAL else ()
        export(path, proposal.snapshot.commit if proposal and commit == PROPOSAL else commit, str(folder))
        for change in changes:
            write_file(folder / change.path, change.after, executable=change.mode == "100755")

    return put


def try_out(work: Migration, proposal: Proposal, tell: Tell, progress: bool) -> Tried:
    """Run the target's own code as far as the settings ask: it under load, or its tests; raises VerificationFailed."""
    settings = work.settings
    if settings.prove:
        return prove_proposal(work.path, proposal, settings, progress)
    if settings.test_command:
        tell("testing")
        return Tried(trial=pipeline.test(work.path, proposal, settings.test_command))
    return Tried()


def prove_proposal(path: str, proposal: Proposal, settings: Settings, progress: bool) -> Tried:
    """Measure a proposal against its base; returns a Markdown section, and the tests in numbers where they ran.

    Raises VerificationFailed where the evidence speaks against it, and what `prove_command` raises.
    """
    ask = to_ask(arguments(settings, proposal.plan, proposal.snapshot.commit, PROPOSAL, path))
    output = Output(out=io.StringIO(), err=sys.stderr, progress=progress)
    with listening(output) as listener:
        evidence = gather(exporter(path, proposal), proposal.snapshot.commit, PROPOSAL, ask, listener)
    if not evidence.holds:
        raise VerificationFailed(
            f"the proof does not hold: {_reasons(evidence)}",
            "nothing was written; run without --prove, then `consolidate prove` on the branch for the figures",
        )
    return Tried(markdown(evidence), evidence.tests.trial if evidence.tests else None)


def _reasons(evidence: Evidence) -> str:
    reasons = [*evidence.proof.failures] if evidence.proof else []
    if evidence.tests and evidence.tests.idle:
        reasons.append(f"the tests prove nothing: {evidence.tests.idle}")
    return "; ".join(reasons) or "imports or tests fail after the change"


def _variables(plan: Plan) -> tuple[str, ...]:
    found = dict.fromkeys(each.environment for each in plan.databases if each.environment)
    return tuple(found) or DEFAULT_VARIABLE


def _judgement(plan: Plan) -> Judgement:
    """Where the plan sees engines created, and the most of one process that serves requests."""
    sites = {(each.path, each.line) for database in plan.databases for each in database.sites}
    sites |= {(each.path, each.line) for each in plan.findings if is_creation(each.code)}
    web = [row.claims for row in plan.processes if row.process.kind == "web"]
    claims = [own for claims in web if (own := [claim for claim in claims if claim.kind == "engine"])]
    before = _most([[each.engines_before for each in rows] for rows in claims])
    after = _most([[each.engines_after for each in rows] for rows in claims])
    return Judgement(frozenset(sites), before, after, bool(claims))


def _most(counts: list[list[int | None]]) -> int | None:
    """The highest sum; None where one of them has no bound."""
    sums = [None if None in each else sum(filter(None, each)) for each in counts]
    return None if None in sums else max(filter(None, sums), default=0)


def _per_process(plan: Plan) -> int | None:
    """The most connections that one process may hold after the change; None where a database has no bound."""
    known = [each.pool_after for each in plan.databases if each.pool_after is not None]
    return sum(known) if known and len(known) == len(plan.databases) else None
