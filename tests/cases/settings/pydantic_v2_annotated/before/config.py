from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    DATABASE_URL: str
    WORKERS: Annotated[int, Field(gt=0, le=64)] = 4
    BATCH_SIZE: Annotated[int, Field(gt=0)] = 100


settings: Settings = Settings()
