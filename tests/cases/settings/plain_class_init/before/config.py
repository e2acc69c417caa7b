import os


class Settings:
    def __init__(self):
        self.database_url = os.environ.get("DATABASE_URL")
        self.debug = os.environ.get("DEBUG") == "1"


_settings = None


def get_settings():
    global _settings
    if _settings is None:
        _settings = Settings()
    return _settings
