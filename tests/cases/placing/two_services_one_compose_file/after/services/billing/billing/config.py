from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    BILLING_DATABASE_URL: str
    POOL_SIZE: int = 5
    POOL_MAX_OVERFLOW: int = 10
    POOL_TIMEOUT: int = 30
    POOL_RECYCLE: int = 1800


settings = Settings()
