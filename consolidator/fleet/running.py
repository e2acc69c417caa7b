"""Orders in; each mapped over the executor, its result noted in the state the moment it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from datetime import datetime, timezone

from consolidator.fleet.state import Record, State
from consolidator.fleet.values import Failure, Order, Outcome, Result
from consolidator.masking import mask, printable

Work = Callable[[Order], Result]


def run(
    orders: Sequence[Order], executor: Executor, work: Work, state: State, dry_run: bool = False
) -> Iterator[tuple[Record, Result]]:
    """Give the record and result of each order as it is done; one that fails stops no other."""
    known = {record.name: record for record in state.records()}
    pending: dict[Future[Result], Order] = {executor.submit(work, order): order for order in orders}
    while pending:
        done, _ = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            order = pending.pop(future)
            result = _result(future, order)
            record = known[order.service.name].after(result, order, _now())
            # A plan alone says nothing about a commit that stands.
            if not (dry_run and known[record.name].commit):
                state.save(record, result.document, result.page)
            yield record, result


def _result(future: Future[Result], order: Order) -> Result:
    try:
        return future.result()
    except (Exception, CancelledError) as error:
        said = printable(mask(f"the worker was lost: {type(error).__name__}: {error}"))
        failure = Failure("environment", said, "look after the scheduler and its workers, then run again")
        return Result(order.service.name, Outcome.FAILED, exit_code=6, error=failure)


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
