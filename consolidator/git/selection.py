"""A path of the tree -> whether its text can matter, and up to which size."""

from __future__ import annotations

import re

SOURCE_LIMIT = 2_000_000
"""Bytes of a file beyond which it counts as generated and is reported instead of read."""

MANIFEST_LIMIT = 200_000
"""Bytes of a deployment manifest beyond which it is left out."""

FILE_LIMIT = 60_000
"""Files of one commit that are read at most."""

TOTAL_LIMIT = 1_000_000_000
"""Bytes of one commit that are read at most."""

_CONFIG = re.compile(
    r"""pyproject\.toml|setup\.cfg|consolidator\.toml|[\w.-]*requirements[\w.-]*\.(?:txt|in)|Pipfile
    |\.?env(?:\.[\w-]+)?\.(?:example|sample|template|dist)|Procfile(?:\..+)?|(?i:Dockerfile).*|.+\.(?i:dockerfile)
    |(?:docker-)?compose[^/]*\.ya?ml|(?i:README)[^/]*""",
    re.VERBOSE | re.DOTALL,
)
_MANIFEST = re.compile(r"(?:.*/)?(?:k8s|kubernetes|helm|deploy|deployment|charts)/(?:.*/)?[^/]+\.ya?ml", re.DOTALL)
_REQUIREMENTS = re.compile(r"(?:.*/)?requirements/[^/]+\.(?:txt|in)", re.DOTALL)


def limit_of(path: str) -> int | None:
    """Return how many bytes of the file at `path` are worth reading, None where its text cannot matter.

    Python sources matter (not stubs), and so do the small files that say how a service is built, configured and
    deployed: packaging, requirements, `.env.example`, Procfile, Dockerfile, compose files, manifests, README.
    """
    if path.endswith(".py") or _CONFIG.fullmatch(path.rpartition("/")[2]) or _REQUIREMENTS.fullmatch(path):
        return SOURCE_LIMIT
    return MANIFEST_LIMIT if _MANIFEST.fullmatch(path) else None


def is_reported(path: str) -> bool:
    """Whether a file left out for its size must be named: only Python sources can create an engine."""
    return path.endswith(".py")
