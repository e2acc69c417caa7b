"""Settings from the environment."""

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str = "postgresql://parcels:parcels@localhost:5432/parcels"
    log_level: str = "info"
    lost_after_days: int = 14


settings = Settings()


def async_database_url() -> str:
    """The configured database, reached through asyncpg."""
    return settings.database_url.replace("postgresql://", "postgresql+asyncpg://")
