import os


class Settings:
    DATABASE_URL: str = os.environ.get("DATABASE_URL", "postgresql://localhost/school")
    ARCHIVE_URL: str = os.environ.get("ARCHIVE_URL", "postgresql://localhost/archive")
    POOL_SIZE: int = int(os.environ.get("POOL_SIZE", "5"))
    POOL_MAX_OVERFLOW: int = int(os.environ.get("POOL_MAX_OVERFLOW", "10"))
    POOL_TIMEOUT: int = int(os.environ.get("POOL_TIMEOUT", "30"))
    POOL_RECYCLE: int = int(os.environ.get("POOL_RECYCLE", "1800"))


settings = Settings()
