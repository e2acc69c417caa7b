"""Deployment files of each kind: the process that they start, and what they leave alone."""

from __future__ import annotations

import pytest

from processes.services import DOCKERFILE, SERVICE, only, processes_of

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
SERVED = "command: [uvicorn, 'app.main:app']"
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
TARGETED = "services:\n  api: {build: {context: ., target: serve}}\n"
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
TESTED = MULTI + "FROM serve AS test\nCMD []\n"
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
        ({"compose.yml": LAID_UNDER.replace("{", "{extends: gone, ")}, ("compose.yml:2", 6, 1)),
        ({"compose.yml": LAID_UNDER, "compose.prod.yml": LAID_OVER}, ("compose.prod.yml:2", 6, 1)),
        (
            {"compose.yml": BUILT_UNDER, "ops/Dockerfile": DOCKERFILE, "compose.prod.yml": BUILT_OVER},
            ("compose.prod.yml:2", 1, 2),
        ),
        (
            {"compose.yml": TARGETED, "Dockerfile": TESTED, "compose.prod.yml": LAID_OVER},
            ("compose.prod.yml:2", 7, 1),
        ),
        (
            {"compose.yml": TARGETED, "Dockerfile": TESTED, "compose.prod.yml": BUILT_OVER},
            ("compose.prod.yml:2", 7, 2),
        ),
        (
            {
                "compose.yml": TARGETED.replace("serve", "test"),
                "Dockerfile": MULTI,
                "compose.prod.yml": BUILT_OVER.replace("args: {A: 1}", "target: serve"),
            },
            ("compose.prod.yml:2", 7, 2),
        ),
        ({"k8s/api.yaml": DEPLOYMENT, "Dockerfile": DOCKERFILE}, ("k8s/api.yaml:5", 2, 3)),
        (
            {
                "k8s/api.yaml": DEPLOYMENT.replace("args: [uvicorn, 'app.main:app', --workers, '2']", SERVED),
                "Dockerfile": "FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD [\"--workers\", \"9\"]\n",
                "pyproject.toml": '[project]\nname = "app"\n',
            },
            ("k8s/api.yaml:5", 1, 3),
        ),
        (
            {
                "compose.yml": "services: {api: {build: ./stub}}",
                "stub/Dockerfile": "FROM node:20\nCMD [\"node\", \"server.js\"]\n",
                "Dockerfile": DOCKERFILE,
                "compose.prod.yml": BUILT_OVER.replace("args: {A: 1}", "context: ."),
            },
            ("compose.prod.yml:2", 1, 2),
        ),
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
        (
            {
                "compose.yml": BUILT_UNDER.replace("ops/", ""),
                "Dockerfile": DOCKERFILE,
                "compose.prod.yml": "services: {api: {image: nginx, deploy: {replicas: 9}}}",
            },
            ("compose.yml:2", 1, 1),
        ),
        ({"render.yaml": "services: [{dockerCommand: uvicorn app.main:app --workers 3}]"}, ("render.yaml:1", 3, 1)),
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
        (
            {"Procfile": "web: gunicorn app.main:app", "gunicorn.conf.py": "workers = cores() or os.getenv('N', '6')"},
            ("Procfile:1", 1, 1),
        ),
        ({"uwsgi.ini": "[uwsgi]\nmodule = app.main:app\nprocesses = 3\nmaster\n"}, ("uwsgi.ini:1", 3, 1)),
        ({"Procfile": "web: uvicorn main:app --workers 2"}, ("Procfile:1", 2, 1)),
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
        {"Procfile": "web: uvicorn nowhere:app --workers 4\n"},
        {"Procfile": "web: uvicorn main:app --workers 4\n", "tools/main.py": ""},
        {"node_modules/x/Procfile": "web: uvicorn app.main:app\n"},
        {".vscode/launch.json": "{"},
        {".vscode/launch.json": '{"configurations": [{"name": "a", "type": "debugpy", "request": "launch"}]}'},
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
