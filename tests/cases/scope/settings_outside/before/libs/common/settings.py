import os


class Settings:
    DATABASE_URL = os.environ["DATABASE_URL"]


settings = Settings()
