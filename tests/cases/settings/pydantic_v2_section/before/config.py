from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict


class DatabaseConfig(BaseModel):
    database_url: str
    echo: bool = False


class CacheConfig(BaseModel):
    url: str = "redis://localhost"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__", env_prefix="APP_")

    db: DatabaseConfig
    cache: CacheConfig = CacheConfig()


settings = Settings()
