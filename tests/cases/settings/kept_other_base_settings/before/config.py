from app.settings.base import BaseSettings


class Settings(BaseSettings):
    database_url: str = ""
    debug: bool = False
