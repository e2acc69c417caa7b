"""Small services in, as sources by path; the hazards that are told of them out."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from casework import snapshot_of

from consolidator.belonging import is_test_path
from consolidator.deciding.gain import Tally
from consolidator.meaning.resources import find
from consolidator.meaning.world import World
from consolidator.model import Finding
from consolidator.planning.hazards import hazards
from consolidator.processes import processes
from consolidator.survey import survey

DB = """
import os
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, sessionmaker

def make_engine():
    return create_engine(os.environ["DATABASE_URL"])

def other_engine():
    return create_engine(os.environ["DATABASE_URL"])
"""
ENGINE = "import os\nfrom sqlalchemy import create_engine\nengine = create_engine({url})\n"


def told(files: Mapping[str, str]) -> tuple[Finding, ...]:
    """The hazards of a service in which every engine outside tests is shared."""
    texts = {path: dedent(text).encode() for path, text in {"app/__init__.py": "", **files}.items()}
    world = World(survey(snapshot_of(texts)))
    sites = find(world)
    shared = [site for site in sites if not is_test_path(site.path)]
    served = Tally.over(world, processes(world)).reached()
    return hazards(world, shared, sites, served, shared)


def work(body: str) -> tuple[Finding, ...]:
    """What is told of a module that has the factories of `app/db.py` at hand."""
    head = "from app.db import make_engine, other_engine, text, Session, sessionmaker\n"
    return told({"app/db.py": DB, "app/work.py": head + dedent(body)})


def codes(body: str) -> list[str]:
    """Its codes and levels."""
    return [f"{row.code} {row.level}" for row in work(body)]
