"""Generated programs, a hundred at a time: the property that they mean the same, with a seed for each hundred."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from .trials import Part, Trial

ROOT = Path(__file__).parents[2]
STEP = 100


def tried(numbers: Sequence[int], folder: Path, step: int = STEP) -> Iterator[Trial]:
    """One call of the property tests for each number."""
    for number in numbers:
        env = {**os.environ, "HYPOTHESIS_PROFILE": "nightly", "GENERATED_PROGRAMS": str(step), "PYTHONPATH": str(ROOT)}
        seed = f"--hypothesis-seed={number}"
        words = ["-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider", seed, "tests/property", "-k", "reaches"]
        done = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True)
        last = done.stdout.strip().splitlines()[-1:] if done.returncode else []
        yield Trial(number, "kept their meaning" if not last else "failed", "".join(last), step)


PART = Part("programs", "Generated programs", 2_000, tried, STEP)
