from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the service."""

    app_name: str = Field(default="shop", description="Name of the service")
    database_url: str = Field(default="sqlite:///shop.db", description="Where the data is")  # DSN
    pool_size: int = Field(default=5, ge=1, description="Database connections kept open")
    pool_max_overflow: int = Field(default=10, ge=0, description="Further connections under load")
    pool_timeout: int = Field(
        default=30,
        ge=0,
        description="Seconds to wait for a database connection",
    )
    pool_recycle: int = Field(
        default=1800,
        ge=-1,
        description="Seconds before a connection is replaced",
    )
    log_level: str = Field(default="INFO", description="Level of the log")

    model_config = SettingsConfigDict(env_prefix="SHOP_", env_file=".env")


settings = Settings()
