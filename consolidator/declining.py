"""Sites that the user declined: a survey in, the survey as if a comment ignored them out."""

from __future__ import annotations

from collections.abc import Iterator

from consolidator.frozen import replace
from consolidator.model import Action, Facts, Plan, Pragma, Site
from consolidator.survey import Survey

Place = tuple[str, int]
"""A site by its path and line, as `Site` has them."""


def decline(survey: Survey, places: frozenset[Place]) -> Survey:
    """The same survey with an ignore comment at each place; nothing is written into any file."""
    return replace(survey, facts={path: _ignoring(facts, places) for path, facts in survey.facts.items()})


def is_settled(again: Plan, first: Plan, places: frozenset[Place]) -> bool:
    """Whether a second run (`again`) finds nothing but what was declined in the first.

    Lines have moved by then, so that sites are told by their symbol.
    """
    declined = {(site.path, site.symbol) for site in _sites(first) if (site.path, site.line) in places}
    found = {(site.path, site.symbol) for site in _sites(again) if site.action is Action.CONSOLIDATED}
    return again.is_empty or (bool(places) and found <= declined)


def _sites(plan: Plan) -> Iterator[Site]:
    return (site for each in plan.databases for site in each.sites)


def _ignoring(facts: Facts, places: frozenset[Place]) -> Facts:
    pragmas = tuple(Pragma(line, "declined") for path, line in sorted(places) if path == facts.path)
    return replace(facts, pragmas=facts.pragmas + pragmas) if pragmas else facts
