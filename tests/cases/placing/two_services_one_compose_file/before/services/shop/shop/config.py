from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    SHOP_DATABASE_URL: str


settings = Settings()
