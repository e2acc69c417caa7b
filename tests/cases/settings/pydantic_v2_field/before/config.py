from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the service."""

    app_name: str = Field(default="shop", description="Name of the service")
    database_url: str = Field(default="sqlite:///shop.db", description="Where the data is")  # DSN
    log_level: str = Field(default="INFO", description="Level of the log")

    model_config = SettingsConfigDict(env_prefix="SHOP_", env_file=".env")


settings = Settings()
