"""Findings and what was there before in; which of them fail a check out."""

from consolidator.guard.baseline import read, write
from consolidator.guard.earlier import Seen, earlier, seen
from consolidator.guard.judging import judge, listed, pairs, remembered, within

__all__ = ["Seen", "earlier", "judge", "listed", "pairs", "read", "remembered", "seen", "within", "write"]
