from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    CACHE_URL: str = "redis://localhost"
    DATABASE_URL: str = "postgresql://localhost/app"
    LOG_LEVEL: str = "INFO"
    PORT: int = 8000
    SECRET_KEY: str = ""
    WORKERS: int = 4
