"""What a database server allows, as deployment files say it."""

from __future__ import annotations

import pytest

from consolidator.processes import max_connections


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("services: {db: {image: postgres, command: postgres -c max_connections=200}}", 200),
        ("services:\n  db:\n    command: ['-c', 'max_connections=300', '-c', 'fsync=off']\n", 300),
        ("config: |\n  shared_buffers = 1GB\n  max_connections = 150\n", 150),
        ("postgresql: {max_connections: 80}\n---\nother: {max_connections: 90}\n", 80),
        ("# max_connections: 20\na: b\n", None),
        ("db: {command: '-c max_connections=$N'}", None),
        ("db: [max_connections", None),
    ],
)
def test_the_servers_limit(text: str, said: int | None) -> None:
    found = max_connections({"compose.yaml": text.encode(), "notes.md": b"max_connections: 5"})
    assert (found and found[0]) == said
