"""Deployment files of each kind: the process that they start, and what they leave alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidator.processes.started import started
from consolidator.processes.starting import console_scripts, launches
from processes.services import SERVICE, only, processes_of

DOCKERFILE = 'FROM python:3.12-slim\nWORKDIR /srv\nCOPY . .\nCMD ["uvicorn", "app.main:app"]\n'
POD = "spec: {containers: [{name: api, image: 'registry/app:1', args: [uvicorn, 'app.main:app', --workers, '2']}]}"
DEPLOYMENT = f"kind: Deployment\nmetadata: {{name: api}}\nspec:\n  replicas: 3\n  template: {{{POD}}}\n"
SCALER = "---\nkind: HorizontalPodAutoscaler\nspec: {maxReplicas: 8, scaleTargetRef: {kind: Deployment, name: api}}\n"
HELM = """
{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "api.fullname" . }}
spec:
  replicas: {{ .Values.replicaCount }}
  template:
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          command: ["gunicorn", "-w", "{{ .Values.workers | default 3 }}", "app.main:app"]
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
{{- end }}
"""
RUN = "command: [python, -m, app.work]"
ANCHORED = """
x-app: &app {build: {context: ., dockerfile: Dockerfile}, environment: {WEB_CONCURRENCY: 5}}
services:
  api:
    <<: *app
    deploy: {replicas: 2}
  cache: {image: redis, scale: 4}
---
services: {}
"""
EXTENDED = "services:\n  api: {extends: {file: compose.base.yaml, service: base}}\n"
BASE = "services:\n  base: {build: ., command: uvicorn app.main:app --workers 6}\n"
LAID_UNDER = BASE.replace("base:", "api:")
LAID_OVER = "services:\n  api:\n    environment: [DEBUG=1]\n"
BUILT_UNDER = "services:\n  api: {build: {context: ., dockerfile: ops/Dockerfile}}\n"
BUILT_OVER = "services:\n  api:\n    build: {args: {A: 1}}\n    deploy: {replicas: 2}\n"
MULTI = """
FROM python:3.11 AS build
WORKDIR /build
COPY app ./app
FROM build AS test
CMD pytest
FROM gcr.io/distroless/python3 AS serve
COPY --from=build /build/app /srv/app
RUN <<EOF
CMD nothing
EOF
WORKDIR /srv
ENTRYPOINT ["uvicorn"]
CMD ["app.main:app", \\
  # how many
  "--workers", "7"]
"""
SHELL = (
    'FROM python:3.10\nCOPY . /srv\nWORKDIR /srv\nENTRYPOINT ["./deploy/start.sh"]\nCMD ["uvicorn", "app.main:app"]\n'
)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"Dockerfile": DOCKERFILE}, ("Dockerfile:4", 1, 1)),
        ({"Dockerfile": MULTI}, ("Dockerfile:14", 7, 1)),
        ({"deploy/start.sh": "exec \"$@\" --workers 2\n", "Dockerfile": SHELL}, ("Dockerfile:5", 2, 1)),
        ({"Dockerfile": DOCKERFILE, "compose.yaml": ANCHORED}, ("compose.yaml:4", 5, 2)),
        ({"compose.base.yaml": BASE, "compose.prod.yaml": EXTENDED}, ("compose.prod.yaml:2", 6, 1)),
        ({"compose.yml": LAID_UNDER, "compose.prod.yml": LAID_OVER}, ("compose.prod.yml:2", 6, 1)),
        (
            {"compose.yml": BUILT_UNDER, "ops/Dockerfile": DOCKERFILE, "compose.prod.yml": BUILT_OVER},
            ("compose.prod.yml:2", 1, 2),
        ),
        ({"k8s/api.yaml": DEPLOYMENT, "Dockerfile": DOCKERFILE}, ("k8s/api.yaml:5", 2, 3)),
        ({"k8s/api.yaml": DEPLOYMENT + SCALER}, ("k8s/api.yaml:5", 2, 8)),
        (
            {"charts/api/templates/api.yaml": HELM, "charts/api/values.yaml": "replicaCount: 4\n"},
            ("charts/api/templates/api.yaml:12", 3, 4),
        ),
        ({"Procfile": "release: alembic upgrade head\nweb: gunicorn -w 2 app.main:app\n"}, ("Procfile:2", 2, 1)),
        (
            {"ops/api.service": "[Service]\nWorkingDirectory=/srv\nExecStart=-/srv/.venv/bin/uvicorn app.main:app\n"},
            ("ops/api.service:3", 1, 1),
        ),
        (
            {"supervisord.conf": "[program:api]\ncommand=uvicorn app.main:app\nnumprocs=3\n[supervisord]\n"},
            ("supervisord.conf:2", 1, 3),
        ),
        (
            {"render.yaml": "services:\n  - type: web\n    startCommand: uvicorn app.main:app\n    numInstances: 2\n"},
            ("render.yaml:2", 1, 2),
        ),
        ({"fly.toml": "[processes]\napp = 'uvicorn app.main:app --workers 2'\n"}, ("fly.toml:1", 2, 1)),
        ({"railway.json": '{"deploy": {"startCommand": "uvicorn app.main:app"}}'}, ("railway.json:1", 1, 1)),
        ({"Makefile": "APP = app.main:app\nrun:\n\t@uvicorn $(APP)\n"}, ("Makefile:3", 1, 1)),
        (
            {
                ".vscode/launch.json": '{\n// all\n"configurations": [{"name": "api", "type": "debugpy", '
                '"request": "launch", "module": "uvicorn", "args": ["app.main:app"]},]}'
            },
            (".vscode/launch.json:3", 1, 1),
        ),
        (
            {
                "app/__main__.py": "import uvicorn\ndef main():\n    uvicorn.run('app.main:app')\n",
                "pyproject.toml": '[project]\nname = "shop"\n[project.scripts]\nserve = "app.__main__:main"\n',
            },
            ("pyproject.toml:4", 1, 1),
        ),
        (
            {
                "app/__main__.py": "import uvicorn\ndef main():\n    uvicorn.run('app.main:app')\n",
                "setup.py": "setup(entry_points={'console_scripts': ['serve = app.__main__:main']})\n",
            },
            ("setup.py:1", 1, 1),
        ),
        (
            {"Procfile": "web: gunicorn app.main:app", "gunicorn.conf.py": "workers = int(os.getenv('N', '6'))"},
            ("Procfile:1", 6, 1),
        ),
        ({"uwsgi.ini": "[uwsgi]\nmodule = app.main:app\nprocesses = 3\nmaster\n"}, ("uwsgi.ini:1", 3, 1)),
        ({"Procfile": "web: WEB_CONCURRENCY=4 gunicorn app.main:app"}, ("Procfile:1", 4, 1)),
    ],
)  # fmt: skip
def test_each_kind_of_file(files: dict[str, str], said: tuple[str, int, int]) -> None:
    process = only({**SERVICE, **files})
    assert (process.source, process.workers, process.replicas) == said
    assert "app/db.py" in process.reach


@pytest.mark.parametrize(
    "files",
    [
        {"README.md": "uvicorn app.main:app --workers 4"},
        {"compose.yaml": "services: {db: {image: postgres}, cache: {image: redis, deploy: {replicas: 9}}}"},
        {"compose.yaml": "services: {web: {build: ./web, command: npm run start}}"},
        {"k8s/db.yaml": "kind: Deployment\nspec: {template: {spec: {containers: [{image: postgres}]}}}"},
        {"Makefile": "test:\n\tuvicorn app.main:app\n"},
        {"Dockerfile": "FROM node:20\nCMD [\"node\", \"server.js\"]\n"},
        {"node_modules/x/Procfile": "web: uvicorn app.main:app\n"},
        {".vscode/launch.json": "{"},
        {
            "compose.yml": "services: {page: {build: ./page}}",
            "page/Dockerfile": "FROM node:20\nCMD [\"node\", \"server.js\"]\n",
            "compose.prod.yml": "services: {page: {build: {args: {A: 1}}}}",
        },
    ],
)  # fmt: skip
def test_what_does_not_start_the_application_leaves_it_to_the_code(files: dict[str, str]) -> None:
    process = only({**SERVICE, **files})
    assert (process.source, process.command, process.replicas) == ("app/main.py:3", "", 1)


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"Procfile": "worker: python -m app.work\n"}, "worker"),
        ({"Procfile": "release: python -m app.work\n"}, "job"),
        ({"Procfile": "main: python -m app.work && true\n"}, "loop"),
        ({"compose.yaml": "services: {jobs: {build: ., command: python -m app.work, restart: always}}"}, "loop"),
        ({"compose.yaml": "services: {jobs: {build: ., command: python -m app.work}}"}, "script"),
        ({"compose.yaml": "services: {mail-consumer: {build: ., command: python -m app.work}}"}, "consumer"),
        ({"k8s/a.yaml": DEPLOYMENT.replace("args: [uvicorn, 'app.main:app', --workers, '2']", RUN)}, "loop"),
        ({"a.service": "[Service]\nExecStart=python -m app.work\n"}, "loop"),
        ({"a.service": "[Service]\nType=oneshot\nExecStart=python -m app.work\n"}, "job"),
        ({"a.service": "[Service]\nExecStart=python -m app.work\n", "a.timer": ""}, "job"),
        ({"Makefile": "run:\n\tpython -m app.work\n"}, "script"),
    ],
)
def test_what_a_file_keeps_running_does_not_end_by_itself(files: dict[str, str], kind: str) -> None:
    work = {"app/work.py": "from app.db import engine\nif __name__ == '__main__':\n    engine.connect()\n"}
    assert [p.kind for p in processes_of({**SERVICE, **work, **files}) if p.entries == ("app/work.py",)] == [kind]


def test_a_step_ahead_of_a_server_ends() -> None:
    seed = {"app/seed.py": "from app.db import engine\nif __name__ == '__main__':\n    engine.connect()\n"}
    found = processes_of({**SERVICE, **seed, "Procfile": "web: python -m app.seed && uvicorn app.main:app\n"})
    assert [(p.kind, p.entries) for p in found] == [("web", ("app/main.py",)), ("script", ("app/seed.py",))]


def test_a_job_does_not_serve() -> None:
    pod = "{template: {spec: {containers: [{name: clean, command: [python, -m, app.clean]}]}}}"
    job = f"kind: CronJob\nspec: {{jobTemplate: {{spec: {pod}}}}}\n"
    clean = {"app/clean.py": "from app.db import engine\nwhile True:\n    engine.connect()\n"}
    assert [(p.name, p.kind) for p in processes_of({**SERVICE, **clean, "k8s/clean.yaml": job}) if not p.serves] == [
        ("clean", "job")
    ]


def test_two_images_of_one_repository_hold_what_each_copies() -> None:
    one = "FROM python:3.12\nWORKDIR /srv\nCOPY app/ app/\nCMD uvicorn app.main:app\n"
    two = "FROM python:3.9\nWORKDIR /srv\nCOPY app/__init__.py app/db.py app/\nCOPY jobs.py .\nCMD python jobs.py\n"
    files = {"Dockerfile": one, "Dockerfile.jobs": two, "jobs.py": "from app.db import engine\nengine.connect()\n"}
    web, job = processes_of({**SERVICE, **files})
    assert (web.image, web.python) == ({"app/__init__.py", "app/db.py", "app/main.py"}, (3, 12))
    assert (job.image, job.python) == ({"app/__init__.py", "app/db.py", "jobs.py"}, (3, 9))


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


_NAMES = (
    "Dockerfile", "compose.yaml", "k8s/a.yaml", "chart/templates/a.yaml", "Procfile", "a.service", "supervisord.conf",
    "pyproject.toml", "setup.cfg", "setup.py", "Makefile", ".vscode/launch.json", "fly.toml", "railway.json",
    "render.yaml", "start.sh", ".dockerignore",
)  # fmt: skip
_PIECES = (
    "services:", "build: .", "command: [", "FROM a AS b", "FROM b", "COPY --from=b / /", "COPY . .", "CMD ", "<<EOF",
    "kind: Deployment\n", "spec:\n", "  containers:\n", "- ", "&a ", "*a", "<<: *a", "{{ .Values.x }}", "{{", "}}",
    "[program:x]\ncommand=", "ExecStart=", "web: ", "./start.sh", "sh -c '", "\"$@\"", "${A:-", "$(", "python -m ",
    "uvicorn app.main:app", "celery -A x worker -c 99999999999999999999", "\\\n", "\n", "\t", "  ", "[project.scripts]",
    "a = 'b:c'", '{"configurations": [', "extends: ", "\x00", "é", "}" * 9, "[" * 50, "- " * 80, "ENV A=$A$A\n",
)  # fmt: skip


_TWICE = "COPY --from=s{0} / /a\nCOPY --from=s{0} / /b\n"


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(_NAMES),
        st.one_of(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join), st.text(max_size=80)),
        max_size=5,
    )
)
def test_no_text_stops_the_reading(files: dict[str, str]) -> None:
    texts = {path: text.encode("utf-8", "replace") for path, text in {**SERVICE, **files}.items()}
    found = launches(texts, frozenset(texts))
    scripts = console_scripts(texts)
    for launch in found:
        started(launch, texts, scripts)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("compose.yaml", "services: " + "[" * 5_000),
        ("compose.yaml", "a: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))),
        ("compose.yaml", "services: &a {x: {extends: x, <<: *a}}"),
        ("k8s/a.yaml", "kind: List\nitems: &a [{kind: Pod, spec: {containers: *a}}]"),
        ("Dockerfile", "FROM a\nENV A=xx\n" + "ENV A=$A$A\n" * 200 + "CMD python $A"),
        ("Dockerfile", "".join(f"FROM x AS s{i}\nCOPY . .\n{_TWICE.format(i - 1)}" for i in range(40))),
        ("railway.json", json.dumps({"deploy": {}})[:-1] + "[" * 100_000),
        ("pyproject.toml", "a = " + "[" * 100_000),
        ("Makefile", "run:\n\t" + "$(A)" * 20_000),
    ],
)  # fmt: skip
def test_texts_that_grow_or_nest_without_end_are_passed_over(name: str, text: str) -> None:
    texts = {**{path: text.encode() for path, text in SERVICE.items()}, name: text.encode()}
    for launch in launches(texts, frozenset(texts)):
        assert len(launch.line) < 100_000
        started(launch, texts)
