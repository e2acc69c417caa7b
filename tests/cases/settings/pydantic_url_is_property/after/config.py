from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    # Server
    HOST: str = "localhost"
    PORT: int = 8000

    # Persistence
    POSTGRES_HOST: str = "db"
    POSTGRES_DB: str = "app"

    # Token
    SIGNING_KEY: str

    # Connection pool
    POOL_SIZE: int = 5
    POOL_MAX_OVERFLOW: int = 10
    POOL_TIMEOUT: int = 30
    POOL_RECYCLE: int = 1800

    @property
    def DATABASE_URL(self) -> str:
        return f"postgresql://{self.POSTGRES_HOST}/{self.POSTGRES_DB}"


settings = Settings()
