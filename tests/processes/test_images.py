"""What an image holds: the files that it copies, out of which context or stage, and those that are mounted."""

from __future__ import annotations

import pytest

from consolidator.processes.starting import launches
from processes.services import DOCKERFILE, SERVICE, only, processes_of


def test_two_images_of_one_repository_hold_what_each_copies() -> None:
    one = "FROM python:3.12\nWORKDIR /srv\nCOPY app/ app/\nCMD uvicorn app.main:app\n"
    two = "FROM python:3.9\nWORKDIR /srv\nCOPY app/__init__.py app/db.py app/\nCOPY jobs.py .\nCMD python jobs.py\n"
    files = {"Dockerfile": one, "Dockerfile.jobs": two, "jobs.py": "from app.db import engine\nengine.connect()\n"}
    web, job = processes_of({**SERVICE, **files})
    assert (web.image, web.python) == ({"app/__init__.py", "app/db.py", "app/main.py"}, (3, 12))
    assert (job.image, job.python) == ({"app/__init__.py", "app/db.py", "jobs.py"}, (3, 9))


@pytest.mark.parametrize(
    ("base", "version"),
    [
        ("python:3.12-slim", (3, 12)),
        ("docker.io/library/python:alpine3.9", None),
        ("pypy:3.10", (3, 10)),
        ("ghcr.io/astral-sh/uv:python3.11-bookworm", (3, 11)),
        ("registry/ubuntu-python-3.9", (3, 9)),
        ("node:20", None),
    ],
)
def test_the_base_says_which_python_an_image_has(base: str, version: tuple[int, int] | None) -> None:
    assert only({**SERVICE, "Dockerfile": DOCKERFILE.replace("python:3.12-slim", base)}).python == version


def test_a_stage_is_copied_from_by_its_name_or_number() -> None:
    stages = "FROM python:3.12 AS empty\nFROM python:3.12 AS Build\nCOPY app/ /src/app/\n"
    last = "FROM python:3.12\nWORKDIR /srv\nCOPY --from={} /src/app/ app/\nCMD uvicorn app.main:app\n"
    for stage in ("build", "BUILD", "1"):
        image = only({**SERVICE, "Dockerfile": stages + last.format(stage)}).image
        assert image == {"app/__init__.py", "app/db.py", "app/main.py"}
    for stage in ("empty", "0", "2", "9" * 5_000, "python:3.12"):
        found = processes_of({**SERVICE, "Dockerfile": stages + last.format(stage)})
        assert not any(process.image for process in found)


def test_a_shell_goes_into_a_folder_of_the_repository_or_of_the_image() -> None:
    inside = {f"{folder}/{path}": text for folder in ("api", "backend", "core") for path, text in SERVICE.items()}
    line = "cd backend && uvicorn app.main:app"
    dockerfile = f"FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD {line}\n"
    for files in ({"Procfile": f"web: {line}\n"}, {"Dockerfile": dockerfile}):
        found = {process.source.partition(":")[0]: process for process in processes_of({**inside, **files})}
        assert found[next(iter(files))].entries == ("backend/app/main.py",)


def test_what_dockerignore_leaves_out_is_not_in_the_image() -> None:
    ignore = "# tests\n**/tests\n*.md\n!app/tests/keep.py\n"
    files = {**SERVICE, "app/tests/keep.py": "", "app/tests/other.py": "", ".dockerignore": ignore}
    image = only({**files, "Dockerfile": DOCKERFILE}).image
    assert image is not None
    assert {path for path in image if "tests" in path} == {"app/tests/keep.py"}


def test_a_folder_that_is_mounted_is_in_the_image() -> None:
    dockerfile = "FROM python:3.12\nWORKDIR /srv\nCOPY requirements.txt .\n"
    compose = "services: {api: {build: ., command: uvicorn app.main:app, volumes: ['./app:/srv/app:ro']}}\n"
    process = only({**SERVICE, "requirements.txt": "", "Dockerfile": dockerfile, "compose.yaml": compose})
    assert process.image == {"app/__init__.py", "app/db.py", "app/main.py", "requirements.txt"}


def test_a_further_context_of_the_build_is_copied_from() -> None:
    dockerfile = "FROM python:3.12\nWORKDIR /srv\nCOPY main.py .\nCOPY --from=shared db.py .\nCMD uvicorn main:app\n"
    compose = "services: {api: {build: {context: web, additional_contexts: {shared: ./common}}}}\n"
    files = {"web/Dockerfile": dockerfile, "web/main.py": "", "common/db.py": "", "compose.yaml": compose}
    texts = {path: text.encode() for path, text in files.items()}
    (found,) = [launch for launch in launches(texts, frozenset(texts)) if launch.path == "compose.yaml"]
    assert found.image is not None
    assert found.image.files == {"/srv/main.py": "web/main.py", "/srv/db.py": "common/db.py"}
