import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    database_url: str = os.environ.get("DATABASE_URL", "sqlite://")
    pool_size: int = int(os.environ.get("POOL_SIZE", "5"))
    pool_max_overflow: int = int(os.environ.get("POOL_MAX_OVERFLOW", "10"))
    pool_timeout: int = int(os.environ.get("POOL_TIMEOUT", "30"))
    pool_recycle: int = int(os.environ.get("POOL_RECYCLE", "1800"))
    workers: int = int(os.environ.get("WORKERS", "2"))


settings = Settings()
