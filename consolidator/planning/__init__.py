"""Findings to a plan: every decision is taken here, without syntax trees and without input or output."""

from consolidator.planning.steps import plan

__all__ = ["plan"]
