"""A check in; what continuous integration reads of it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from consolidator.report.ci.github import render as github
from consolidator.report.ci.github import step_summary
from consolidator.report.ci.gitlab import render as gitlab
from consolidator.report.ci.junit import render as junit
from consolidator.report.outcome import Report

__all__ = ["FORMATS", "step_summary"]

FORMATS: Mapping[str, Callable[[Report], str]] = {"github": github, "gitlab": gitlab, "junit": junit}
