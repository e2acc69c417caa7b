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
    echo: bool = Field(
        default=False,
        validation_alias="DATABASE_ECHO",
        description="Log the statements",
    )


class Settings(BaseSettings):
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)


settings = Settings()
