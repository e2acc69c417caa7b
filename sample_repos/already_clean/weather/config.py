"""Settings from the environment."""

from functools import lru_cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    DATABASE_URL: str = "postgresql+psycopg://weather:weather@localhost:5432/weather"
    POOL_SIZE: int = Field(default=5, ge=1)
    POOL_MAX_OVERFLOW: int = Field(default=10, ge=0)
    POOL_TIMEOUT: int = Field(default=30, ge=1)
    POOL_RECYCLE: int = Field(default=1800, ge=1)


@lru_cache
def get_settings() -> Settings:
    return Settings()
