"""Numbers in, phrases out."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """`1 replica`, `3 replicas`, `2 processes`."""
    plural = noun + ("es" if noun.endswith("s") else "s")
    return f"{number:,} {noun if number == 1 else plural}"
