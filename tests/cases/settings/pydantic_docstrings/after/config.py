import pydantic_settings


class Settings(pydantic_settings.BaseSettings):
    database_url: str = "postgresql://localhost/app"
    """Where the data is."""
    pool_size: int = 5
    """Database connections kept open"""
    pool_max_overflow: int = 10
    """Further connections under load"""
    pool_timeout: int = 30
    """Seconds to wait for a database connection"""
    pool_recycle: int = 1800
    """Seconds before a connection is replaced"""

    workers: int = 4
    """Processes that serve requests."""
