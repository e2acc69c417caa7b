import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    database_url: str = os.environ.get("DATABASE_URL", "sqlite://")
    workers: int = int(os.environ.get("WORKERS", "2"))


settings = Settings()
