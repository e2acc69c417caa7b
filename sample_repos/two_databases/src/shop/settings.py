"""Settings from the environment."""

from functools import lru_cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All variables start with SHOP_."""

    model_config = SettingsConfigDict(env_prefix="SHOP_", env_file=".env", extra="ignore")

    database_url: str = Field(description="Main database")
    analytics_url: str = Field(description="Visits")
    replica_url: str = Field(description="Read replica of the main database")
    currency: str = Field(default="EUR", description="Currency of all prices")


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    return Settings()
