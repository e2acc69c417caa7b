from pydantic import BaseSettings, Field


class Settings(BaseSettings):
    database_url: str = Field('sqlite://', env='DATABASE_URL')
    secret_key: str = Field('change-me', env='SECRET_KEY')

    class Config:
        env_file = '.env'


def load_settings():
    return Settings()
