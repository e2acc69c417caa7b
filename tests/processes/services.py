"""Small services as texts, and the processes that are seen in them."""

from __future__ import annotations

from consolidator.meaning.world import World
from consolidator.model import Entry, Process, Snapshot
from consolidator.processes import processes
from consolidator.survey import survey

DB = "from sqlalchemy import create_engine\nengine = create_engine('postgresql://db/shop')\n"
API = "from fastapi import FastAPI\nfrom app.db import engine\napp = FastAPI()\n"
DOCKERFILE = 'FROM python:3.12-slim\nWORKDIR /srv\nCOPY . .\nCMD ["uvicorn", "app.main:app"]\n'
SERVICE = {"app/__init__.py": "", "app/db.py": DB, "app/main.py": API}
"""A web application that reaches an engine."""


def snapshot(files: dict[str, str]) -> Snapshot:
    """The files as a commit."""
    rows = tuple(Entry(path, "100644", "0" * 40, len(text)) for path, text in files.items())
    return Snapshot("0" * 40, "main", rows, {path: text.encode() for path, text in files.items()})


def processes_of(files: dict[str, str]) -> tuple[Process, ...]:
    """The processes of a commit with these files."""
    return processes(World(survey(snapshot(files))))


def only(files: dict[str, str]) -> Process:
    """The one process that serves."""
    (found,) = [process for process in processes_of(files) if process.serves]
    return found
