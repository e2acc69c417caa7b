"""The arithmetic of connections, and the numbers that deployment files name."""

from __future__ import annotations

import pytest

from consolidator.budget import budget, fits, read_processes, usable
from consolidator.model import Database


def database(before: int | None, after: int | None, name: str = "db") -> Database:
    return Database(name, "DATABASE_URL", None, False, None, 1, (), before, after)


LIST = "services:\n  api:\n    command:\n      - uvicorn\n      - a:app\n      - --workers\n      - '4'\n"
MANIFEST = 'c:\n- name: a\n  command: ["gunicorn"]\n  args: ["a:app", "-w", "3"]'


@pytest.mark.parametrize(
    ("files", "workers"),
    [
        ({"Procfile": "web: gunicorn app:app -w 4"}, 4),
        ({"Procfile": "web: gunicorn app:app -w4"}, 4),
        ({"Procfile": "web: gunicorn --workers=3 app:app\nrelease: python migrate.py"}, 3),
        ({"Procfile": "web: uvicorn a:app --workers 2\nworker: python -m app.worker"}, 3),
        ({"Procfile": "web: gunicorn app:app\nworker: celery -A app worker -c 8"}, 9),
        ({"Procfile": "web: gunicorn app:app -w ${WORKERS:-6}"}, 6),
        ({"Procfile": "web: gunicorn app:app -w $WORKERS"}, 1),
        ({"Dockerfile": 'CMD ["uvicorn", "a:app", "--workers", "5"]'}, 5),
        ({"Dockerfile": 'CMD ["gunicorn", "-w", "9"]\nENTRYPOINT ["gunicorn"]\nCMD ["-w", "2", "a:app"]'}, 2),
        ({"Dockerfile": "CMD python migrate.py && \\\n    gunicorn a:app \\\n  --workers 7"}, 7),
        ({"Dockerfile": "# CMD gunicorn -w 9 a:app\nCMD gunicorn a:app"}, 1),
        ({"Dockerfile": "ENV WEB_CONCURRENCY=4\nCMD gunicorn a:app"}, 4),
        ({"Dockerfile": "CMD gunicorn a:app", "gunicorn.conf.py": "bind = ':80'\nworkers = 6\n"}, 6),
        ({"Dockerfile": "CMD gunicorn a:app", "gunicorn.conf.py": "workers = cpu_count() * 2 + 1"}, 1),
        ({"Dockerfile": "CMD gunicorn -w 2 a:app", "gunicorn.conf.py": "workers = 6"}, 2),
        ({"docker-compose.yml": "services:\n  api:\n    command: gunicorn a:app -w 3"}, 3),
        ({"compose.yaml": LIST}, 4),
        ({"compose.yaml": "s:\n  a:\n    command: >\n      gunicorn a:app\n      -w 8\n    ports: []"}, 8),
        ({"k8s/api.yaml": MANIFEST, "Dockerfile": "CMD gunicorn -w 2"}, 3),
        ({"k8s/api.yaml": "c:\n- name: a\n  image: x", "Dockerfile": "CMD gunicorn -w 2 a:app"}, 2),
        ({"k8s/api.yaml": "env:\n- name: WEB_CONCURRENCY\n  value: '5'", "Dockerfile": "CMD gunicorn a:app"}, 5),
        ({"README.md": "gunicorn -w 12"}, 1),
        ({}, 1),
    ],
)  # fmt: skip
def test_workers_are_read_where_literal(files: dict[str, str], workers: int) -> None:
    found = read_processes({path: text.encode() for path, text in files.items()})
    assert found.workers == workers, found.assumptions


def test_a_number_that_is_not_literal_is_said() -> None:
    said = read_processes({"Procfile": b"web: gunicorn app:app -w $WORKERS"}).assumptions[0]
    assert said == "1 process of a replica: Procfile runs gunicorn with a number that is not literal, taken as 1"


@pytest.mark.parametrize(
    ("text", "replicas"),
    [
        ("spec:\n  replicas: 3\n", 3),
        ("replicaCount: 2 # two\n", 2),
        ("spec:\n  replicas: 2\n---\nspec:\n  maxReplicas: 8\n", 8),
        ("spec:\n  replicas: {{ .Values.replicaCount }}\n", 1),
        ("#  replicas: 3\n", 1),
        ("replicas: 0\n", 1),
        ("replicas: 99999\n", 1),
    ],
)
def test_replicas_are_read_from_manifests(text: str, replicas: int) -> None:
    assert read_processes({"k8s/api.yaml": text.encode()}).replicas == replicas


def test_the_servers_limit_is_read_from_its_command() -> None:
    texts = {"docker-compose.yml": b"db:\n  image: postgres\n  command: postgres -c max_connections=200\n"}
    assert read_processes(texts).max_connections == 200
    assert read_processes({}).max_connections == 100


def test_what_the_user_says_replaces_what_was_read() -> None:
    read = read_processes({"Procfile": b"web: gunicorn app:app -w 4"})
    told = read.told(replicas=3, max_connections=50)
    assert told[:3] == (4, 3, 50)
    assert told.assumptions[0] == read.assumptions[0]
    assert told.assumptions[1:] == ("3 replicas, as told", "max_connections 50, as told")


def test_broken_files_are_passed_over() -> None:
    texts = {
        "k8s/a.yaml": b"command: [\xff\n- ",
        "gunicorn.conf.py": b"workers = (",
        "Dockerfile": b'CMD ["gunicorn", ',
    }
    assert read_processes(texts).workers == 1


def test_budget_multiplies_the_sum_of_pools_by_all_processes() -> None:
    made = budget([database(60, 15), database(15, 15, "b")], 4, 3, 100, ("why",))
    assert (made.before, made.after, made.per_process, made.processes) == (900, 360, 30, 12)
    assert made.assumptions[0] == "why"
    assert any("2 databases are on one server" in each for each in made.assumptions)


def test_one_engine_per_call_leaves_the_sum_unbounded() -> None:
    made = budget([database(None, 15), database(15, 15)], 2, 1, 100, ())
    assert made.before is None
    assert made.after == 60
    assert any("no bound" in each for each in made.assumptions)


@pytest.mark.parametrize(
    ("claimed", "part", "answer"),
    [(97, 1.0, True), (98, 1.0, False), (77, 0.8, True), (78, 0.8, False), (None, 1.0, False)],
)
def test_reserved_connections_are_not_to_be_claimed(claimed: int | None, part: float, answer: bool) -> None:
    assert usable(100) == 97
    assert fits(claimed, 100, part) is answer
