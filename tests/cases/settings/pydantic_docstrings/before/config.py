import pydantic_settings


class Settings(pydantic_settings.BaseSettings):
    database_url: str = "postgresql://localhost/app"
    """Where the data is."""

    workers: int = 4
    """Processes that serve requests."""
