from pydantic import Field
from pydantic_settings import BaseSettings


class DatabaseSettings(BaseSettings):
    database_url: str = Field(
        default="",
        validation_alias="DATABASE_URL",
        description="Where the data is",
    )
    pool_size: int = Field(
        default=10,
        validation_alias="DATABASE_POOL_SIZE",
        description="Connections that stay open",
    )
    pool_max_overflow: int = Field(
        default=10,
        ge=0,
        validation_alias="DATABASE_POOL_MAX_OVERFLOW",
        description="Further connections under load",
    )
    pool_timeout: int = Field(
        default=30,
        ge=0,
        validation_alias="DATABASE_POOL_TIMEOUT",
        description="Seconds to wait for a database connection",
    )
    pool_recycle: int = Field(
        default=1800,
        ge=-1,
        validation_alias="DATABASE_POOL_RECYCLE",
        description="Seconds before a connection is replaced",
    )
    echo: bool = Field(
        default=False,
        validation_alias="DATABASE_ECHO",
        description="Log the statements",
    )


class Settings(BaseSettings):
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)


settings = Settings()
