"""A proposed result in, nothing out: it is proven fit to be written, or VerificationFailed says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from consolidator.check.cycles import no_new_cycle
from consolidator.check.importing import new_imports_resolve, no_name_is_gone
from consolidator.check.intent import only_what_was_meant
from consolidator.check.names import no_new_flaw_of_names
from consolidator.check.noise import no_noise
from consolidator.check.parsing import parses
from consolidator.check.passwords import no_new_password
from consolidator.check.result import Flaw, Proof, Result, apply
from consolidator.errors import VerificationFailed
from consolidator.masking import mask, printable
from consolidator.model import ChangeSet, Snapshot

__all__ = ["apply", "flaws", "verify"]

_FIRST: tuple[Proof, ...] = (only_what_was_meant, parses)
"""What the other proofs rely on."""
_REST: tuple[Proof, ...] = (
    no_new_flaw_of_names,
    no_name_is_gone,
    new_imports_resolve,
    no_new_cycle,
    no_noise,
    no_new_password,
)
_SHOWN = 5
_CURE = (
    "Nothing was written. Report this as a defect; until it is mended, put `# consolidate: ignore-file` "
    "at the top of the file named and run again."
)


def verify(snapshot: Snapshot, changes: ChangeSet, again: Callable[[Snapshot], bool] | None = None) -> None:
    """Prove a proposed result, without running any of it.

    Every changed Python file parses, has no new undefined, unused or redefined name, imports
    nothing that is gone, closes no import cycle and uses only import roots that resolve there;
    nothing else changed, no line changed in white space alone, and no URL password is new.
    `again` is given the snapshot with the changes applied and says whether a second run would
    find nothing to do. Raises VerificationFailed, naming files and reasons.
    """
    found = flaws(snapshot, changes)
    if not found and again is not None and changes.changes and not again(apply(snapshot, changes)):
        found = (Flaw(changes.changes[0].path, "a second run would find something left to do"),)
    if found:
        raise VerificationFailed(_message(found), _CURE)


def flaws(snapshot: Snapshot, changes: ChangeSet) -> tuple[Flaw, ...]:
    """Everything that stands against a proposed result, in the order of the proofs."""
    result = Result(snapshot, changes)
    return tuple(_run(_FIRST, result)) or tuple(_run(_REST, result))


def _run(proofs: tuple[Proof, ...], result: Result) -> Iterator[Flaw]:
    for proof in proofs:
        yield from proof(result)


def _message(found: tuple[Flaw, ...]) -> str:
    shown = [printable(mask(f"{flaw.path}: {flaw.reason}")) for flaw in found[:_SHOWN]]
    more = len(found) - len(shown)
    return "The proposed result did not pass its checks: " + "; ".join(shown) + (f"; and {more} more" if more else "")
