from pydantic_settings import BaseSettings


class MailSettings(BaseSettings):
    host: str = "localhost"
    port: int = 25
