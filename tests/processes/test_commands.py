"""Command lines to what they start."""

from __future__ import annotations

import pytest

from consolidator.processes.launches import Launch
from consolidator.processes.started import started


def read(line: str, **environment: str) -> list[tuple[str, tuple[str, ...], int | None, bool]]:
    """(kind, names of the targets, workers, forks) of each command."""
    launch = Launch("x", line, "Procfile:1", "", environment=environment)
    return [
        (each.command.kind, tuple(t.name for t in each.command.targets), each.command.workers, each.command.forks)
        for each in started(launch, {})
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("uvicorn app.main:app --host 0.0.0.0 --port 80 --workers 4", ("web", ("app.main",), 4, False)),
        ("uvicorn --factory app:create --reload", ("web", ("app",), None, False)),
        ("gunicorn -w 3 -k uvicorn.workers.UvicornWorker app.main:app", ("web", ("app.main",), 3, False)),
        ("gunicorn -w4 --preload 'shop.wsgi:make()'", ("web", ("shop.wsgi",), 4, True)),
        ("gunicorn -b :80 --timeout=60 app:app", ("web", ("app",), None, False)),
        ("gunicorn --access-logformat '<%(h)s>' -w 3 app:app", ("web", ("app",), 3, False)),
        ("hypercorn app:app -w 2", ("web", ("app",), 2, False)),
        ("granian --interface asgi app.main:app --workers 2", ("web", ("app.main",), 2, False)),
        ("daphne -b 0.0.0.0 site.asgi:application", ("web", ("site.asgi",), None, False)),
        ("flask --app shop run -p 80", ("web", ("shop",), None, False)),
        ("fastapi run app/main.py --workers 4", ("web", ("app/main.py",), 4, False)),
        ("python main.py --port 80", ("script", ("main.py",), None, False)),
        ("python3.12 -u -m jobs.loop", ("script", ("jobs.loop",), None, False)),
        ("python -X dev -W error main.py", ("script", ("main.py",), None, False)),
        ("python 'night jobs/run.py'", ("script", ("night jobs/run.py",), None, False)),
        ("./run.py", ("script", ("./run.py",), None, False)),
        ("celery -A app.tasks worker -c 8 -Q a,b", ("worker", ("app.tasks",), 8, True)),
        ("celery --app=app.tasks worker --pool=gevent -c 100", ("worker", ("app.tasks",), 1, False)),
        ("celery -A app.tasks worker --autoscale=8,2", ("worker", ("app.tasks",), 8, True)),
        ("celery -A app.tasks beat -l info", ("scheduler", ("app.tasks",), None, False)),
        ("celery -A app.tasks flower", ("cli", ("app.tasks",), None, False)),
        ("arq app.worker.WorkerSettings", ("worker", ("app.worker.WorkerSettings",), None, False)),
        ("rq worker -c app.rq_settings high", ("worker", ("app.rq_settings",), None, True)),
        ("dramatiq app.actors -p 2 -t 4", ("worker", ("app.actors",), 2, True)),
        ("huey_consumer.py app.tasks.huey -w 4", ("worker", ("app.tasks.huey",), 4, False)),
        ("taskiq worker app.broker:broker", ("worker", ("app.broker",), None, False)),
        ("taskiq scheduler app.broker:scheduler", ("scheduler", ("app.broker",), None, False)),
        ("faststream run app.serve:app --workers 2", ("worker", ("app.serve",), 2, False)),
        ("streamlit run ui/Home.py --server.port 80", ("streamlit", ("ui/Home.py",), None, False)),
        ("chainlit run chat.py -h", ("web", ("chat.py",), None, False)),
        ("uwsgi --module shop.wsgi:app --master -p 4", ("web", ("shop.wsgi",), 4, True)),
        ("uwsgi --wsgi-file wsgi.py --lazy-apps", ("web", ("wsgi.py",), None, False)),
        ("quart --app shop.app run", ("web", ("shop.app",), None, False)),
        ("litestar --app app.main:app run", ("web", ("app.main",), None, False)),
        ("fastmcp run tools/server.py:mcp", ("loop", ("tools/server.py",), None, False)),
        ("procrastinate --app=app.queue.app worker -c 4", ("worker", ("app.queue.app",), 4, True)),
        ("alembic upgrade head", ("migration", (), None, False)),
        ("pytest -q tests", ("tests", (), None, False)),
        ("jupyter lab", ("notebook", (), None, False)),
        ("python manage.py runserver", ("web", ("manage.py",), None, False)),
        ("python manage.py migrate", ("migration", ("manage.py",), None, False)),
    ],
)
def test_programs(line: str, said: tuple[str, tuple[str, ...], int | None, bool]) -> None:
    assert read(line) == [said]


@pytest.mark.parametrize(
    "line",
    [
        'sh -c "uvicorn app:app"',
        "bash -lc 'cd /srv && exec uvicorn app:app'",
        "exec uvicorn app:app",
        "env -u HOME A=b uvicorn app:app",
        "PORT=80 uvicorn app:app",
        "poetry run uvicorn app:app",
        "uv run --no-dev --frozen uvicorn app:app",
        "uv run --with x uvicorn app:app",
        "pipenv run uvicorn app:app",
        "conda run -n web --no-capture-output uvicorn app:app",
        "python -m uvicorn app:app",
        "python -u -m uvicorn app:app",
        "python -m debugpy --listen 0.0.0.0:5678 -m uvicorn app:app",
        "uv run -m uvicorn app:app",
        "/srv/.venv/bin/uvicorn app:app",
        "opentelemetry-instrument --traces_exporter otlp uvicorn app:app",
        "ddtrace-run uvicorn app:app",
        "newrelic-admin run-program uvicorn app:app",
        "dumb-init -- uvicorn app:app",
        "tini -g -- uvicorn app:app",
        "./wait-for-it.sh db:5432 -t 30 -- uvicorn app:app",
        "dockerize -wait tcp://db:5432 -timeout 60s uvicorn app:app",
        "gosu app uvicorn app:app",
        "sudo -u app -E uvicorn app:app",
        "timeout -k 5 60 uvicorn app:app",
        "if [ \"$DEBUG\" ]; then echo on; fi; uvicorn app:app > /dev/null 2>&1",
        "uvicorn ${APP:-app:app}",
        "export NAME=app; uvicorn $NAME:app",
        "CMD=(\n  uvicorn\n  app:app\n)\nexec \"${CMD[@]}\"",
    ],
)  # fmt: skip
def test_wrappers_are_seen_through(line: str) -> None:
    assert [(kind, targets) for kind, targets, _, _ in read(line)] == [("web", ("app",))]


@pytest.mark.parametrize(
    "line",
    ["", "nginx -g 'daemon off;'", "redis-server --port 1", "npm run start", "python -c 'import app'", "python",
     "python $MAIN", "python -m http.server", "echo uvicorn app:app", "node uvicorn.js", "pip install uvicorn",
     "'unclosed"],
)  # fmt: skip
def test_what_is_not_python_of_ours_starts_nothing(line: str) -> None:
    assert read(line) == []


def test_each_part_of_a_chain_stands_for_itself() -> None:
    line = "alembic upgrade head && python seed.py; celery -A app.tasks worker & exec uvicorn app:app"
    assert [kind for kind, *_ in read(line)] == ["migration", "script", "worker", "web"]


def test_a_number_that_is_not_literal_is_assumed_to_be_one() -> None:
    (each,) = started(Launch("x", "gunicorn -w $WORKERS app:app", "Procfile:1", ""), {})
    assert (each.command.workers, each.command.assumed) == (None, "one worker, as their number is not literal")


@pytest.mark.parametrize(("line", "threads"), [("dramatiq app.actors -t 2", 2), ("dramatiq app.actors", 8)])
def test_the_threads_of_a_worker_are_its_own_or_its_programs_default(line: str, threads: int) -> None:
    (each,) = started(Launch("x", line, "Procfile:1", ""), {})
    assert each.command.threads == threads


def test_a_program_is_no_script_of_the_shell() -> None:
    assert started(Launch("x", "./server", "Procfile:1", ""), {"server": b"\0\nuvicorn app:app\n"}) == ()


def test_a_script_of_the_shell_is_followed_with_its_arguments() -> None:
    texts = {"bin/entry.sh": b'#!/bin/sh\nset -e\npython -m app.migrate\nexec "$@"\n'}
    found = started(Launch("x", "sh ./bin/entry.sh uvicorn 'app:app'", "Procfile:1", ""), texts)
    assert [(each.command.kind, each.command.words) for each in found] == [
        ("script", ("python", "-m", "app.migrate")),
        ("web", ("uvicorn", "app:app")),
    ]


def test_a_script_that_runs_itself_ends() -> None:
    assert started(Launch("x", "./a.sh", "Procfile:1", ""), {"a.sh": b"./a.sh; ./a.sh\nuvicorn app:app\n"})
