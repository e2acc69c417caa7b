"""A path of the tree -> whether its text can matter, and up to which size."""

from __future__ import annotations

import re

from consolidator.regex import lazy

SOURCE_LIMIT = 2_000_000
"""Bytes of a file beyond which it counts as generated and is reported instead of read."""

MANIFEST_LIMIT = 200_000
"""Bytes of a deployment manifest beyond which it is left out."""

FILE_LIMIT = 250_000
"""Files of one commit that are read at most."""

TOTAL_LIMIT = 1_000_000_000
"""Bytes of one commit that are read at most."""

_CONFIG = lazy(
    r"""pyproject\.toml|\.?ruff\.toml|setup\.cfg|consolidator\.toml|(?=.*requirements)[\w.-]+\.(?:txt|in)|Pipfile
    |\.?env(?:\.[\w-]+)?\.(?:example|sample|template|dist)|Procfile(?:\..+)?|(?i:Dockerfile).*|.+\.(?i:dockerfile)
    |(?:docker-)?compose[^/]*\.ya?ml|(?i:README)[^/]*""",
    re.VERBOSE | re.DOTALL,
)
_STARTING = lazy(
    r"""(?i:makefile)|GNUmakefile|[\w.-]+\.(?:sh|bash|service|dockerignore)|\.dockerignore|\.python-version|runtime\.txt
    |supervisord?[\w.-]*\.(?:conf|ini)|uwsgi[\w.-]*\.ini|launch\.json|render\.ya?ml|app\.ya?ml|fly[\w.-]*\.toml
    |railway\.(?:json|toml)|(?:docker[_-]?)?(?:entrypoint|start|run|serve|boot|launch)[\w-]*""",
    re.VERBOSE,
)
_LOCK = lazy(r"(?:uv|poetry|pdm)\.lock|Pipfile\.lock")
_MANIFESTS = lazy(
    r"(?:^|/)(?:k8s|kubernetes|kustomize|manifests|helm|deploy|deployment|deployments|charts|openshift|infra|overlays"
    r"|\.github/workflows)/"
)
"""The folders of manifests; that a path ends in `.yaml` is asked for by itself, so that no path is slow to match."""
_REQUIREMENTS = lazy(r"(?:.*/)?requirements/[^/]+\.(?:txt|in)", re.DOTALL)


def limit_of(path: str) -> int | None:
    """Return how many bytes of the file at `path` are worth reading, None where its text cannot matter.

    Python sources matter (not stubs), and so do the small files that say how a service is built, configured, deployed
    and started: packaging and lock files, requirements, `.env.example`, Procfile, Dockerfile, compose files,
    manifests, scripts of the shell, README.
    """
    name = path.rpartition("/")[2]
    if path.endswith(".py") or _CONFIG.fullmatch(name) or _REQUIREMENTS.fullmatch(path) or _LOCK.fullmatch(name):
        return SOURCE_LIMIT
    is_manifest = (name.endswith((".yaml", ".yml")) and _MANIFESTS.search(path)) or name == ".gitlab-ci.yml"
    return MANIFEST_LIMIT if is_manifest or _STARTING.fullmatch(name) else None


def is_reported(path: str) -> bool:
    """Whether a file left out for its size must be named: only Python sources can create an engine."""
    return path.endswith(".py")
