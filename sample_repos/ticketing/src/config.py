"""Settings of the service, read once from the environment."""

from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    APP_NAME: str = "ticketing"
    ENVIRONMENT: str = "development"
    DATABASE_URL: str = ""
    LOG_LEVEL: str = "INFO"
    ETL_BATCH_SIZE: int = 500
    REPORT_CURRENCY: str = "EUR"
    FRAUD_SCAN_LIMIT: int = 3


@lru_cache
def get_settings() -> Settings:
    return Settings()
