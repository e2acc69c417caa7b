import os
from typing import Final


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name)
    return int(value) if value else default


DATABASE_URL: Final = os.environ["DATABASE_URL"]
TIMEOUT: Final = env_int("TIMEOUT", 30)
