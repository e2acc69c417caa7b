from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    CACHE_URL: str = "redis://localhost"
    DATABASE_URL: str = "postgresql://localhost/app"
    LOG_LEVEL: str = "INFO"
    POOL_MAX_OVERFLOW: int = 10
    POOL_RECYCLE: int = 1800
    POOL_SIZE: int = 5
    POOL_TIMEOUT: int = 30
    PORT: int = 8000
    SECRET_KEY: str = ""
    WORKERS: int = 4
