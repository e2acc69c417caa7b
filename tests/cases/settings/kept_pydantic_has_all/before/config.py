from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str = ""
    db_pool_size: int = 20
    DB_MAX_OVERFLOW: int = 0
    db_pool_timeout: int = 5
    db_pool_recycle: int = 300


settings = Settings()
