import os
from dataclasses import dataclass, field


@dataclass
class Settings:
    database_url: str = field(default_factory=lambda: os.environ["DATABASE_URL"])
    workers: int = field(default_factory=lambda: int(os.environ.get("WORKERS", "2")))


def settings() -> Settings:
    return Settings()
