import os
from dataclasses import dataclass


@dataclass
class Config:
    database_url: str
    secret_key: str
    debug: bool = False
    pool_size: int = 5
    pool_max_overflow: int = 10
    pool_timeout: int = 30
    pool_recycle: int = 1800

    @classmethod
    def from_env(cls) -> "Config":
        return cls(
            database_url=os.environ["DATABASE_URL"],
            pool_size=int(os.environ.get("POOL_SIZE", "5")),
            pool_max_overflow=int(os.environ.get("POOL_MAX_OVERFLOW", "10")),
            pool_timeout=int(os.environ.get("POOL_TIMEOUT", "30")),
            pool_recycle=int(os.environ.get("POOL_RECYCLE", "1800")),
            secret_key=os.environ["SECRET_KEY"],
            debug=os.environ.get("DEBUG") == "1",
        )


config = Config.from_env()
