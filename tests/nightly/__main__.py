"""`python -m tests.nightly [PART ...] [--count N] [--resume] [--again] [--only NUMBER] [--keep]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from . import attacks, fuzz, kills, mutants, programs, races  # noqa: E402  (they use what the line above makes importable)
from .table import keep, problems, table  # noqa: E402
from .trials import Part, again, known, run  # noqa: E402

PARTS: dict[str, Part] = {each.PART.name: each.PART for each in (kills, races, fuzz, programs, mutants, attacks)}


def main() -> int:
    """Run the parts that were named (all of them without a name); 1 where a problem was found."""
    given = _arguments()
    chosen = [PARTS[name] for name in given.parts or PARTS]
    if given.only is not None:
        return _once(chosen, given.only)
    for part in chosen:
        total = part.full if given.count is None else given.count
        for trial in again(part, given.state) if given.again else run(part, total, given.state, given.resume):
            mark = f"PROBLEM: {trial.problem}" if trial.problem else f"ok {trial.figures}".rstrip()
            print(f"{part.name} {trial.number}: {trial.kind}, {mark}", file=sys.stderr, flush=True)
    results = {part: known(part, given.state) for part in PARTS.values()}
    print(table(results))
    found = problems({part: results[part] for part in chosen})
    sys.stdout.write(found)
    if given.keep:
        keep(table(results))
        if results[attacks.PART]:
            keep(attacks.figures(results[attacks.PART]), attacks.PAGE)
    return 1 if found else 0


def _once(chosen: Sequence[Part], number: int) -> int:
    """One trial of each part once more, noted nowhere; 1 where a problem was found."""
    trials = []
    for part in chosen:
        with tempfile.TemporaryDirectory(prefix=f"nightly-{part.name}-") as folder:
            trials += part.tried([number], Path(folder))
        print(f"{part.name} {number} ({trials[-1].kind}): {trials[-1].problem or 'ok'} {trials[-1].figures}".rstrip())
    return int(any(trial.problem for trial in trials))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.nightly", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)}; all without one")
    parser.add_argument("--count", type=int, help="how many of each part (default: those of a night)")
    parser.add_argument("--resume", action="store_true", help="go on where an earlier call stopped")
    parser.add_argument("--again", action="store_true", help="try again what was wrong when it was last tried")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="the trial of that number again")
    parser.add_argument("--keep", action="store_true", help="write the table into docs/nightly.md")
    where = "where results are kept (default: .nightly)"
    parser.add_argument("--state", type=Path, default=ROOT / ".nightly", help=where)
    given = parser.parse_args()
    unknown = [name for name in given.parts if name not in PARTS]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}")
    return given


if __name__ == "__main__":
    sys.exit(main())
