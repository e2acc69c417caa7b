"""A proposed result in; what stands against it, and the parts that must be left out for that, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consolidator.check.cycles import no_new_cycle
from consolidator.check.importing import new_imports_resolve, no_name_is_gone
from consolidator.check.intent import only_what_was_meant
from consolidator.check.names import no_new_flaw_of_names
from consolidator.check.noise import no_noise
from consolidator.check.parsing import parses
from consolidator.check.parts import fallen
from consolidator.check.passwords import no_new_password
from consolidator.check.result import Proof, Result, apply
from consolidator.errors import VerificationFailed
from consolidator.masking import mask, printable
from consolidator.model import ChangeSet, Flaw, Snapshot
from consolidator.survey import Survey, Tick, no_tick

__all__ = ["apply", "fallen", "flaws", "unproven"]

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


def flaws(snapshot: Snapshot, changes: ChangeSet, seen: Survey | None = None, tick: Tick = no_tick) -> tuple[Flaw, ...]:
    """Everything that stands against a proposed result, in the order of the proofs; none of it is run.

    Every changed Python file parses, has no new undefined, unused or redefined name, imports nothing that is gone,
    closes no import cycle and uses only import roots that resolve there; nothing else changed, no line changed in white
    space alone, and no URL password is new. What a survey of the snapshot has `seen` is not looked for again.
    """
    result = Result(snapshot, changes, seen)
    return tuple(_run(_FIRST, result, 0, tick)) or tuple(_run(_REST, result, len(_FIRST), tick))


def _run(proofs: tuple[Proof, ...], result: Result, done: int, tick: Tick) -> Iterator[Flaw]:
    for number, proof in enumerate(proofs, done + 1):
        tick(number, len(_FIRST) + len(_REST))
        yield from proof(result)


def unproven(found: Sequence[Flaw], sources: Sequence[str]) -> VerificationFailed:
    """The error for a result of which nothing could be proven; `sources` are the files of its sites."""
    shown = [printable(mask(str(flaw))) for flaw in found[:_SHOWN]]
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    named = ", ".join(printable(path) for path in sources[:_SHOWN]) or "the files of its sites"
    cure = (
        "nothing was written; report this as a defect, and until it is mended put `# consolidate: ignore-file` "
        f"at the top of {named} and run again"
    )
    return VerificationFailed(f"the proposed result did not pass its checks: {'; '.join(shown)}{more}", cure)
