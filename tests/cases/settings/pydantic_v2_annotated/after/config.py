from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    DATABASE_URL: str
    POOL_SIZE: Annotated[int, Field(ge=1)] = 5
    POOL_MAX_OVERFLOW: Annotated[int, Field(ge=0)] = 10
    POOL_TIMEOUT: Annotated[int, Field(ge=0)] = 30
    POOL_RECYCLE: Annotated[int, Field(ge=-1)] = 1800
    WORKERS: Annotated[int, Field(gt=0, le=64)] = 4
    BATCH_SIZE: Annotated[int, Field(gt=0)] = 100


settings: Settings = Settings()
