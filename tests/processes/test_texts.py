"""Deployment files of any text: nothing stops the reading, and nothing takes without end."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidator.processes.started import started
from consolidator.processes.starting import console_scripts, launches
from processes.services import SERVICE

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
