"""`python -m benchmarks NAME`: one of the measurements below."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = ("scan", "rewrite", "start", "fleet", "getter")

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        sys.exit(f"usage: python -m benchmarks {'|'.join(NAMES)} [--help]")
    import_module(f"benchmarks.{sys.argv[1]}").main(sys.argv[2:])
