"""One order in; the service read, changed, committed and pushed as far as was asked; the result out."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable

from consolidator import migration, pipeline
from consolidator import report as reports
from consolidator.errors import ConsolidateError, Refused
from consolidator.fleet.values import Failure, Order, Outcome, Result, Stage
from consolidator.fleet.work.delivering import deliver, pushed
from consolidator.fleet.work.limits import limited, peak_megabytes
from consolidator.fleet.work.place import Place, place_of
from consolidator.frozen import replace
from consolidator.masking import mask
from consolidator.pipeline import Proposal
from consolidator.report import Report

Say = Callable[[str], None]
"""Takes a line of the service's log."""

_OUTCOMES = {
    reports.Outcome.COMMITTED: Outcome.CHANGED,
    reports.Outcome.PREVIEWED: Outcome.CHANGED,
    reports.Outcome.NOTHING_TO_DO: Outcome.NOTHING,
    reports.Outcome.PARTIAL: Outcome.PARTIAL,
}


def serve(order: Order, say: Say) -> Result:
    """The result of an order; an error is a result too."""
    began = time.monotonic()

    def tell(stage: str) -> None:
        say(f"{time.monotonic() - began:7.2f} s  {stage}")

    try:
        with limited(order.limits.megabytes):
            result = _served(order, tell)
    except MemoryError:
        result = _failed(order, Outcome.FAILED, 6, *_out_of_memory(order))
    except ConsolidateError as error:
        refused = Outcome.REFUSED if isinstance(error, Refused) else Outcome.FAILED
        result = _failed(order, refused, error.exit_code, error.code, error.message, error.cure)
    except Exception as error:
        cure = "run `consolidate run -vv` in that repository and report what it prints"
        result = _failed(
            order, Outcome.FAILED, 70, "internal", mask(f"internal error: {type(error).__name__}: {error}"), cure
        )
    return replace(result, seconds=time.monotonic() - began, megabytes=peak_megabytes())


def _served(order: Order, tell: pipeline.Tell) -> Result:
    tell("reading")
    place = place_of(order)
    if place.is_settled:
        return Result(order.service.name, order.known.outcome or Outcome.NOTHING, order.known.stage, fresh=False)
    work = migration.weigh(place.path, place.flags, {})
    left = () if order.dry_run else pipeline.recover(place.path)
    for note in (*work.notes, *left):
        tell(note)
    steps = migration.Steps(
        choose=lambda proposal: _chosen(order, work, proposal),
        try_out=lambda proposal: _tried(work, proposal, tell),
        deliver=lambda proposal, delivery: deliver(order, place, work, proposal, delivery),
    )
    report = migration.migrate(work, tell, steps)
    result = _result(order, place, work, report)
    if not order.push or report.commit is None:
        return result
    tell("pushing")
    return pushed(order, place, work, result)


def _chosen(order: Order, work: migration.Migration, proposal: Proposal) -> migration.Choice:
    known = order.service.decisions
    return migration.Choice(proposal) if known is None else migration.replayed(work, proposal, known.rows, known.file)


def _tried(work: migration.Migration, proposal: Proposal, tell: pipeline.Tell) -> migration.Tried:
    if not (work.settings.prove or work.settings.test_command):
        return migration.Tried()
    from consolidator.proving import try_out

    return try_out(work, proposal, tell, progress=False)


def _result(order: Order, place: Place, work: migration.Migration, report: Report) -> Result:
    outcome = _OUTCOMES[report.outcome]
    templates = work.settings.template_dir
    page = reports.render("html", report, templates)
    document = reports.render("json", report, templates)
    assert isinstance(page, str) and isinstance(document, str)
    return Result(
        order.service.name,
        outcome,
        Stage.COMMITTED if report.commit else Stage.PLANNED,
        exit_code=3 if outcome is Outcome.PARTIAL else 0,
        base=work.snapshot.commit,
        branch=report.branch,
        commit=report.commit,
        document=document,
        page=zlib.compress(page.encode()),
    )


def _failed(order: Order, outcome: Outcome, exit_code: int, code: str, message: str, cure: str) -> Result:
    return Result(order.service.name, outcome, exit_code=exit_code, error=Failure(code, message, cure))


def _out_of_memory(order: Order) -> tuple[str, str, str]:
    return (
        "environment",
        f"it needs more than the {order.limits.megabytes} MB that a service may take",
        "give it more with --memory",
    )
