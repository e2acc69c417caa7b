import os
from typing import Final


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name)
    return int(value) if value else default


DATABASE_URL: Final = os.environ["DATABASE_URL"]
POOL_SIZE: Final = env_int("POOL_SIZE", 5)
POOL_MAX_OVERFLOW: Final = env_int("POOL_MAX_OVERFLOW", 10)
POOL_TIMEOUT: Final = env_int("POOL_TIMEOUT", 30)
POOL_RECYCLE: Final = env_int("POOL_RECYCLE", 1800)
TIMEOUT: Final = env_int("TIMEOUT", 30)
