from pydantic import BaseSettings, Field


class Settings(BaseSettings):
    database_url: str = Field('sqlite://', env='DATABASE_URL')
    pool_size: int = Field(5, ge=1, env='POOL_SIZE')
    pool_max_overflow: int = Field(10, ge=0, env='POOL_MAX_OVERFLOW')
    pool_timeout: int = Field(30, ge=0, env='POOL_TIMEOUT')
    pool_recycle: int = Field(1800, ge=-1, env='POOL_RECYCLE')
    secret_key: str = Field('change-me', env='SECRET_KEY')

    class Config:
        env_file = '.env'


def load_settings():
    return Settings()
