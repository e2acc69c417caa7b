from pydantic_settings import SettingsConfigDict

from app.base import CommonSettings


class Settings(CommonSettings):
    model_config = SettingsConfigDict(env_prefix="ORDERS_")

    database_url: str = "postgresql://localhost/orders"
    page_size: int = 50
