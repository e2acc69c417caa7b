import os
from dataclasses import dataclass, field


@dataclass
class Settings:
    database_url: str = field(default_factory=lambda: os.environ["DATABASE_URL"])
    pool_size: int = field(default_factory=lambda: int(os.environ.get("POOL_SIZE", "5")))
    pool_max_overflow: int = field(default_factory=lambda: int(os.environ.get("POOL_MAX_OVERFLOW", "10")))
    pool_timeout: int = field(default_factory=lambda: int(os.environ.get("POOL_TIMEOUT", "30")))
    pool_recycle: int = field(default_factory=lambda: int(os.environ.get("POOL_RECYCLE", "1800")))
    workers: int = field(default_factory=lambda: int(os.environ.get("WORKERS", "2")))


def settings() -> Settings:
    return Settings()
