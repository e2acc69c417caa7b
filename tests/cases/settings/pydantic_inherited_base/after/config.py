from pydantic_settings import SettingsConfigDict

from app.base import CommonSettings


class Settings(CommonSettings):
    model_config = SettingsConfigDict(env_prefix="ORDERS_")

    database_url: str = "postgresql://localhost/orders"
    pool_size: int = 5
    pool_max_overflow: int = 10
    pool_timeout: int = 30
    pool_recycle: int = 1800
    page_size: int = 50
