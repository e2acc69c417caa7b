"""Settings from the environment."""

import os
from dataclasses import dataclass, field


def _integer(name: str, default: int) -> int:
    return int(os.environ.get(name, default))


@dataclass(frozen=True)
class Config:
    database_url: str = field(
        default_factory=lambda: os.environ.get(
            "DATABASE_URL", "postgresql+psycopg://auth:auth@localhost:5432/auth"
        )
    )
    token_hours: int = field(default_factory=lambda: _integer("TOKEN_HOURS", 12))


def load_config() -> Config:
    return Config()
