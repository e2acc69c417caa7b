"""Deployment files and code together: one process for each thing that really runs."""

from __future__ import annotations

import pytest

from processes.services import API, DB, DOCKERFILE, SERVICE, only, processes_of

COMPOSE = """
services:
  api:
    build: .
    command: uvicorn app.main:app --workers 4
  worker:
    build: .
    command: celery -A app.tasks worker --concurrency=2
  beat:
    build: .
    command: celery -A app.tasks beat
  cache:
    image: redis
    deploy: {replicas: 9}
"""
TASKS = "from celery import Celery\nfrom app.db import engine\ncelery = Celery('app')\n"


def test_services_of_a_compose_file_are_processes_and_a_cache_is_none() -> None:
    found = processes_of({**SERVICE, "app/tasks.py": TASKS, "Dockerfile": DOCKERFILE, "docker-compose.yml": COMPOSE})
    said = [(process.name, process.kind, process.entries, process.workers, process.forks) for process in found]
    assert said == [
        ("beat", "scheduler", ("app/tasks.py",), 1, False),
        ("api", "web", ("app/main.py",), 4, False),
        ("worker", "worker", ("app/tasks.py",), 2, True),
    ]
    assert all(process.python == (3, 12) and process.replicas == 1 for process in found)


def test_an_application_that_a_file_starts_is_no_second_process() -> None:
    process = only({**SERVICE, "Procfile": "web: gunicorn app.main:app -w 3 -k uvicorn.workers.UvicornWorker\n"})
    assert (process.source, process.workers) == ("Procfile:1", 3)


def test_an_application_that_no_file_starts_is_a_process() -> None:
    process = only(SERVICE)
    assert (process.name, process.kind, process.command, process.source) == ("app", "web", "", "app/main.py:3")


def test_an_image_at_the_root_is_called_by_what_it_runs() -> None:
    assert only({**SERVICE, "Dockerfile": DOCKERFILE}).name == "web"


def test_what_an_image_does_not_hold_is_not_reached() -> None:
    dockerfile = "FROM python:3.12\nWORKDIR /srv\nCOPY app/__init__.py app/main.py app/\nCMD uvicorn app.main:app\n"
    assert not [process for process in processes_of({**SERVICE, "Dockerfile": dockerfile}) if process.image]
    whole = only({**SERVICE, "Dockerfile": dockerfile.replace("app/main.py", "app/main.py app/db.py")})
    assert whole.image == {"app/__init__.py", "app/db.py", "app/main.py"}
    assert whole.reach == {"app/__init__.py", "app/db.py", "app/main.py"}


@pytest.mark.parametrize(
    ("extra", "reached"),
    [
        ({"app/main.py": API + "def later():\n    from app.jobs import run\n"}, True),
        ({"app/main.py": "import importlib\n" + API + "importlib.import_module('app.jobs')\n"}, True),
        (
            {"app/main.py": "from typing import TYPE_CHECKING\n" + API + "if TYPE_CHECKING:\n    import app.jobs\n"},
            False,
        ),
        ({}, False),
    ],
)
def test_imports_inside_functions_and_in_strings_are_followed(extra: dict[str, str], reached: bool) -> None:
    process = only({**SERVICE, "app/jobs.py": DB, **extra})
    assert ("app/jobs.py" in process.reach) is reached


def test_a_program_that_no_server_loads_does_not_serve() -> None:
    seed = "from app.db import engine\nif __name__ == '__main__':\n    engine.connect()\n"
    found = processes_of({**SERVICE, "scripts/seed.py": seed})
    assert [(process.kind, process.serves) for process in found] == [("web", True), ("script", False)]


def test_a_password_in_a_command_is_not_told() -> None:
    line = "web: DATABASE_URL=postgresql://u:hunter2@db/x uvicorn app.main:app --header postgresql://u:hunter2@db/x\n"
    assert "hunter2" not in repr(only({**SERVICE, "Procfile": line}))


def test_versions_are_the_oldest_that_are_promised() -> None:
    process = only(
        {**SERVICE, "requirements.txt": "flask\nSQLAlchemy[asyncio]>=1.4.20,<2\n", ".python-version": "3.8\n"}
    )
    assert (process.sqlalchemy, process.python) == ((1, 4, 20), (3, 8))
