import os


class Settings:
    def __init__(self):
        self.database_url = os.environ.get("DATABASE_URL")
        self.pool_size = int(os.environ.get("POOL_SIZE", "5"))
        self.pool_max_overflow = int(os.environ.get("POOL_MAX_OVERFLOW", "10"))
        self.pool_timeout = int(os.environ.get("POOL_TIMEOUT", "30"))
        self.pool_recycle = int(os.environ.get("POOL_RECYCLE", "1800"))
        self.debug = os.environ.get("DEBUG") == "1"


_settings = None


def get_settings():
    global _settings
    if _settings is None:
        _settings = Settings()
    return _settings
