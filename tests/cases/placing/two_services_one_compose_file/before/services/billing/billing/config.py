from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    BILLING_DATABASE_URL: str


settings = Settings()
