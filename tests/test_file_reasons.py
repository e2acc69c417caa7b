"""What is said of each changed file is what happens there."""

from __future__ import annotations

from pathlib import Path

import pytest
from casework import snapshot_of

from consolidator import pipeline
from consolidator.model import Options

SAMPLES = Path(__file__).parents[1] / "sample_repos"


def proposed(name: str) -> pipeline.Proposal:
    folder = SAMPLES / name
    paths = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return pipeline.propose(
        snapshot_of({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}), Options()
    )


@pytest.mark.parametrize(
    ("sample", "reasons"),
    [
        (
            "auth_client",
            {
                "auth_service/audit.py": "uses the shared client",
                "auth_service/config.py": "holds the settings of the pool",
                "auth_service/database_client.py": "uses the shared engine",
                "auth_service/db.py": "makes each engine once",
                "auth_service/db_client.py": "makes the client once",
                "auth_service/main.py": "closes the client and the engine at shutdown",
                ".env.example": "lists the new settings",
            },
        ),
        (
            "ticketing",
            {
                "src/routers/health.py": "has a health route for the database",
                "src/refunds.py": "follows a name that moved",
                "tests/test_db.py": "tests how the engines are wired",
            },
        ),
        ("classroom", {"classroom_engine/grading.py": "takes the engine of its home"}),
    ],
)
def test_a_file_is_told_by_what_happens_in_it(sample: str, reasons: dict[str, str]) -> None:
    said = {change.path: change.reason for change in proposed(sample).changes.changes}
    assert {path: said.get(path) for path in reasons} == reasons
